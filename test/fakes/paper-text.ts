import type { Button, Line, Message, Params, Picker, Value } from '../../src/platforms/message.ts';
import { type Locale, say } from '../../src/texts.ts';

/** A message as a person reads it. */
export interface Read {
  /** Its lines, one below the other. */
  readonly text: string;
  /** Labels of its buttons, with what they do: `Cancel → cancel:j0…`, or the address that they open. */
  readonly buttons: readonly string[];
  readonly pickers: readonly string[];
  /** Addresses that can be followed. */
  readonly links: readonly string[];
  readonly pings: readonly string[];
}

/** @param now for times, which are shown as seen from then (ms) */
export function read(message: Message, now: number): Read {
  const { locale, lines, buttons = [], pickers = [], pings = [] } = message;
  check(message);
  return {
    text: lines.map((line) => sentence(line, locale, now)).join('\n'),
    buttons: buttons.map((button) => `${sentence(button.label, locale, now)} → ${does(button)}`),
    pickers: pickers.map(
      (picker) => `${sentence(picker.label, locale, now)}: ${picker.chosen.join(', ')} → ${does(picker)}`,
    ),
    links: [
      ...lines.flatMap((line) => links(line.params)),
      ...buttons.flatMap(({ does }) => ('url' in does ? does.url : [])),
    ],
    pings,
  };
}

function does({ does }: Button | Picker): string {
  return 'url' in does ? does.url : `${does.name}:${does.subject}`;
}

function sentence({ key, params = {} }: Line, locale: Locale, now: number): string {
  const asked = [...say(key, {}, locale).matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const missing = asked.filter((name) => params[name] === undefined);
  if (missing.length > 0) throw new Error(`The sentence ${key} lacks ${missing.join(', ')}.`);
  const shown = Object.entries(params).map(([name, value]) => [name, plain(value, locale, now)]);
  return say(key, Object.fromEntries(shown), locale);
}

function plain(value: Value, locale: Locale, now: number): string | number {
  if (typeof value !== 'object') return value;
  if ('person' in value) return `@${value.person}`;
  if ('channel' in value) return `#${value.channel}`;
  if ('role' in value) return `@&${value.role}`;
  if ('code' in value) return value.code;
  if ('when' in value) return relative(value.when - now, locale);
  if ('url' in value) return `[${say(value.label, {}, locale)}](${value.url})`;
  return sentence(value, locale, now);
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

function relative(ms: number, locale: Locale): string {
  const [unit, length] = UNITS.find(([, least]) => Math.abs(ms) >= least) ?? UNITS[3];
  return new Intl.RelativeTimeFormat(locale).format(Math.trunc(ms / length), unit);
}

function links(params: Params = {}): readonly string[] {
  return Object.values(params).flatMap((value) => {
    if (typeof value !== 'object') return [];
    if ('url' in value) return [value.url];
    return 'key' in value ? links(value.params) : [];
  });
}

/** What the port promises of every message. */
function check({ lines, buttons = [], pickers = [] }: Message): void {
  if (lines.length === 0) throw new Error('A message without lines.');
  if (buttons.length > 25 || pickers.length > 4) throw new Error('More buttons or pickers than a message has.');
  for (const { does } of [...buttons, ...pickers]) {
    if ('url' in does) continue;
    if (!/^[a-z-]{1,20}$/.test(does.name)) throw new Error(`No name of an action: ${does.name}`);
    if (!/^[a-z0-9.]{1,60}$/.test(does.subject)) throw new Error(`No subject of an action: ${does.subject}`);
  }
}
