import { spaceOf } from '../src/jobs/records.ts';
import { MissingBlob } from '../src/media/blobs.ts';
import type { Line, Value } from '../src/platforms/message.ts';
import { type Locale, say } from '../src/texts.ts';
import type { Caller } from './desk.ts';
import { line, message } from './message.ts';
import type { DeskParts } from './parts.ts';
import type { Presenter } from './presenters.ts';
import type { VerbAsked } from './verbs.ts';
import { namedPresenter } from './with-presenter.ts';

/** Names in one list, and channels of one presenter, that fit a message. */
const SHOWN = 25;

type Parts = Pick<DeskParts, 'blobs' | 'presenters' | 'voices'>;

/** Names everybody who can speak in the space. */
export async function listPresenters(
  { presenters }: Pick<Parts, 'presenters'>,
  { caller: { place, locale }, answer }: VerbAsked,
): Promise<void> {
  const all = presenters.list(spaceOf({ place }));
  const usual = presenters.defaultFor(place)?.id;
  const entries = all.slice(0, SHOWN).map(({ id, name }) => {
    return line(id === usual ? 'presenters_entry_default' : 'presenters_entry', { name });
  });
  const more = all.length > SHOWN ? [line('presenters_more', { count: all.length - SHOWN })] : [];
  const none = all.length === 0;
  await answer.say(message(locale, none ? ['presenters_none'] : ['presenters_head', ...entries, ...more]));
}

/** Shows one presenter, with its photo. */
export async function showPresenter(
  parts: Parts,
  { caller, answer, given: { presenter: typed = '' } }: VerbAsked,
): Promise<void> {
  const { locale } = caller;
  const presenter = namedPresenter(parts.presenters, caller, typed);
  const lines = linesOf(parts, presenter, caller);
  const { id, name, photo } = presenter;
  const file = { bytes: photo.bytes, name: `${id}.jpg`, alt: say('presenter_alt', { name }, locale) };
  try {
    await parts.blobs.withFile(photo.blob, (path) => answer.say(message(locale, lines), { ...file, path }));
  } catch (error) {
    if (!(error instanceof MissingBlob)) throw error;
    await answer.say(message(locale, [...lines, 'presenter_photo_gone']));
  }
}

function linesOf({ presenters, voices }: Parts, presenter: Presenter, { place, locale }: Caller): readonly Line[] {
  const { id, name, owner, createdAt, voiceId, ratio = '16:9' } = presenter;
  const when = { when: createdAt };
  const { space, channels } = presenters.defaults(spaceOf({ place }));
  const own = Object.entries(channels).filter(([, each]) => each === id);
  return [
    owner === 'api'
      ? line('presenter_shown_http', { name, when })
      : line('presenter_shown', { name, when, person: { person: owner } }),
    line('presenter_speaks', { voice: voiceOf(voices, voiceId, locale), ratio }),
    ...(space === id ? [line('presenter_is_default')] : []),
    ...own.slice(0, SHOWN).map(([channel]) => line('presenter_is_default_in', { channel: { channel } })),
  ];
}

function voiceOf(voices: Parts['voices'], id: string | undefined, locale: Locale): Value {
  if (id === undefined) return { key: 'presenter_voice_any' };
  return voices.startingWith([id], locale).find((voice) => voice.id === id)?.name ?? id;
}
