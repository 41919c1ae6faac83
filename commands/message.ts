import type { Line, Message, Params, Value } from '../src/platforms/message.ts';
import type { Sent } from '../src/platforms/platform.ts';
import type { Refusal } from '../src/refusal.ts';
import type { Locale, TextKey } from '../src/texts.ts';

/** A sentence of the catalogue, or a refusal's own. */
export type Sentence = TextKey | Line | Pick<Refusal, 'key' | 'params'>;

export const line = (key: TextKey, params?: Params): Line => (params === undefined ? { key } : { key, params });

/** A message of these sentences, one below the other. */
export function message(
  locale: Locale,
  sentences: readonly Sentence[],
  more: Omit<Message, 'locale' | 'lines'> = {},
): Message {
  const lines = sentences.map((each): Line => {
    if (typeof each === 'string') return { key: each };
    return line(each.key, each.params);
  });
  return { locale, lines, ...more };
}

export const videoLink = ({ url }: Pick<Sent, 'url'>): Value => ({ url, label: 'link_video' });
