import type { Place } from '../src/jobs/job.ts';
import type { Line } from '../src/platforms/message.ts';
import { Refusal } from '../src/refusal.ts';
import type { TextKey } from '../src/texts.ts';
import { line } from './message.ts';
import { isSaid, type Request } from './request.ts';

/** @throws Refusal for words and a recording, or neither */
export function checkWords({ text, audio }: Request): void {
  if (isSaid(text) === (audio !== undefined)) throw new Refusal('input', 'ask_words_or_audio');
}

/** Names what the bot may not do in a place; undefined where it lacks nothing. */
export function lackingLines(lacks: readonly TextKey[], { channel, thread }: Place): readonly Line[] | undefined {
  if (lacks.length === 0) return undefined;
  const where = thread ?? channel;
  return [
    where === undefined ? line('lacks_here') : line('lacks_in', { channel: { channel: where } }),
    ...lacks.map((key) => line('lacks_permission', { permission: { key } })),
    line('lacks_next'),
  ];
}
