import type { WallTime } from './wall-time.ts';
import { listOf, membersOf, NUMBER, numberOf, type Piece, piece } from './when-reading.ts';

/** One time of day, with its parts. */
const PARTS = [
  String.raw`(?:(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上)\s*)?`,
  `(${NUMBER})`,
  String.raw`(?:\s*[:.](\d{2})(?::00)?|\s*[点點时]钟?\s*(?:(半)|(一刻)|(三刻)|((?=\S{2})${NUMBER})(?!\s*[点點时:\d])分?|整)?)?`,
  String.raw`(?:\s*(am|pm))?`,
].join('');
const SINGLE = new RegExp(`^(?:${PARTS})$`);

const NAMED: Readonly<Record<string, WallTime>> = {
  noon: { hour: 12, minute: 0 },
  midnight: { hour: 0, minute: 0 },
  正午: { hour: 12, minute: 0 },
  午夜: { hour: 0, minute: 0 },
};

const NAMES = Object.keys(NAMED).join('|');

/** Anything that can be a time where it is clear that one comes: after “at”. */
const ANY = `(?:${NAMES}|${PARTS.replace(/\((?!\?)/g, '(?:')})`;

/** What is a time by itself. */
const SURE = String.raw`(?=${NAMES}|[^\x00-\x7f]*\s*${NUMBER}\s*(?:[:.]\d|[点點时]|am|pm))${ANY}`;

/** The hour of the day that an hour is in a part of it; undefined where it is none of that part. */
const PARTS_OF_DAY: Readonly<Record<string, (hour: number) => number | undefined>> = {
  凌晨: (hour) => (hour === 12 ? 0 : hour < 7 ? hour : undefined),
  清晨: morning,
  早上: morning,
  早晨: morning,
  上午: (hour) => (hour <= 12 ? hour : undefined),
  中午: (hour) => (hour === 11 || hour === 12 ? hour : hour > 0 && hour < 3 ? hour + 12 : undefined),
  下午: (hour) => (hour === 12 ? 12 : afternoon(hour)),
  傍晚: afternoon,
  晚上: (hour) => (hour >= 5 && hour !== 12 ? afternoon(hour) : undefined),
  am: (hour) => (hour >= 1 && hour <= 12 ? hour % 12 : undefined),
  pm: (hour) => (hour >= 1 && hour <= 12 ? (hour % 12) + 12 : undefined),
};

function morning(hour: number) {
  return hour >= 4 && hour < 12 ? hour : undefined;
}

function afternoon(hour: number) {
  return hour >= 1 && hour < 12 ? hour + 12 : hour > 12 && hour < 24 ? hour : undefined;
}

/** Halves of the day as English says them behind a time. */
const BEHIND = { morning: 'am', afternoon: 'pm', evening: 'pm' } as const;
const isBehind = (word: string): word is keyof typeof BEHIND => Object.hasOwn(BEHIND, word);

/** A time as it was said; `part` is the half of the day that goes with it. */
function timeOf(written: string, behind: string | undefined): (WallTime & { readonly part?: string }) | undefined {
  const named = NAMED[written.trim()];
  if (named) return behind === undefined ? { ...named, part: 'named' } : undefined;
  const [, front, hours = '', minutes, half, quarter, threeQuarters, spoken, meridiem] =
    SINGLE.exec(written.trim()) ?? [];
  const part = [front, meridiem, behind].filter((each) => each !== undefined);
  const said = numberOf(hours);
  const minute = half ? 30 : quarter ? 15 : threeQuarters ? 45 : numberOf(minutes ?? spoken ?? '0');
  if (said === undefined || minute === undefined || part.length > 1) return undefined;
  const [name] = part;
  const hour = name === undefined ? said : PARTS_OF_DAY[name]?.(said);
  if (hour === undefined || hour > 23 || minute > 59) return undefined;
  return { hour, minute, ...(name !== undefined && { part: name }) };
}

/** Several times, such as “at 9:00 and 17:00”. Where some name the half of the day, all do: of “5 and 6 pm” nobody knows which 5. */
function readTimes([, list = '', half]: readonly string[]) {
  const behind = half !== undefined && isBehind(half) ? BEHIND[half] : undefined;
  const times = membersOf(list, ANY)
    .filter((each) => each.trim() !== '')
    .map((each) => timeOf(each, behind));
  const known = times.filter((time) => time !== undefined);
  const named = known.filter(({ part }) => part !== 'named');
  const isMixed = named.some(({ part }) => part !== undefined) && named.some(({ part }) => part === undefined);
  if (known.length < times.length || isMixed) return undefined;
  return { times: known.map(({ hour, minute }) => ({ hour, minute })) };
}

const BEHIND_TIMES = String.raw`(?:\s+in the (morning|afternoon|evening))?`;

export const TIMES: readonly Piece[] = [
  piece(String.raw`(?:at|@)\s*(${listOf(ANY)})${BEHIND_TIMES}`, readTimes),
  piece(String.raw`(?:在|于)?\s*(${listOf(SURE)})${BEHIND_TIMES}`, readTimes),
];
