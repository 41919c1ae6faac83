import { expect } from 'vitest';
import type { Asked } from '../../fakes/discord/asked.ts';
import type { OptionValues } from '../../fakes/discord/options.ts';
import type { Person } from '../../fakes/discord/people.ts';
import type { Channel } from '../../fakes/discord/places.ts';
import type { GuildOptions } from '../../fakes/discord/servers.ts';
import type { MessageView } from '../../fakes/discord/views.ts';
import { eventually, photo, told, videosIn } from './kit.ts';
import type { Corner, SharedHouse } from './shared.ts';

/** A server in which Ada may manage messages, with a presenter called Bo. */
export interface Stage extends Corner {
  /** Where it is announced; an announcement channel of Discord's where the stage was made with one. */
  readonly news: Channel;
  /** Ada asks for something, with `/announce` or `/presenter` and what is behind it. @returns what she alone is told */
  ask(what: string, options?: OptionValues): Promise<string>;
  /** The same. @returns the answer as it is shown */
  asks(what: string, options?: OptionValues): Promise<MessageView>;
}

/** Everything that is posted in a stage's news, once so many videos are there. */
export async function videos(news: Channel, count: number): Promise<readonly MessageView[]> {
  await expect.poll(() => videosIn(news).length).toBe(count);
  return videosIn(news);
}

/** The video with these words. */
export const announced = (news: Channel, words: string): Promise<MessageView> =>
  eventually(() => videosIn(news).find((video) => plainly(video).includes(words)));

/** The answer to what somebody asked, once it is there. */
export async function answered(asked: Asked): Promise<MessageView> {
  await told(asked);
  if (!asked.original) throw new Error('nothing was answered');
  return asked.original;
}

interface StageOptions extends GuildOptions {
  readonly people?: readonly Person[];
  readonly news?: 'text' | 'announcement';
}

export async function stage(
  shared: SharedHouse,
  { people = [], news: type = 'text', ...options }: StageOptions = {},
): Promise<Stage> {
  const { ada } = shared;
  const { guild, channel } = shared.corner(people, options);
  guild.member(ada, { permissions: ['ManageMessages'] });
  const news = guild.channel({ name: 'news', type });
  const asks: Stage['asks'] = (what, given) => answered(ada.slash(channel, what, given));
  const ask: Stage['ask'] = (what, given) => told(ada.slash(channel, what, given));
  expect(await ask('presenter add', { name: 'Bo', photo: await photo() })).toContain('“Bo” is saved');
  return { guild, channel, news, ask, asks };
}

/** What a message says, as it is read: without the signs that keep it plain. */
export const plainly = ({ content }: Pick<MessageView, 'content'>): string => content.replace(/\\([^\w\s])/g, '$1');

/** A hook's address and secret, as the answer that sets it up tells them. */
export function hookIn(answer: Pick<MessageView, 'content'>): { readonly url: string; readonly secret: string } {
  const content = plainly(answer);
  const [url] = /http:\/\/[\w.:-]+\/hooks\/\w+/.exec(content) ?? [];
  const [secret] = /whsec_[\w+/=]+/.exec(content) ?? [];
  if (!url || !secret) throw new Error(`no hook is told: ${content}`);
  return { url, secret };
}

/** Calls a hook with its secret as a bearer token. */
export const call = (hook: ReturnType<typeof hookIn>, body: unknown): Promise<Response> =>
  fetch(hook.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${hook.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
