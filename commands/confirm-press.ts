import { Refusal } from '../src/refusal.ts';
import type { Asking } from './ask.ts';
import type { Pressed } from './desk.ts';
import { isOwn } from './may.ts';
import { message } from './message.ts';
import type { Parked } from './parked.ts';
import type { DeskParts } from './parts.ts';

type Parts = Pick<DeskParts, 'confirmations' | 'parked' | 'records'>;

/** The person confirms that they may use the faces they send: kept, and the request that waited for it goes on. */
export async function confirm(
  { confirmations, parked, records }: Parts,
  asking: Asking,
  { caller, answer, subject, lacks }: Pressed,
): Promise<void> {
  const way = { answer, lacks, pressed: true } as const;
  const entry = parked.get(subject);
  if (entry?.waits !== 'confirmation') {
    // it went on already: pressed twice, or told to us twice
    const job = await records.get(subject);
    if (job && isOwn(caller, job)) return asking.showAgain(job, caller, way);
    if (entry && belongsTo(entry, caller)) return answer.done();
    throw new Refusal('missing', 'parked_gone');
  }
  if (!belongsTo(entry, caller)) throw new Refusal('input', 'press_not_yours');
  if (!(await confirmations.has(caller))) await confirmations.keep(caller, entry.request.caller.locale);
  await asking.take({ ...entry.request, caller: { ...caller, place: entry.request.caller.place } }, way);
  if (parked.get(subject) === entry) await parked.drop(subject);
}

/** The person does not confirm: the request is dropped, and nothing is kept. */
export async function decline({ parked }: Pick<Parts, 'parked'>, { caller, answer, subject }: Pressed): Promise<void> {
  const entry = parked.get(subject);
  if (entry && !belongsTo(entry, caller)) throw new Refusal('input', 'press_not_yours');
  if (entry?.waits === 'confirmation') await parked.drop(subject);
  await answer.say(message(caller.locale, ['face_declined']));
}

function belongsTo({ request }: Parked, { person, place }: Pressed['caller']): boolean {
  return request.caller.person === person && request.caller.place.platform === place.platform;
}
