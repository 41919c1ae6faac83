import { VERBS, type Verb } from '../../../commands/verbs.ts';
import type { TextKey } from '../../texts.ts';

interface Command {
  readonly name: `/${string}`;
  readonly about: TextKey;
  /** What may be written behind it. */
  readonly hint?: TextKey;
  /** The words that may be written behind it, the same in every language. */
  readonly words?: readonly string[];
}

/** What can be asked of a command by a word behind it, in the order in which people are shown it. */
export function verbsOf(command: Verb['command']): readonly Verb[] {
  const verbs: readonly Verb[] = Object.values(VERBS);
  return verbs.filter((verb) => verb.command === command);
}

const wordsOf = (command: Verb['command']) => verbsOf(command).map(({ word }) => word);

/** The slash commands, by the names that they have in every language. */
export const COMMANDS = [
  { name: '/avatar', about: 'slack_avatar_about', hint: 'slack_avatar_hint' },
  { name: '/presenter', about: 'slack_presenter_about', words: wordsOf('presenter') },
  { name: '/announce', about: 'slack_announce_about', words: wordsOf('announce') },
  { name: '/jobs', about: 'command_jobs_about', hint: 'slack_jobs_hint' },
  { name: '/help', about: 'command_help_about' },
  { name: '/settings', about: 'slack_settings_about' },
] as const satisfies readonly Command[];

/** The entry in the menu of every message. */
export const SHORTCUT = { callback: 'make_it_talk', name: 'command_menu', about: 'slack_menu_about' } as const;
