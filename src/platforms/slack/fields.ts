import type { types } from '@slack/bolt';
import type { Choice } from '../../../commands/verbs.ts';
import { plainText } from './blocks.ts';
import { LIMITS } from './limits.ts';

/**
 * What the picker of files shows. Only what Slack's own list of file types has: one that it does not know might cost the whole form.
 * Recordings made in Slack are MP4 or WebM.
 */
const FILES = {
  photo: ['jpg', 'jpeg', 'png', 'gif', 'webp'],
  audio: ['mp3', 'm4a', 'wav', 'ogg', 'mp4', 'webm'],
} as const;

/** One file of a kind. */
export function upload(actionId: string, kind: keyof typeof FILES): types.FileInput {
  return { type: 'file_input', action_id: actionId, filetypes: [...FILES[kind]], max_files: 1 };
}

/** A menu whose choices are suggested while somebody types in it. */
export function suggested(actionId: string, chosen?: Choice): types.ExternalSelect {
  const fits = chosen !== undefined && chosen.id !== '' && chosen.id.length <= LIMITS.optionValue;
  return {
    type: 'external_select',
    action_id: actionId,
    min_query_length: 0,
    ...(fits && { initial_option: option(chosen.id, chosen.name) }),
  };
}

/** One choice of a menu; its text is cut to what Slack shows. */
export function option(value: string, text: string): types.PlainTextOption {
  return { value, text: plainText(text, LIMITS.optionText) };
}

/** Our own words in a form. */
export const plain = (text: string): types.PlainTextElement => plainText(text, LIMITS.section);
