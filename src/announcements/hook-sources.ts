import type { SourceName } from '../../commands/sources.ts';
import { Refusal } from '../refusal.ts';
import type { HeaderOf } from '../standard-webhook.ts';
import { isObject, type Payload } from './hook-body.ts';

/** Whether a call reports what is announced. @throws Refusal for what its source never sends */
type Judge = (payload: Payload, header: HeaderOf) => boolean;

/** Of all that a source reports, what is announced. */
const JUDGES: Readonly<Record<SourceName, Judge>> = {
  text: () => true,

  // https://docs.github.com/en/webhooks/webhook-events-and-payloads#release
  'github-release'({ action, release }, header) {
    const event = header('x-github-event') ?? (isObject(release) ? 'release' : undefined);
    if (event === undefined) throw new Refusal('input', 'hook_unlike_github');
    return event === 'release' && action === 'published' && isObject(release) && release.draft !== true;
  },

  // https://docs.gitlab.com/user/project/integrations/webhook_events/#release-events
  'gitlab-release'({ object_kind: kind, action }) {
    if (typeof kind !== 'string') throw new Refusal('input', 'hook_unlike_gitlab');
    return kind === 'release' && action === 'create';
  },

  // https://prometheus.io/docs/alerting/latest/configuration/#webhook_config; `state` is of Grafana's
  alert({ status, state }) {
    if (typeof status !== 'string' && typeof state !== 'string') throw new Refusal('input', 'hook_unlike_alert');
    return typeof status === 'string' ? status === 'firing' : state === 'alerting';
  },
};

/**
 * Whether a call of a hook is announced; false for what is understood and nothing to be announced: a ping, an alert that is over.
 * @throws Refusal `input`
 */
export const isAnnounced = (source: SourceName, payload: Payload, header: HeaderOf): boolean =>
  JUDGES[source](payload, header);
