import { type Locale, type OwnWords, say, wordsOf } from '../../texts.ts';
import type { Line, Value } from '../message.ts';
import { clean, NAME } from '../plain.ts';
import { entities, escaped, pieces } from './escape.ts';
import { GROUP_ID, type Names, NO_NAMES, USER_ID } from './names.ts';

const OWN: OwnWords = {
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
export function mrkdwnLine(line: Line, saying: Saying): string[] {
  return partsOf(
    line,
    saying.locale,
    (words) => pieces(entities(words)),
    (value) => mrkdwn(value, saying),
  );
}

/** A line for where Slack knows no mrkdwn: a button's label, for one. */
export function plainLine(line: Line, locale: Locale, names: Names = NO_NAMES): string {
  return partsOf(
    line,
    locale,
    (words) => [words],
    (value) => [plain(value, locale, names)],
  ).join('');
}

function partsOf(
  { key, params = {} }: Line,
  locale: Locale,
  own: (words: string) => string[],
  show: (value: Value) => string[],
): string[] {
  const values = Object.values(params);
  const slots = Object.fromEntries(Object.keys(params).map((name, at) => [name, `\ue000${at}\ue001`]));
  const parts = say(key, { ...wordsOf(OWN, locale), ...slots }, locale).split(SLOT);
  return parts.flatMap((part, at) => {
    if (at % 2 === 0) return own(part);
    const value = values[Number(part)];
    return value === undefined ? [] : show(value);
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
  if ('code' in value) return NAME.test(value.code) ? [`\`${value.code}\``] : pieces(escaped(value.code));
  if ('when' in value) return [date(value.when, saying)];
  if ('url' in value) return [`<${address(value.url)}|${entities(say(value.label, {}, locale))}>`];
  return mrkdwnLine(value, saying);
}

function plain(value: Value, locale: Locale, names: Names): string {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'number') return String(value);
  if ('person' in value || 'role' in value) return clean(named(value, locale, names));
  if ('channel' in value) return `#${clean(value.channel)}`;
  if ('code' in value) return clean(value.code);
  if ('when' in value) return moment(value.when, locale);
  if ('url' in value) return say(value.label, {}, locale);
  return plainLine(value, locale, names);
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

/** A time for where Slack cannot show it by the reader's own clock: “Nov 22, 2026, 2:05 PM UTC”. */
function moment(when: number, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(when)} UTC`;
}

/** An address that cannot end the brackets it is put in, nor begin the label behind it. */
function address(url: string): string {
  return entities(new URL(url).href.replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('|', '%7C'));
}
