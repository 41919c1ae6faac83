import type { TextKey } from '../../texts.ts';

interface Command {
  readonly name: `/${string}`;
  readonly about: TextKey;
  /** What may be written behind it. */
  readonly hint?: TextKey;
}

/** The slash commands, by the names that they have in every language. */
export const COMMANDS = [
  { name: '/avatar', about: 'slack_avatar_about', hint: 'slack_avatar_hint' },
  { name: '/jobs', about: 'command_jobs_about', hint: 'slack_jobs_hint' },
  { name: '/help', about: 'command_help_about' },
  { name: '/settings', about: 'slack_settings_about' },
] as const satisfies readonly Command[];

/** The entry in the menu of every message. */
export const SHORTCUT = { callback: 'make_it_talk', name: 'command_menu', about: 'slack_menu_about' } as const;
