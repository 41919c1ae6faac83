import type { Line, Value } from '../src/platforms/message.ts';
import type { Locale, TextKey } from '../src/texts.ts';
import type { Announcement, Standing, Trigger, TriggerKind } from './announcements.ts';
import { line } from './message.ts';
import { SOURCE_NAMES } from './verbs.ts';

/** Characters of an announcement's words that are shown of it. */
const WORDS = 600;

/** Of those whose words are announced, so many are named. */
const NAMED = 10;

/** What each kind of trigger is called. */
export const KINDS: Readonly<Record<TriggerKind, TextKey>> = {
  schedule: 'announce_kind_schedule',
  hook: 'announce_kind_hook',
  feed: 'announce_kind_feed',
  watch: 'announce_kind_watch',
};

/** At most so many characters of somebody's words, on one line. */
export function brief(words: string, most: number): string {
  const characters = [...words.replace(/\s+/g, ' ').trim()];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : characters.join('');
}

/** Where it speaks. */
export const channelOf = ({ place }: Pick<Announcement, 'place'>): Value => ({ channel: place.channel ?? '' });

/** What makes it speak. */
export function triggerLines(trigger: Trigger, locale: Locale): readonly Line[] {
  switch (trigger.kind) {
    case 'schedule':
      return [whenLine(trigger, locale)];
    case 'hook':
      return [line('announce_trigger_hook', { source: { key: SOURCE_NAMES[trigger.source] } })];
    case 'feed':
      return [line('announce_trigger_feed', { url: { code: brief(trigger.url, 200) } })];
    case 'watch':
      return watchLines(trigger);
  }
}

/** What was asked for; for a moment, its date: “tomorrow” is true for a day. */
function whenLine(trigger: Extract<Trigger, { kind: 'schedule' }>, locale: Locale): Line {
  const { said, zone } = trigger;
  if (!('at' in trigger)) return line('announce_trigger_schedule', { said, zone });
  const { at } = trigger;
  return line('announce_trigger_once', { when: { when: at }, time: wallTime(at, zone, locale), zone });
}

function watchLines({ channel, roles, people }: Extract<Trigger, { kind: 'watch' }>): readonly Line[] {
  const whom: readonly Value[] = [...roles.map((role) => ({ role })), ...people.map((person) => ({ person }))];
  const more = whom.length - NAMED;
  return [
    line('announce_trigger_watch', { from: { channel } }),
    ...whom.slice(0, NAMED).map((who) => line('announce_entry_who', { who })),
    ...(more > 0 ? [line('announce_more', { count: more })] : []),
  ];
}

/** When it speaks next, as far as that is known. */
export function nextLines({ trigger }: Announcement, { next }: Standing, locale: Locale): readonly Line[] {
  if (trigger.kind === 'feed') return next === undefined ? [] : [line('announce_next_look', { when: { when: next } })];
  if (trigger.kind !== 'schedule') return [];
  if (next === undefined) return [line('announce_no_next')];
  // it was said already when that is
  if ('at' in trigger) return [];
  const { zone } = trigger;
  return [line('announce_next', { when: { when: next }, time: wallTime(next, zone, locale), zone })];
}

/** A moment (ms) as the clocks of a time zone show it. */
function wallTime(at: number, timeZone: string, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone,
    dateStyle: 'full',
    timeStyle: 'short',
  });
  return format.format(at);
}

/** What it says; a template so that it can be copied character by character, where all of it is shown. */
export function wordsLine({ words }: Pick<Announcement, 'words'>): Line {
  const shown = brief(words, WORDS);
  const isWhole = shown === brief(words, Number.POSITIVE_INFINITY);
  return line('announce_words', { words: isWhole && shown.includes('{{') ? { code: shown } : shown });
}
