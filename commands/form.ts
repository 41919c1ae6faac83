import type { Caller, FormStart, NoForm } from './desk.ts';
import { isOwn } from './may.ts';
import type { DeskParts } from './parts.ts';
import { recentVoices } from './recent-voices.ts';

/**
 * What a form starts with: voices, the person's recent ones among the first, and the words of their job to be changed. Those who would
 * be refused when they send it are not let fill it in.
 */
export async function form(
  { access, records, clock, voices, log }: Pick<DeskParts, 'access' | 'records' | 'clock' | 'voices' | 'log'>,
  caller: Caller,
  job?: string,
): Promise<FormStart | NoForm> {
  const shut = access.refusal(caller);
  if (shut) return { refused: shut };
  const onError = (err: unknown) => log.warn({ err }, 'a form starts without what its person used before');
  const [recent, before] = await Promise.all([
    recentVoices({ records, clock, onError }, caller),
    job === undefined ? undefined : records.get(job).catch(onError),
  ]);
  if (before && !isOwn(caller, before)) return { refused: 'press_not_yours' };
  const speak = before?.ask.speak;
  const first = speak?.kind === 'words' ? [speak.voiceId, ...recent] : recent;
  return {
    voices: voices.startingWith(first, caller.locale),
    ...(speak?.kind === 'words' ? { text: speak.text, voiceId: speak.voiceId } : {}),
  };
}
