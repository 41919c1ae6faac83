import type { Caller, FormStart } from './desk.ts';
import { isOwn } from './may.ts';
import type { DeskParts } from './parts.ts';
import { recentVoices } from './recent-voices.ts';

/** What a form starts with: voices, the person's recent ones among the first, and the words of their job to be changed. */
export async function form(
  { records, clock, voices, log }: Pick<DeskParts, 'records' | 'clock' | 'voices' | 'log'>,
  caller: Caller,
  job?: string,
): Promise<FormStart> {
  const onError = (err: unknown) => log.warn({ err }, 'a form starts without what its person used before');
  const [recent, before] = await Promise.all([
    recentVoices({ records, clock, onError }, caller),
    job === undefined ? undefined : records.get(job).catch(onError),
  ]);
  const speak = before && isOwn(caller, before) ? before.ask.speak : undefined;
  const first = speak?.kind === 'words' ? [speak.voiceId, ...recent] : recent;
  return {
    voices: voices.startingWith(first, caller.locale),
    ...(speak?.kind === 'words' ? { text: speak.text, voiceId: speak.voiceId } : {}),
  };
}
