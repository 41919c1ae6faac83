import type { types } from '@slack/bolt';
import type { Message } from '../message.ts';
import { renderControls, sections } from './blocks.ts';
import { cut } from './cut.ts';
import { LIMITS } from './limits.ts';
import { mrkdwnLine } from './lines.ts';
import type { Names } from './names.ts';

/** A message as Slack takes it, whole: in an edit it replaces all that was shown. */
export interface Rendered {
  /** For notifications, search and screen readers: what the blocks show, in the same mrkdwn, as far as Slack takes it. */
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

/** The words that go with a file; in blocks where they are too long for a text. */
export type Comment = { readonly initial_comment: string } | { readonly blocks: types.KnownBlock[] };

/** A message in Slack's words. It pings those of `pings` whom its lines name, and nobody else, whatever its lines hold. */
export function renderMessage(message: Message, names: Names): Rendered {
  const lines = linesOf(message, names);
  const text = shortened(lines, LIMITS.text).join('');
  return { text, blocks: [...sections(shortened(lines, LIMITS.blocks)), ...renderControls(message, names)] };
}

/** The words of a message alone, for what goes with a file. */
export function renderComment(message: Message, names: Names): Comment {
  const lines = linesOf(message, names);
  const text = joined(lines).join('');
  return text.length <= LIMITS.text ? { initial_comment: text } : { blocks: sections(shortened(lines, LIMITS.blocks)) };
}

/** A message as the home tab shows it. */
export function homeView(message: Message, names: Names): types.HomeView {
  const content = shortened(linesOf(message, names), LIMITS.blocks);
  return { type: 'home', blocks: [...sections(content), ...renderControls(message, names)] };
}

/** Each line in pieces of which none may be cut. */
type Lines = readonly (readonly string[])[];

function linesOf({ locale, lines, pings = [] }: Message, names: Names): Lines {
  const saying = { locale, names, pings: new Set(pings) };
  return lines.map((line) => mrkdwnLine(line, saying));
}

const joined = (lines: Lines): readonly string[] => lines.flatMap((line, at) => (at === 0 ? line : ['\n', ...line]));

const lengthOf = (pieces: readonly string[]) => pieces.reduce((sum, piece) => sum + piece.length, 0);

/** At most `limit` characters. Where one line is most of it, such as words that are said, that is shortened: what stands below it stays. */
function shortened(lines: Lines, limit: number): readonly string[] {
  const over = lengthOf(joined(lines)) - limit;
  const lengths = lines.map(lengthOf);
  const longest = Math.max(...lengths, 0);
  const room = longest - over;
  if (over <= 0 || room < limit / 2) return cut(joined(lines), limit);
  const at = lengths.indexOf(longest);
  return joined(lines.map((line, index) => (index === at ? cut(line, room) : line)));
}
