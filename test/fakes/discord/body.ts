import { DiscordError } from './errors.ts';

/** A file that came with a request, under its number. */
export interface UploadedFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface Body {
  readonly json: unknown;
  readonly files: ReadonlyMap<string, UploadedFile>;
}

/** Takes a request's body apart: JSON, or a form of `payload_json` and `files[n]`. @throws DiscordError 50109, 50035 */
export async function parseBody(bytes: Buffer<ArrayBuffer>, contentType = ''): Promise<Body> {
  const files = new Map<string, UploadedFile>();
  if (bytes.length === 0) return { json: undefined, files };
  if (contentType.startsWith('application/json')) return { json: parseJson(bytes.toString()), files };
  if (!contentType.startsWith('multipart/form-data')) throw new DiscordError(50109);
  const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  for (const [key, value] of form) {
    if (typeof value === 'string') continue;
    const number = /^files\[(\d+)\]$/.exec(key)?.[1];
    if (number === undefined)
      throw new DiscordError(50035, [{ path: [key], code: 'UNKNOWN_PART', message: 'Files are files[n].' }]);
    files.set(number, { name: value.name, contentType: value.type, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  const payload = form.get('payload_json');
  return { json: typeof payload === 'string' ? parseJson(payload) : {}, files };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new DiscordError(50109);
    throw error;
  }
}
