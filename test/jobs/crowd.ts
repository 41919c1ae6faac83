import type { House } from './house.ts';

/** Asks for so many videos at once. @returns their jobs' ids */
export async function asks(house: House, count: number, more: Parameters<House['ask']>[0] = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push(await house.ask(more));
  await house.pass(200);
  return ids;
}

/** How many of these jobs are in that state. */
export const inState = async (house: House, ids: readonly string[], state: string) => {
  const jobs = await house.records.getMany(ids);
  return jobs.filter((job) => job?.state === state).length;
};
