import type { TextKey } from '../src/texts.ts';
import type { Caller } from './desk.ts';
import { isTalk } from './may.ts';
import type { DeskParts } from './parts.ts';
import type { VerbName } from './verbs.ts';

/** For those in charge; the others are for everybody who may use the bot. */
const MANAGED: readonly VerbName[] = ['presenter add', 'presenter remove', 'presenter default'];

/** Why this person may not ask that of `/presenter` here; undefined when nothing stands against it. */
export function presenterRefusal(
  { access }: Pick<DeskParts, 'access'>,
  caller: Caller,
  verb: VerbName,
): TextKey | undefined {
  if (isTalk(caller.place)) return 'presenter_nowhere';
  if (MANAGED.includes(verb) && !caller.moderates) return 'presenter_managers';
  return access.refusal(caller);
}
