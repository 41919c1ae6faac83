import { Refusal } from '../src/refusal.ts';
import { isSaid, type Request } from './request.ts';

/** @throws Refusal for words and a recording, or neither */
export function checkWords({ text, audio }: Request): void {
  if (isSaid(text) === (audio !== undefined)) throw new Refusal('input', 'ask_words_or_audio');
}
