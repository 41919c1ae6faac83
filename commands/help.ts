import type { Answer } from '../src/platforms/platform.ts';
import type { Caller } from './desk.ts';
import { message, type Sentence } from './message.ts';

/** What can be asked for, and how. */
export function howToAsk({ manages }: Caller): readonly Sentence[] {
  const more: Sentence[] = manages ? ['help_settings'] : [];
  return ['help_avatar', 'help_reply', 'help_menu', 'help_jobs', ...more, 'help_rules'];
}

/** Says what Herald does and how it is asked. */
export async function help(caller: Caller, answer: Answer): Promise<void> {
  await answer.say(message(caller.locale, ['help_what', ...howToAsk(caller)]));
}
