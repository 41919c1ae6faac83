import type { types } from '@slack/bolt';
import type { Message } from '../message.ts';
import { renderControls, sections } from './blocks.ts';
import { cut } from './cut.ts';
import { LIMITS } from './limits.ts';
import { mrkdwnLine } from './lines.ts';
import type { Names } from './names.ts';

/** A message as Slack takes it, whole: in an edit it replaces all that was shown. */
export interface Rendered {
  /** For notifications, search and screen readers: what the blocks show, in the same mrkdwn. */
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

/** A message in Slack's words. It pings those of `pings` whom its lines name, and nobody else, whatever its lines hold. */
export function renderMessage(message: Message, names: Names): Rendered {
  const content = contentOf(message, names, LIMITS.text);
  return { text: content.join(''), blocks: [...sections(content), ...renderControls(message, names)] };
}

/** The words of a message alone, for the comment that goes with a file: mrkdwn of at most 4,000 characters. */
export function renderText(message: Message, names: Names): string {
  return contentOf(message, names, LIMITS.text).join('');
}

/** A message as the home tab shows it. */
export function homeView(message: Message, names: Names): types.HomeView {
  const content = contentOf(message, names, LIMITS.home);
  return { type: 'home', blocks: [...sections(content), ...renderControls(message, names)] };
}

function contentOf({ locale, lines, pings = [] }: Message, names: Names, limit: number): readonly string[] {
  const saying = { locale, names, pings: new Set(pings) };
  return cut(
    lines.flatMap((line, at) => [...(at === 0 ? [] : ['\n']), ...mrkdwnLine(line, saying)]),
    limit,
  );
}
