import { CHINESE } from './when-chinese.ts';
import { ENGLISH } from './when-english.ts';
import { type Piece, piece, type Reading } from './when-reading.ts';
import { TIMES } from './when-times.ts';

const DATES: readonly Piece[] = [
  piece(
    String.raw`(?:on )?(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?) ?(z|[+-]\d{2}:?\d{2})`,
    ([, date = '', time = '', offset = '']) => {
      const at = Date.parse(`${date}T${time}${offset.toUpperCase()}`);
      // some calendars go on where the month has ended
      const isThere = new Date(`${date}T00:00Z`).toISOString().startsWith(date);
      return Number.isNaN(at) || !isThere ? undefined : { at };
    },
  ),
  piece(String.raw`(?:on )?(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d:])`, ([, year, , month, day]) => ({
    date: { year: Number(year), month: Number(month), day: Number(day) },
  })),
];

/** Everything that can be said, in the order in which it is tried. */
const PIECES: readonly Piece[] = [...DATES, ...ENGLISH, ...CHINESE, ...TIMES];

/**
 * What words about time say, in English or Chinese, in any order; undefined as soon as there is anything in them that is not understood,
 * or is said twice.
 */
export function readWords(said: string): Reading | undefined {
  let rest = tidy(said);
  let reading: Reading = {};
  while (rest !== '') {
    const next = readPiece(rest);
    if (!next || Object.keys(next.reading).some((key) => Object.hasOwn(reading, key))) return undefined;
    reading = { ...reading, ...next.reading };
    rest = next.rest;
  }
  return reading;
}

/** One way of writing for what is written in many. */
function tidy(said: string): string {
  return said
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/\b([ap])\. ?m\b\.?/g, '$1m')
    .replace(/ ?o['’]clock\b/g, ':00')
    .replace(/(\d{4}-\d{2}-\d{2})t(?=\d)/, '$1 ')
    .replace(/ ?\butc$/, 'z')
    .replace(/[.。!]$/, '')
    .trim();
}

function readPiece(text: string): { readonly reading: Reading; readonly rest: string } | undefined {
  for (const { pattern, read } of PIECES) {
    const found = pattern.exec(text);
    if (!found?.[0] || endsInside(text, found[0].length)) continue;
    const reading = read(found);
    return reading && { reading, rest: text.slice(found[0].length).replace(/^[\s,的]+/, '') };
  }
  return undefined;
}

/** Whether a word or a number goes on behind where it was read to. */
const endsInside = (text: string, end: number) => /^[a-z\d][a-z\d:]/.test(text.slice(end - 1));
