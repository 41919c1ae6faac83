import type { Answer } from '../src/platforms/platform.ts';
import type { Caller } from './desk.ts';
import { isTalk } from './may.ts';
import { message, type Sentence } from './message.ts';

/** What can be asked for, and how. */
export function howToAsk({ manages, moderates, place }: Caller): readonly Sentence[] {
  const faces: Sentence[] = isTalk(place) ? [] : ['help_presenters'];
  const announcing: Sentence[] = moderates ? ['help_presenter', 'help_announce'] : [];
  const setting: Sentence[] = manages ? ['help_settings'] : [];
  return ['help_avatar', ...faces, 'help_reply', 'help_menu', 'help_jobs', ...announcing, ...setting, 'help_rules'];
}

/** Says what Herald does and how it is asked. */
export async function help(caller: Caller, answer: Answer): Promise<void> {
  await answer.say(message(caller.locale, ['help_what', ...howToAsk(caller)]));
}
