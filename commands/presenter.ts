import { Refusal } from '../src/refusal.ts';
import type { TextKey } from '../src/texts.ts';
import type { Caller } from './desk.ts';
import type { DeskParts } from './parts.ts';
import { addPresenter } from './presenter-add.ts';
import { setDefaultPresenter } from './presenter-default.ts';
import { askToRemovePresenter } from './presenter-remove.ts';
import { listPresenters, showPresenter } from './presenter-show.ts';
import type { VerbAsked, VerbName } from './verbs.ts';

/** For those in charge; the others are for everybody who may use the bot. */
const MANAGED: readonly VerbName[] = ['presenter add', 'presenter remove', 'presenter default'];

/** Why this person may not ask that of `/presenter` here; undefined when nothing stands against it. */
export function presenterRefusal(
  { access }: Pick<DeskParts, 'access'>,
  caller: Caller,
  verb: VerbName,
): TextKey | undefined {
  // a talk that is a space of its own
  if (caller.place.space === caller.place.channel) return 'presenter_nowhere';
  if (MANAGED.includes(verb) && !caller.moderates) return 'presenter_managers';
  return access.refusal(caller);
}

/** What is asked of `/presenter`. @throws Refusal */
export async function presenter(parts: DeskParts, asked: VerbAsked): Promise<void> {
  const refused = presenterRefusal(parts, asked.caller, asked.verb);
  if (refused) throw new Refusal('input', refused);
  switch (asked.verb) {
    case 'presenter add':
      return addPresenter(parts, asked);
    case 'presenter list':
      return listPresenters(parts, asked);
    case 'presenter show':
      return showPresenter(parts, asked);
    case 'presenter remove':
      return askToRemovePresenter(parts, asked);
    case 'presenter default':
      return setDefaultPresenter(parts, asked);
  }
}
