import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Announcement, Announcements } from '../../commands/announcements.ts';
import type { HookCall, Hooks } from '../../commands/hooks.ts';
import type { SourceName } from '../../commands/sources.ts';
import type { Clock } from '../clock.ts';
import { Refusal } from '../refusal.ts';
import { type Seal, SealError } from '../seal.ts';
import type { Namespace } from '../store/namespace.ts';
import { createDeliveries, type Delivery } from './deliveries.ts';
import { type Payload, readHookBody } from './hook-body.ts';
import { type Proof, proofOf } from './hook-signature.ts';
import { isAnnounced } from './hook-sources.ts';
import type { Occurrences } from './occurrence.ts';
import { defaultWords } from './source-words.ts';

interface Options {
  readonly announcements: Pick<Announcements, 'get'>;
  readonly occurrences: Pick<Occurrences, 'say'>;
  /** Sealed, by the id of the announcement, about which they are. */
  readonly secrets: Pick<Namespace<string>, 'get'>;
  readonly deliveries: Namespace<Delivery>;
  readonly seal: Pick<Seal, 'open'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
}

/** Headers in which senders give a call an id of its own, the surest first. */
const DELIVERY_HEADERS = ['webhook-id', 'x-github-delivery', 'idempotency-key'] as const;

/** How often it is logged at most why calls of one hook are not let in (ms): strangers must not fill the log. */
const LOGGED = 60_000;

/** Each delivery of a hook becomes one job, however often it comes; one that was refused may come again. */
export function createHooks(options: Options): Hooks & {
  /** Forgets deliveries that are long over, until the signal aborts. @throws StoreError */
  sweep(signal: AbortSignal): Promise<void>;
} {
  const { announcements, occurrences, secrets, seal, clock, log } = options;
  const deliveries = createDeliveries(options.deliveries, clock);
  /** When it was last logged of each hook (ms). */
  const logged = new Map<string, number>();

  return {
    async take(call) {
      const { announcement, source } = hookOf(call.id);
      const proof = await authenticate(call);
      if (announcement.paused) throw new Refusal('conflict', 'hook_paused');
      const payload = await readHookBody(call.header('content-type'), call.body);
      if (!isAnnounced(source, payload, call.header)) return { outcome: 'nothing' };
      refuseSilence(announcement, payload);

      const sent = sentAs(call);
      const shown = sent && /^[\x21-\x7e]{1,100}$/.test(sent.id) ? sent.id : undefined;
      const cause = { kind: 'hook', ...(shown !== undefined && { delivery: shown }) } as const;
      const called = {
        hook: call.id,
        body: call.body,
        isIdUnsigned: proof === 'body',
        ...(sent && { delivery: sent.key }),
      };
      const said = await deliveries.take(called, ({ key, at }) =>
        occurrences.say({ announcement, key, at, cause, view: payload }),
      );
      return { outcome: 'made', ...said };
    },

    sweep: (signal) => deliveries.sweep(signal),
  };

  function hookOf(id: string): { announcement: Announcement; source: SourceName } {
    const announcement = announcements.get(id);
    if (announcement?.trigger.kind !== 'hook') throw new Refusal('missing', 'hook_missing');
    return { announcement, source: announcement.trigger.source };
  }

  async function authenticate({ id, header, body }: HookCall): Promise<Proof> {
    const sealed = await secrets.get(id);
    const proof = sealed === undefined ? undefined : proofOf(opened(sealed, id), body, header, clock.now());
    if (proof !== undefined) return proof;
    seldom(id, () => log.info({ announcement: id }, 'a call of a hook does not show that it knows the secret'));
    throw new Refusal('unauthorized', 'hook_unauthorized');
  }

  function opened(sealed: string, id: string): string {
    try {
      return seal.open(sealed, id);
    } catch (err) {
      if (!(err instanceof SealError)) throw err;
      seldom(id, () =>
        log.warn({ err, announcement: id }, 'the secret of a hook cannot be opened: give the hook a new one'),
      );
      throw new Refusal('unavailable', 'hook_secret_lost');
    }
  }

  function seldom(id: string, act: () => void): void {
    const now = clock.now();
    if (Math.abs(now - (logged.get(id) ?? Number.NEGATIVE_INFINITY)) < LOGGED) return;
    logged.set(id, now);
    act();
  }
}

/** Says what is missing where a hook for plain text, which says just that, is given none. */
function refuseSilence({ words, trigger }: Announcement, { text }: Payload): void {
  const isPlain = trigger.kind === 'hook' && trigger.source === 'text' && words === defaultWords(trigger);
  if (isPlain && (typeof text !== 'string' || text.trim() === '')) throw new Refusal('input', 'hook_text_missing');
}

/** The sender's id of the call, and what tells the call from others by it. */
function sentAs({ header, body }: HookCall) {
  for (const name of DELIVERY_HEADERS) {
    const id = header(name)?.trim();
    if (id) return { id, key: `${name} ${id}` };
  }
  // one for all calls that follow from one another: https://docs.gitlab.com/user/project/integrations/webhooks/#delivery-headers
  const id = header('x-gitlab-event-uuid')?.trim();
  return id ? { id, key: `x-gitlab-event-uuid ${id} ${createHash('sha256').update(body).digest('hex')}` } : undefined;
}
