import type { Locale } from '../texts.ts';
import type { Message } from './message.ts';

/** What somebody is told whose request failed for no reason of theirs. @param id by which the operator finds it in the log */
export const broken = (id: string, locale: Locale): Message => ({
  locale,
  lines: [{ key: 'chat_broken', params: { id } }],
});
