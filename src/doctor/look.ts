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

/**
 * {@link look}s where what is thrown can be said in a sentence.
 * @param explain undefined for what cannot
 */
export function explaining(about: string, explain: (error: unknown) => string | undefined, atMost: number) {
  return (find: Check['look']): Promise<readonly Finding[]> =>
    look({ about, look: (signal) => find(signal).catch(explained) }, atMost);

  function explained(error: unknown): readonly Finding[] {
    const says = explain(error);
    if (says === undefined) throw error;
    return [wrong(about, says)];
  }
}
