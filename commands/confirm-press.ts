import { hasEnded } from '../src/jobs/transitions.ts';
import { Refusal } from '../src/refusal.ts';
import type { KeyedMutex } from '../src/store/mutex.ts';
import { type Asking, causeOf } from './ask.ts';
import type { Caller, Pressed } from './desk.ts';
import { isOwn } from './may.ts';
import { message } from './message.ts';
import type { Parked } from './parked.ts';
import type { DeskParts } from './parts.ts';
import { closeQuestion, letGo } from './question.ts';

type Parts = Pick<DeskParts, 'confirmations' | 'incoming' | 'log' | 'parked' | 'platform' | 'records'>;

/** The person confirms that they may use the faces they send: kept, and the request that waited for it goes on. */
export async function confirm(
  parts: Parts,
  asking: Asking,
  { caller, answer, subject, obstacles, origin }: Pressed,
): Promise<void> {
  const { confirmations, log, parked, records } = parts;
  const cause = causeOf({ origin });
  const way = { answer, obstacles, cause, pressed: true } as const;

  /** It went on already: pressed twice, or told to us twice. */
  async function showOutcome(entry: Parked | undefined): Promise<void> {
    const job = await records.get(subject);
    if (job && isOwn(caller, job)) return asking.showAgain(job, caller, way);
    if (!entry) throw new Refusal('missing', 'parked_gone');
    await answer.done();
  }

  const waiting = ownEntry(parked, caller, subject);
  if (waiting?.waits !== 'confirmation') return showOutcome(waiting);
  await asking.turn({ id: subject, cause, caller, answer, follows: true }, async () => {
    const entry = ownEntry(parked, caller, subject);
    if (entry?.waits !== 'confirmation') return showOutcome(entry);
    if (!(await confirmations.has(caller))) await confirmations.keep(caller, entry.request.caller.locale);
    // at once: what follows may take a while, and may be refused
    await closeQuestion(parts, entry, 'face_confirmed');
    try {
      const { place } = entry.request.caller;
      const rolesUnknown = caller.place.space !== place.space;
      await asking.go(subject, { ...entry.request, caller: { ...caller, place } }, { ...way, rolesUnknown });
    } finally {
      // a job may have come of it: a list that cannot be written takes nothing back, and the entry lapses
      const warn = (err: unknown) => log.warn({ err, job: subject }, 'could not close a parked request');
      if (parked.get(subject) === entry) await letGo(parts, entry).catch(warn);
    }
  });
}

/** The person does not confirm: the request is dropped, and nothing is kept. What has gone on already is told to have. */
export async function decline(
  parts: Parts,
  asking: Asking,
  mutex: KeyedMutex,
  { caller, answer, subject, obstacles, origin }: Pressed,
): Promise<void> {
  await mutex.run(subject, async () => {
    const entry = ownEntry(parts.parked, caller, subject);
    const job = await parts.records.get(subject);
    if (job && isOwn(caller, job) && hasEnded(job))
      return asking.showAgain(job, caller, { answer, obstacles, cause: causeOf({ origin }), pressed: true });
    if ((job && isOwn(caller, job)) || entry?.waits === 'photo') {
      return answer.say(message(caller.locale, ['face_went_on']));
    }
    if (!entry) throw new Refusal('missing', 'parked_gone');
    await letGo(parts, entry);
    await closeQuestion(parts, entry, 'face_declined');
    await answer.say(message(caller.locale, ['face_declined']));
  });
}

/** The person's own parked request, if there is one. @throws Refusal for somebody else's */
function ownEntry(parked: DeskParts['parked'], { person, place }: Caller, id: string): Parked | undefined {
  const entry = parked.get(id);
  const whose = entry?.request.caller;
  if (whose && (whose.person !== person || whose.place.platform !== place.platform)) {
    throw new Refusal('input', 'press_not_yours');
  }
  return entry;
}
