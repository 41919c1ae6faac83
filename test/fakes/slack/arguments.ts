import type { IncomingHttpHeaders } from 'node:http';
import { isObject, type Loose } from '../loose.ts';
import { SlackError } from './call.ts';
import type { MethodSpec } from './spec.ts';

/** Arguments as they came: texts of a form, or the values of a JSON body. */
export interface Given {
  readonly values: Loose;
  readonly isJson: boolean;
}

/** Takes a request apart, in any of the three shapes that Slack reads. @throws SlackError `invalid_json`, `invalid_post_type` */
export async function given(url: URL, bytes: Buffer<ArrayBuffer>, headers: IncomingHttpHeaders): Promise<Given> {
  const type = headers['content-type'] ?? '';
  const query = Object.fromEntries(url.searchParams);
  if (bytes.length === 0) return { values: query, isJson: false };
  if (type.startsWith('application/x-www-form-urlencoded'))
    return { values: { ...query, ...Object.fromEntries(new URLSearchParams(bytes.toString())) }, isJson: false };
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
    return { values: { ...query, ...Object.fromEntries(form) }, isJson: false };
  }
  if (!type.startsWith('application/json')) throw new SlackError('invalid_post_type');
  const body = parsed(bytes.toString());
  if (!isObject(body)) throw new SlackError('json_not_object');
  return { values: { ...query, ...body }, isJson: true };
}

/** Arguments that are JSON in a text, whatever the schema calls them. */
const JSON_TEXTS = new Set(['blocks', 'attachments', 'metadata', 'view', 'files', 'file_ids']);
/** And those that handlers rely on, also where there is no schema at hand. */
const BOOLEANS = /^(include_\w+|unfurl_\w+|inclusive|return_im|exclude_archived|test)$/;
const NUMBERS = /^(limit|length)$/;

export interface Decoded {
  /** What the schema is compared with: JSON stays a text where the schema wants a text. */
  readonly wire: Loose;
  /** What handlers work with. */
  readonly args: Loose;
}

/** Numbers, booleans and JSON out of a form's texts. @throws SlackError `invalid_arguments` where JSON is broken */
export function decode({ values }: Given, spec: MethodSpec | undefined): Decoded {
  const wire: Record<string, unknown> = {};
  const args: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const types = spec?.types[name] ?? [];
    const isStructure = JSON_TEXTS.has(name) || types.some((type) => type === 'array' || type === 'object');
    if (isStructure) {
      args[name] = typeof value === 'string' && value !== '' ? structure(name, value) : value;
      wire[name] = asDeclared(value, args[name], types);
    } else {
      args[name] = typed(value, [...types, ...relied(name)]);
      wire[name] = typed(value, types);
    }
  }
  return { wire, args };
}

function relied(name: string): readonly string[] {
  return BOOLEANS.test(name) ? ['boolean'] : NUMBERS.test(name) ? ['number'] : [];
}

function typed(value: unknown, types: readonly string[]): unknown {
  if (typeof value !== 'string') return value;
  if (types.includes('boolean') && /^(true|1)$/i.test(value)) return true;
  if (types.includes('boolean') && /^(false|0)$/i.test(value)) return false;
  if (types.some((type) => type === 'number' || type === 'integer') && /^-?\d+$/.test(value)) return Number(value);
  return value;
}

function asDeclared(value: unknown, decoded: unknown, types: readonly string[]): unknown {
  return types.includes('string') ? (typeof value === 'string' ? value : JSON.stringify(value)) : decoded;
}

function structure(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid(`[ERROR] ${name} is not valid JSON`);
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new SlackError('invalid_json');
    throw error;
  }
}

/** Slack's way to say what is wrong with arguments. */
export function invalid(...messages: readonly string[]): SlackError {
  return new SlackError('invalid_arguments', { response_metadata: { messages } });
}
