import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { PrivateWay } from '../answers.ts';
import { described } from '../described.ts';
import { insist, isLater, type Later } from '../insist.ts';
import type { Message } from '../message.ts';
import { causeOf, isUnsent } from '../network.ts';
import { errorName } from './error-name.ts';
import type { IsSlacks } from './hosts.ts';
import type { Rendered } from './render.ts';

/** How long a `response_url` is good (ms; facts/slack.md), less what a request may take. */
export const RESPONSE_LIFE = 30 * 60_000 - 20_000;

/** How often it may be posted to (facts/slack.md). */
const POSTS = 5;

const TIMEOUT = 15_000;

/** Answers of an address that takes no more. */
const DEAD: ReadonlySet<string> = new Set(['expired_url', 'used_url', 'no_service', 'message_not_found']);

const responseUrl = z.object({
  /** The workspace that it belongs to. */
  team: z.string(),
  url: z.string(),
  /** When it ends (ms). */
  until: z.number(),
  /** What was pressed is a message that this person alone sees: the answer comes in its place. */
  replaces: z.literal(true).exactOptional(),
});

/** The way in which one interaction can be answered to the person alone. Holds a secret: never to be logged. */
export type ResponseUrl = z.infer<typeof responseUrl>;

export const ownOf = (response: ResponseUrl): string => JSON.stringify(response);

export interface ResponseUrlOptions {
  /** A message as Slack shows it in a workspace. */
  readonly render: (team: string, message: Message) => Promise<Rendered>;
  readonly isSlacks: IsSlacks;
  readonly clock: Clock;
  readonly log: Logger;
  /** The platform's. */
  readonly signal: AbortSignal;
}

type Said = 'done' | 'dead' | Later | { readonly refused: string };

/** Slack tells no time there. */
const LATER: Later = { later: undefined };

/**
 * Answers by an interaction's `response_url`, also where the bot is no member: messages that the person alone sees, and no files.
 * Where what they pressed was such a message itself, what is said takes its place; else every answer is a message of its own. One that was lost on the way is said again, so that they may see it twice.
 * @param own as {@link ownOf} wrote it
 */
export function responseUrlWay(own: string, { render, isSlacks, clock, log, signal }: ResponseUrlOptions): PrivateWay {
  const { team, url, until, replaces } = responseUrl.parse(JSON.parse(own));
  const address = URL.parse(url);
  let left = POSTS;

  async function post(body: Readonly<Record<string, unknown>>): Promise<Said> {
    if (address === null || !isSlacks(address) || left === 0 || clock.now() >= until) return 'dead';
    left -= 1;
    try {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
      });
      return judge(response.status, await response.text());
    } catch (error) {
      signal.throwIfAborted();
      // surely not sent, so that it does not count
      if (isUnsent(causeOf(error))) left += 1;
      log.info({ err: described(error) }, 'an answer to an interaction on Slack was not taken; trying again');
      return LATER;
    }
  }

  async function send(body: Readonly<Record<string, unknown>>): Promise<boolean> {
    const said = await insist(clock, signal, () => post(body));
    if (typeof said === 'object' && !isLater(said)) {
      log.error({ error: said.refused }, 'Slack does not take an answer to an interaction');
    }
    return said === 'done';
  }

  return {
    async say(message, file) {
      if (file) return false;
      const { text, blocks } = await render(team, message);
      const place = replaces ? { replace_original: true } : { response_type: 'ephemeral', replace_original: false };
      return send({ ...place, text, blocks });
    },

    async remove() {
      if (replaces) await send({ delete_original: true });
    },
  };
}

function judge(status: number, text: string): Said {
  if (status === 429 || status >= 500) return LATER;
  const error = errorIn(text);
  if (error === undefined && status === 200) return 'done';
  if (status === 404 || status === 410 || DEAD.has(error ?? '')) return 'dead';
  return { refused: error ?? String(status) };
}

/** What Slack says is wrong; it says “ok” in words or in JSON where nothing is. */
function errorIn(text: string): string | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  const answer = z.object({ ok: z.boolean(), error: z.string().optional() }).safeParse(tryParse(text)).data;
  if (answer?.ok !== false) return undefined;
  return errorName(answer.error) ?? 'garbled';
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
