import { asking, rendered } from './chat.ts';
import { type House, type HouseOptions, openHouse, SECOND } from './house.ts';

/**
 * Brings a job as far as its delivery, and lets that go on, once it was said what becomes of it; until the step, of those from there on,
 * at which the process dies.
 */
export async function deliverUntil(
  dieAt: number | undefined,
  options: HouseOptions,
  prepare: (house: House, id: string) => void,
): Promise<[House, string]> {
  const house = await openHouse(options);
  const id = await asking(house);
  prepare(house, id);
  house.steps.taken.length = 0;
  if (dieAt !== undefined) house.steps.dieAt = dieAt;
  await rendered(house, id);
  await house.pass(10 * SECOND);
  return [house, id];
}
