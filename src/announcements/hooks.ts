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
import { isAuthentic } from './hook-signature.ts';
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

/** Headers by which senders tell one call from another, the surest first. */
const DELIVERY_HEADERS = ['webhook-id', 'x-github-delivery', 'x-gitlab-event-uuid', 'idempotency-key'] as const;

/** Each delivery of a hook becomes one job, however often it comes; one that was refused may come again. */
export function createHooks(options: Options): Hooks & {
  /** Forgets deliveries that are long over. @throws StoreError */
  sweep(): Promise<void>;
} {
  const { announcements, occurrences, secrets, seal, clock, log } = options;
  const deliveries = createDeliveries(options.deliveries, clock);

  return {
    async take(call) {
      const { announcement, source } = hookOf(call.id);
      await authenticate(call);
      if (announcement.paused) throw new Refusal('conflict', 'hook_paused');
      const payload = await readHookBody(call.header('content-type'), call.body);
      if (!isAnnounced(source, payload, call.header)) return { outcome: 'nothing' };
      refuseSilence(announcement, payload);

      const sent = sentAs(call);
      const shown = sent && /^[\x21-\x7e]{1,100}$/.test(sent.id) ? sent.id : undefined;
      const cause = { kind: 'hook', ...(shown !== undefined && { delivery: shown }) } as const;
      const called = { hook: call.id, body: call.body, ...(sent && { delivery: `${sent.header} ${sent.id}` }) };
      const said = await deliveries.take(called, ({ key, at }) =>
        occurrences.say({ announcement, key, at, cause, view: payload }),
      );
      return { outcome: 'made', ...said };
    },

    sweep: () => deliveries.sweep(),
  };

  function hookOf(id: string): { announcement: Announcement; source: SourceName } {
    const announcement = announcements.get(id);
    if (announcement?.trigger.kind !== 'hook') throw new Refusal('missing', 'hook_missing');
    return { announcement, source: announcement.trigger.source };
  }

  async function authenticate({ id, header, body }: HookCall): Promise<void> {
    const sealed = await secrets.get(id);
    if (sealed === undefined || !isAuthentic(opened(sealed, id), body, header, clock.now())) {
      throw new Refusal('unauthorized', 'hook_unauthorized');
    }
  }

  function opened(sealed: string, id: string): string {
    try {
      return seal.open(sealed, id);
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      log.warn({ err: error, announcement: id }, 'the secret of a hook cannot be opened: give the hook a new one');
      throw new Refusal('unavailable', 'hook_secret_lost');
    }
  }
}

/** Says what is missing where a hook for plain text, which says just that, is given none. */
function refuseSilence({ words, trigger }: Announcement, { text }: Payload): void {
  const isPlain = trigger.kind === 'hook' && trigger.source === 'text' && words === defaultWords(trigger);
  if (isPlain && (typeof text !== 'string' || text.trim() === '')) throw new Refusal('input', 'hook_text_missing');
}

/** The sender's id of the call, with the header that gives it. */
function sentAs({ header }: HookCall) {
  for (const name of DELIVERY_HEADERS) {
    const id = header(name)?.trim();
    if (id) return { header: name, id };
  }
  return undefined;
}
