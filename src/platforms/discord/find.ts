import { type APIMessage, Routes, SnowflakeUtil } from 'discord.js';
import type { Place } from '../../jobs/job.ts';
import type { FindOutcome, Platform, Sought } from '../platform.ts';
import { call } from './call.ts';
import type { OutgoingContext } from './context.ts';
import { reachOf } from './history.ts';
import { LIMITS } from './limits.ts';
import { channelOf, urlOf } from './places.ts';
import { isPost, leavesTrace } from './traces.ts';

/** How far this clock and Discord's may be apart (ms). */
const CLOCKS_APART = 300_000;

/** 20,000 messages: a busy channel's day. A look that would take longer is not taken. */
const PAGES = 200;

/**
 * Looks for a post by what shows it (see `traces.ts`), from a little before it was first tried to the newest message. That
 * nothing was found is believed once Discord has confirmed that the bot may read there.
 *
 * Where it may not, but may post, and less than `LIMITS.nonce` has passed since the first try, the answer is `absent` all
 * the same: the post, made again under its key, is then the same message. So it is too for a post that leaves no trace.
 */
export function createFind(context: OutgoingContext): Platform['find'] {
  const { rest, me, now, log } = context;

  async function look(channel: string, post: Parameters<Platform['find']>[1], since: number, signal: AbortSignal) {
    let after = SnowflakeUtil.generate({ timestamp: since - CLOCKS_APART, increment: 0n, processId: 0n, workerId: 0n });
    for (let page = 0; page < PAGES; page++) {
      const query = new URLSearchParams({ after: String(after), limit: String(LIMITS.page) });
      const messages = (await rest.get(Routes.channelMessages(channel), { query, signal })) as APIMessage[];
      const found = messages.find((message) => message.author.id === me() && isPost(message, post));
      if (found || messages.length < LIMITS.page) return { found };
      after = messages.map(({ id }) => BigInt(id)).reduce((newest, id) => (id > newest ? id : newest));
    }
    return { tooFar: true } as const;
  }

  async function search(to: Place, post: Sought, since: number, signal: AbortSignal): Promise<FindOutcome> {
    const channel = channelOf(to);
    if (channel === undefined) return { outcome: 'blind' };
    const looked = await look(channel, post, since, signal);
    if ('tooFar' in looked) return { outcome: 'blind' };
    const message = looked.found?.id;
    if (message !== undefined) return { outcome: 'found', sent: { place: to, message, url: urlOf(to, message) } };
    const reach = await reachOf(rest, me(), to, now(), signal);
    const sameAgain = reach.posts && now() - since < LIMITS.nonce;
    return { outcome: (reach.reads && leavesTrace(post)) || sameAgain ? 'absent' : 'blind' };
  }

  return async (to, post, since, signal) => {
    const called = await call(now, (own) => search(to, post, since, own), signal);
    if ('answer' in called) return called.answer;
    const { verdict, at } = called.trouble;
    log.warn({ key: post.key, trouble: called.trouble }, 'could not look for a post on Discord');
    if (verdict !== 'later' && verdict !== 'unclear') return { outcome: 'blind' };
    return { outcome: 'later', ...(at !== undefined && { at }) };
  };
}
