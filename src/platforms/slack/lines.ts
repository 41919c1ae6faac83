import { type Locale, type OwnWords, say, wordsOf } from '../../texts.ts';
import type { Line, Value } from '../message.ts';
import { codeOf } from '../plain.ts';
import { bracketed, moment, plainLine as plainly } from '../plain-line.ts';
import { entities, escaped, pieces } from './escape.ts';
import { GROUP_ID, type Names, NO_NAMES, USER_ID } from './names.ts';

/** Slack’s own words for what is called otherwise elsewhere. */
export const OWN: OwnWords = {
  roles: 'slack_roles',
  giving: 'slack_giving',
  replying: 'slack_replying',
  accepted: 'slack_accepted',
};

const CHANNEL_ID = /^[CDG][A-Z0-9]{1,20}$/;

/** Stands for a value until the sentence around it is said; neither the catalogue nor a number holds these characters. */
const SLOT = /\ue000(\d+)\ue001/;

/** How a line is said to whom. */
export interface Saying {
  readonly locale: Locale;
  readonly names: Names;
  /** Who is notified by being named. */
  readonly pings: ReadonlySet<string>;
}

/**
 * A line in Slack's mrkdwn, in pieces of which none may be cut: a mention, a time and a link are one each. The catalogue's own words
 * stand as they are; all that fills them is shown plain.
 */
export function mrkdwnLine({ key, params = {} }: Line, saying: Saying): string[] {
  const { locale } = saying;
  const values = Object.values(params);
  const slots = Object.fromEntries(Object.keys(params).map((name, at) => [name, `\ue000${at}\ue001`]));
  const parts = say(key, { ...wordsOf(OWN, locale), ...slots }, locale).split(SLOT);
  return parts.flatMap((part, at) => {
    if (at % 2 === 0) return pieces(entities(part));
    const value = values[Number(part)];
    return value === undefined ? [] : mrkdwn(value, saying);
  });
}

/** A line for where Slack knows no mrkdwn: a button's label, for one. */
export function plainLine(line: Line, locale: Locale, names: Names = NO_NAMES): string {
  return plainly(line, locale, {
    own: wordsOf(OWN, locale),
    person: (person) => named({ person }, locale, names),
    role: (role) => named({ role }, locale, names),
    channel: (channel) => `#${channel}`,
  });
}

function mrkdwn(value: Value, saying: Saying): string[] {
  const { locale, names, pings } = saying;
  if (typeof value === 'string') return pieces(escaped(value));
  if (typeof value === 'number') return [String(value)];
  if ('person' in value) {
    const { person, isBot = false } = value;
    const isMentioned = USER_ID.test(person) && (pings.has(person) || isBot);
    return isMentioned ? [`<@${person}>`] : pieces(escaped(named(value, locale, names)));
  }
  if ('role' in value) return pieces(escaped(named(value, locale, names)));
  if ('channel' in value) {
    const { channel } = value;
    return CHANNEL_ID.test(channel) ? [`<#${channel}>`] : pieces(escaped(`#${channel}`));
  }
  if ('code' in value) {
    const code = codeOf(value.code);
    return code === undefined ? pieces(escaped(value.code)) : [`\`${entities(code)}\``];
  }
  if ('when' in value) return [date(value.when, saying)];
  if ('url' in value) return [`<${entities(bracketed(value.url))}|${entities(say(value.label, {}, locale))}>`];
  return mrkdwnLine(value, saying);
}

/** Every mention in a new message notifies on Slack, so whoever is not to be notified is called by name. */
function named(value: { readonly person: string } | { readonly role: string }, locale: Locale, names: Names): string {
  const name = 'person' in value ? names.person(value.person) : names.group(value.role);
  if (name !== undefined) return `@${name}`;
  if ('person' in value) return USER_ID.test(value.person) ? say('slack_somebody', {}, locale) : `@${value.person}`;
  return GROUP_ID.test(value.role) ? say('slack_some_group', {}, locale) : `@${value.role}`;
}

/** Slack documents `{ago}` for what is past, and nothing of the kind for what is to come. */
function date(when: number, { locale, names: { now = when } }: Saying): string {
  const format = when <= now ? '{ago}' : say('slack_to_come', { date: '{date_short_pretty}', time: '{time}' }, locale);
  return `<!date^${Math.floor(when / 1000)}^${format}|${moment(when, locale)}>`;
}
