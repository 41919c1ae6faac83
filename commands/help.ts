import type { Answer } from '../src/platforms/platform.ts';
import type { Caller } from './desk.ts';
import { message, type Sentence } from './message.ts';

const LINES = ['help_what', 'help_avatar', 'help_reply', 'help_menu', 'help_jobs'] as const;

/** Says what Herald does and how it is asked. */
export async function help(caller: Caller, answer: Answer): Promise<void> {
  const more: Sentence[] = caller.manages ? ['help_settings'] : [];
  await answer.say(message(caller.locale, [...LINES, ...more, 'help_rules']));
}
