import type { Blobs } from '../src/media/blobs.ts';
import type { Namespace } from '../src/store/namespace.ts';
import { askedKeys } from './bytes.ts';
import type { Confirmation } from './confirm.ts';
import type { Parked } from './parked.ts';

interface Tables {
  readonly parked: Namespace<Parked>;
  readonly confirmations: Namespace<Confirmation>;
}

/**
 * Removes what the desk keeps of one person: what they confirmed, and what waits for them, with its photo and recording. A space's
 * list of those it shut out stays; it is the space's. The bot must not run meanwhile.
 * @param person `platform:person`
 * @returns how many entries were removed
 */
export async function forgetPerson(
  { parked, confirmations }: Tables,
  blobs: Pick<Blobs, 'remove'>,
  person: string,
): Promise<number> {
  let removed = 0;
  if (await confirmations.get(person)) {
    await confirmations.delete(person);
    removed += 1;
  }
  const theirs: string[] = [];
  for await (const [id, { request }] of parked.entries()) {
    if (`${request.caller.place.platform}:${request.caller.person}` === person) theirs.push(id);
  }
  for (const id of theirs) {
    for (const key of Object.values(askedKeys(id))) await blobs.remove(key);
    await parked.delete(id);
  }
  return removed + theirs.length;
}
