import { spaceOf } from '../src/jobs/records.ts';
import type { Message } from '../src/platforms/message.ts';
import { type Locale, localeOf } from '../src/texts.ts';
import { checkSizes } from './bytes.ts';
import { TERMS } from './confirm.ts';
import type { Pressed } from './desk.ts';
import { line, message } from './message.ts';
import type { DeskParts } from './parts.ts';
import type { VerbAsked } from './verbs.ts';

type Parts = Pick<DeskParts, 'closing' | 'confirmations' | 'incoming' | 'presenters' | 'voices'>;

/** Saves a photo with a voice and a name. Whoever never confirmed that they may use the faces they send is asked that first. */
export async function addPresenter(
  { closing, confirmations, incoming, presenters, voices }: Parts,
  { origin, caller, answer, given: { name = '', photo, voice, ratio } }: VerbAsked,
): Promise<void> {
  if (!photo) throw new Error('A presenter is to be saved without a photo.');
  if (!(await confirmations.has(caller))) return answer.say(askToConfirmFaces(caller.locale));
  const request = { origin, caller, photo: { file: photo } };
  checkSizes(request);
  const saved = await incoming.withFiles(request, closing, (files) =>
    presenters.add({
      origin,
      space: spaceOf(caller),
      name,
      owner: caller.person,
      photo: files.photo,
      ...(voice === undefined ? {} : { voiceId: voices.idOf(voice) }),
      ...(ratio === undefined ? {} : { ratio }),
    }),
  );
  await answer.say(message(caller.locale, [line('presenter_added', { name: saved.name }), 'presenter_added_next']));
}

/**
 * Shows the terms. What was sent is not kept meanwhile: nothing waits for the person, who sends it again.
 * The button names the language in which they were shown.
 */
function askToConfirmFaces(locale: Locale): Message {
  return message(locale, [TERMS.key, 'presenter_terms'], {
    buttons: [{ label: line('face_confirm'), style: 'main', does: { name: 'confirm-faces', subject: locale } }],
  });
}

/** The person confirms that they may use the faces they send. */
export async function confirmFaces(
  { confirmations }: Pick<DeskParts, 'confirmations'>,
  { caller, answer, subject }: Pressed,
): Promise<void> {
  // the first time stands
  if (!(await confirmations.has(caller))) await confirmations.keep(caller, localeOf(subject));
  await answer.say(message(caller.locale, ['presenter_terms_kept']));
}
