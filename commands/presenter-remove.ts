import { spaceOf } from '../src/jobs/records.ts';
import { Refusal } from '../src/refusal.ts';
import type { Pressed } from './desk.ts';
import { line, message } from './message.ts';
import type { DeskParts } from './parts.ts';
import { presenterRefusal } from './presenter-may.ts';
import type { VerbAsked } from './verbs.ts';
import { namedPresenter } from './with-presenter.ts';

type Parts = Pick<DeskParts, 'presenters'>;

/** Asks whether a presenter is really to be removed: its photo cannot be had back. */
export async function askToRemovePresenter(
  { presenters }: Parts,
  { caller, answer, given: { presenter: typed = '' } }: VerbAsked,
): Promise<void> {
  const { id, name } = namedPresenter(presenters, caller, typed);
  await answer.say(
    message(caller.locale, [line('presenter_remove_sure', { name })], {
      buttons: [{ label: line('presenter_remove'), style: 'danger', does: { name: 'presenter-remove', subject: id } }],
    }),
  );
}

/** Removes it. */
export async function removePresenter(
  { access, presenters }: Pick<DeskParts, 'access' | 'presenters'>,
  { caller, answer, subject }: Pressed,
): Promise<void> {
  const refused = presenterRefusal({ access }, caller, 'presenter remove');
  if (refused) throw new Refusal('input', refused);
  const presenter = presenters.get(subject);
  if (presenter?.space !== spaceOf(caller)) throw new Refusal('missing', 'presenter_gone');
  await presenters.remove(presenter.id);
  await answer.say(message(caller.locale, [line('presenter_removed', { name: presenter.name })]));
}
