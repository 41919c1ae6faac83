import { type Check, type Finding, wrong } from './finding.ts';

/**
 * Looks for so long at most (ms), also where the check itself does not mind its signal. Never rejects: a check that throws or
 * is late becomes a finding.
 */
export async function look(check: Check, atMost: number): Promise<readonly Finding[]> {
  const ending = new AbortController();
  const late = wrong(check.about, `no answer within ${atMost / 1000} seconds: check the network, then try again.`);
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<readonly Finding[]>((resolve) => {
    timer = setTimeout(() => resolve([late]), atMost);
  });
  try {
    return await Promise.race([check.look(ending.signal), end]);
  } catch (error) {
    return [wrong(check.about, `could not be checked: ${error instanceof Error ? error.message : String(error)}`)];
  } finally {
    clearTimeout(timer);
    ending.abort(new Error('The check is over.'));
  }
}
