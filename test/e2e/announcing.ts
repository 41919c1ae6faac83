import type { Channel } from '../fakes/discord/places.ts';
import { type Problem, problem } from './api.ts';
import type { House } from './discord/kit.ts';
import { smallPhoto } from './kling.ts';

export const API_TOKEN = 'a-token-for-the-api-0123456789';

/** A hook, as whoever sets it up is told once. */
export interface Hook {
  /** Of its announcement. */
  readonly id: string;
  readonly url: string;
  readonly secret: string;
}

/** An answer of the API that is no problem. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is for each test to say
  readonly body: any;
}

/** Headers by which a caller shows a hook's secret itself. */
export const bearer = ({ secret }: Pick<Hook, 'secret'>) => ({ authorization: `Bearer ${secret}` });

/** The API of a house's bot, as a script with the token uses it. */
export function scripting(house: () => Pick<House, 'bot' | 'guild' | 'channel'>) {
  const request = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(house().bot.url + path, {
      method,
      headers: {
        authorization: `Bearer ${API_TOKEN}`,
        ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });

  async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await request(method, path, body);
    const text = await answer.text();
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  const target = ({ id }: { readonly id: string } = house().channel) => ({
    platform: 'discord',
    space: house().guild.id,
    channel: id,
  });

  return {
    ask,
    target,
    space: () => `discord:${house().guild.id}`,
    refused: (method: string, path: string, body?: unknown): Promise<Problem> => problem(request(method, path, body)),
    /** Saves a presenter. @returns its id */
    async presenter(name: string, fields: Readonly<Record<string, string | Blob>> = {}): Promise<string> {
      const form = new FormData();
      const all = { photo: await smallPhoto(), space: `discord:${house().guild.id}`, name, ...fields };
      for (const [field, value] of Object.entries(all)) form.append(field, value);
      return (await ask('POST', '/api/presenters', form)).body.id;
    },
    /** Sets up an announcement by a hook of these fields. */
    async hook(name: string, source: string, more: Readonly<Record<string, unknown>> = {}): Promise<Hook> {
      const wanted = { name, presenter: 'Ada', target: target(), trigger: { kind: 'hook', source }, ...more };
      const { body } = await ask('POST', '/api/announcements', wanted);
      return { id: body.id, ...body.hook };
    },
  };
}

/** Calls a hook. @param body JSON, unless it is text or bytes already */
export function callHook(
  { url }: Pick<Hook, 'url'>,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const isReady = typeof body === 'string' || body instanceof Blob;
  return fetch(url, {
    method: 'POST',
    body: isReady ? body : JSON.stringify(body),
    headers: { ...(!isReady && { 'content-type': 'application/json' }), ...headers },
  });
}

/** What a hook answered, once it was called. */
export async function taken(calling: Promise<Response>): Promise<Answer> {
  const answer = await calling;
  return { status: answer.status, body: await answer.json() };
}

/** The videos that were ever posted in a channel, by what is said in them. */
export const wordsIn = (channel: Channel): readonly string[] =>
  channel
    .history()
    .filter(({ files }) => files.some(({ name }) => name.endsWith('.mp4')))
    .map(({ content }) => content);
