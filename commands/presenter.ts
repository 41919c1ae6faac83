import { Refusal } from '../src/refusal.ts';
import type { DeskParts } from './parts.ts';
import { addPresenter } from './presenter-add.ts';
import { setDefaultPresenter } from './presenter-default.ts';
import { presenterRefusal } from './presenter-may.ts';
import { askToRemovePresenter } from './presenter-remove.ts';
import { listPresenters, showPresenter } from './presenter-show.ts';
import type { VerbAsked } from './verbs.ts';

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
