import { randomBytes } from 'node:crypto';
import { SlackError } from './call.ts';
import type { Interaction } from './interactions.ts';

/** ms that a trigger id is good for (docs.slack.dev/interactivity/handling-user-interaction). */
const LIFETIME = 3_000;

/** The ids by which an app may show somebody a view, once, right after they did something. */
export interface Triggers {
  issue(interaction: Interaction): string;
  /**
   * What the person did whom a view may now be shown to.
   * @throws SlackError `invalid_trigger_id`, `expired_trigger_id`, `exchanged_trigger_id`
   */
  exchange(id: unknown): Interaction;
}

export function createTriggers(now: () => number): Triggers {
  const issued = new Map<string, { readonly interaction: Interaction; readonly at: number; exchanged: boolean }>();
  let count = 0;
  return {
    issue(interaction) {
      count += 1;
      const id = `${1_000_000_000 + count}.${Math.floor(now())}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { interaction, at: now(), exchanged: false });
      return id;
    },
    exchange(id) {
      const found = typeof id === 'string' ? issued.get(id) : undefined;
      if (!found) throw new SlackError('invalid_trigger_id');
      if (found.exchanged) throw new SlackError('exchanged_trigger_id');
      if (now() - found.at > LIFETIME) throw new SlackError('expired_trigger_id');
      found.exchanged = true;
      return found.interaction;
    },
  };
}
