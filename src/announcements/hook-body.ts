import { Refusal } from '../refusal.ts';

/** What a hook was called with. */
export type Payload = Readonly<Record<string, unknown>>;

/**
 * Reads the body of a call: JSON, or a form. A form's field `payload` is the payload where it holds JSON, as GitHub sends it.
 * @param type its `Content-Type`
 * @throws Refusal `input`
 */
export async function readHookBody(type: string | undefined, body: Uint8Array): Promise<Payload> {
  if (body.byteLength === 0) throw new Refusal('input', 'hook_body_empty');
  const media = type?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (media === '' || /^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(media)) return objectIn(textOf(body));
  if (media === 'application/x-www-form-urlencoded') {
    const text = textOf(body);
    // what curl calls a form unless it is told otherwise
    return text.trimStart().startsWith('{') ? objectIn(text) : fieldsOf(new URLSearchParams(text));
  }
  if (media === 'multipart/form-data') return fieldsOf(await formOf(type ?? '', body));
  throw new Refusal('input', 'hook_body_type');
}

function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new Refusal('input', 'hook_body_broken');
  }
}

function objectIn(json: string): Payload {
  const value = parsed(json);
  if (value === undefined) throw new Refusal('input', 'hook_body_broken');
  if (!isObject(value)) throw new Refusal('input', 'hook_body_object', { example: '{"text": "…"}' });
  return value;
}

async function formOf(type: string, body: Uint8Array): Promise<Iterable<[string, unknown]>> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'Content-Type': type } }).formData();
  } catch {
    throw new Refusal('input', 'hook_body_broken');
  }
}

/** Files are left out. */
function fieldsOf(form: Iterable<[string, unknown]>): Payload {
  const fields = Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'));
  const { payload } = fields;
  const inner = typeof payload === 'string' ? parsed(payload) : undefined;
  return isObject(inner) ? inner : fields;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

export const isObject = (value: unknown): value is Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
