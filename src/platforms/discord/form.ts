import { openAsBlob } from 'node:fs';
import { extname } from 'node:path';
import type { RESTPostAPIChannelMessageJSONBody } from 'discord.js';
import type { PostFile } from '../platform.ts';
import { LIMITS } from './limits.ts';

const TYPES: Readonly<Record<string, string>> = { '.mp4': 'video/mp4', '.png': 'image/png', '.jpg': 'image/jpeg' };

/** A request's body as discord.js's REST takes one that is ready to be sent. */
export interface FormRequest {
  readonly body: FormData;
  readonly passThroughBody: true;
}

/**
 * A message with a file, as a form. The file is read from the disk while it is sent: the library's own `files` keep all of it
 * in memory, twice. A request can be repeated with the same form.
 */
export async function withFile(
  message: RESTPostAPIChannelMessageJSONBody,
  { path, name, alt }: PostFile,
): Promise<FormRequest> {
  const description = alt.slice(0, LIMITS.altText).toWellFormed();
  const body = new FormData();
  body.append('payload_json', JSON.stringify({ ...message, attachments: [{ id: '0', filename: name, description }] }));
  body.append('files[0]', await openAsBlob(path, { type: TYPES[extname(name)] ?? 'application/octet-stream' }), name);
  return { body, passThroughBody: true };
}
