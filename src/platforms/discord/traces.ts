import {
  type APIComponentInMessageActionRow,
  type APIMessage,
  type APIMessageTopLevelComponent,
  ComponentType,
} from 'discord.js';
import type { Sought } from '../platform.ts';
import { readAction } from './components.ts';

/**
 * Whether a message of the bot's is the post with this key. A video shows by its file's name, or by a link that ends in it; a
 * status message by the buttons that name its job. Discord does not say that it gives a nonce back later on; where it does, that
 * settles it.
 */
export function isPost(message: APIMessage, { key, file }: Sought): boolean {
  if (message.nonce !== undefined && String(message.nonce) === key) return true;
  const job = key.slice(0, -1);
  const video =
    message.attachments.some(({ filename }) => filename === (file?.name ?? `${job}.mp4`)) || links(message, job);
  if (file || key.endsWith('v')) return video;
  return key.endsWith('s') && !video && names(message.components ?? [], job);
}

/** Whether a post would show by more than its nonce. A word to somebody does not: there is nowhere to put its key. */
export function leavesTrace({ key, file }: Sought): boolean {
  return file !== undefined || /[sv]$/.test(key);
}

function links({ content, components = [] }: APIMessage, job: string): boolean {
  const addresses = pressable(components).flatMap((each) => ('url' in each ? each.url : []));
  const video = new RegExp(`/${job}(?:\\.[a-z]+)?\\.mp4\\b`);
  return [content, ...addresses].some((text) => video.test(text));
}

function names(components: readonly APIMessageTopLevelComponent[], job: string): boolean {
  return pressable(components).some((each) => 'custom_id' in each && readAction(each.custom_id)?.subject === job);
}

function pressable(components: readonly APIMessageTopLevelComponent[]): APIComponentInMessageActionRow[] {
  return components.flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []));
}
