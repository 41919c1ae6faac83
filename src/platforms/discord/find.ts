import { type APIMessage, Routes, SnowflakeUtil } from 'discord.js';
import type { Place } from '../../jobs/job.ts';
import { lookFrom } from '../clocks.ts';
import type { FindOutcome, Platform, Sought } from '../platform.ts';
import { call } from './call.ts';
import { clockAhead } from './clock-ahead.ts';
import type { OutgoingContext } from './context.ts';
import { isPlaceGone, later } from './errors.ts';
import { reachOf } from './history.ts';
import { LIMITS } from './limits.ts';
import { channelOf, urlOf } from './places.ts';
import { isPost, isVideo, leavesTrace, mayBePost } from './traces.ts';

/** 5,000 messages: a busy channel's hour. A look that would take longer is not taken. */
const PAGES = 50;

/** Within this time a small post that is decided on now surely reaches Discord while that remembers the nonce (ms). */
const AGAIN = LIMITS.nonce / 2;

/**
 * Looks for a post by what shows it (see `traces.ts`), from the newest message back to when it was first tried. A thread is
 * looked through to its beginning, however the clocks stand. That nothing was found is believed once Discord has confirmed that
 * the bot may read there.
 *
 * Where it may not, but may post, and the first try was just now, the answer is `absent` all the same: the post, made again
 * under its key, is then the same message. So it is too for a post that leaves no trace; never for a video, whose file may take
 * minutes to get there.
 */
export function createFind(context: OutgoingContext): Platform['find'] {
  const { rest, posts, uploads, me, now, log } = context;
  const ahead = clockAhead([rest, posts, uploads], now);

  /** Whether a message is older than the first try. */
  function isOlder(message: string, since: number): boolean {
    const from = lookFrom(since, now());
    return from !== undefined && SnowflakeUtil.timestampFrom(message) < from + ahead();
  }

  /** @returns the post's id, or whether all was seen that it could be */
  async function look(to: Place, channel: string, post: Sought, since: number, signal: AbortSignal) {
    let oldest: string | undefined;
    let isSure = true;
    for (let page = 0; page < PAGES; page++) {
      const query = new URLSearchParams({
        limit: String(LIMITS.page),
        ...(oldest !== undefined && { before: oldest }),
      });
      const messages = (await rest.get(Routes.channelMessages(channel), { query, signal })) as APIMessage[];
      const found = messages.find((message) => isPost(message, post, me()));
      if (found) return { found: found.id };
      isSure &&= !messages.some((message) => mayBePost(message, post, me()) && !isOlder(message.id, since));
      if (messages.length < LIMITS.page) return { all: isSure };
      oldest = messages.map(({ id }) => id).reduce((a, b) => (BigInt(a) < BigInt(b) ? a : b));
      if (to.thread === undefined && isOlder(oldest, since)) return { all: isSure };
    }
    return { all: isSure && oldest !== undefined && isOlder(oldest, since) };
  }

  async function search(to: Place, post: Sought, since: number, signal: AbortSignal): Promise<FindOutcome> {
    const channel = channelOf(to);
    if (channel === undefined) return { outcome: 'blind' };
    const { found, all } = await look(to, channel, post, since, signal);
    if (found !== undefined) return { outcome: 'found', sent: { place: to, message: found, url: urlOf(to, found) } };
    const reach = await reachOf(rest, me(), to, now(), signal);
    if (all && reach.reads && leavesTrace(post)) return { outcome: 'absent' };
    const passed = now() - since;
    const isSameAgain = reach.posts && !isVideo(post) && passed >= 0 && passed < AGAIN;
    return { outcome: isSameAgain ? 'absent' : 'blind' };
  }

  /** @param tried when it was last tried (ms); a time that is still to come was told by a clock that was put back */
  function gone(tried: number): FindOutcome {
    const at = tried + LIMITS.nonceAtMost;
    return { outcome: 'gone', ...(now() >= tried && now() < at && { at }) };
  }

  return async (to, post, since, signal) => {
    const called = await call(now, (own) => search(to, post, since, own), signal);
    if ('answer' in called) return called.answer;
    const { trouble } = called;
    log.warn({ key: post.key, trouble }, 'could not look for a post on Discord');
    if (isPlaceGone(trouble)) return gone(post.tried ?? since);
    return trouble.verdict === 'later' || trouble.verdict === 'unclear' ? later(trouble) : { outcome: 'blind' };
  };
}
