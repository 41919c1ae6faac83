import type { KlingError } from '../kling/errors.ts';
import type { TextKey } from '../texts.ts';

/** While the queue is paused, one job tries again this often (ms). */
const PROBE_EVERY = 5 * 60_000;

/** Why nothing is started: Kling refused the account. */
export interface Pause {
  /** For people. */
  readonly key: TextKey;
  /** For the operator. */
  readonly operator: string;
  /** ms since the epoch. */
  readonly since: number;
  /** What Kling refused: a look ends the pause that a look began; only a create that succeeds ends the other. */
  readonly by: 'look' | 'create';
}

/** Whether the queue is paused, and when somebody may try whether it still has to be. */
export interface Pausing {
  readonly present: Pause | undefined;
  begin(error: KlingError, by: Pause['by']): void;
  /** Something that Kling had refused went well. */
  end(by: Pause['by']): void;
  /** Whether one job may try now. */
  mayProbe(): boolean;
  /** One job tries. */
  probing(): void;
}

export function pausing(now: () => number, onChange: (pause: Pause | undefined) => void): Pausing {
  let present: Pause | undefined;
  let nextProbe = 0;
  return {
    get present() {
      return present;
    },
    begin(error, by) {
      const began = present;
      present = { key: error.person, operator: error.row.operator, since: began?.since ?? now(), by: began?.by ?? by };
      if (began) return;
      nextProbe = now() + PROBE_EVERY;
      onChange(present);
    },
    end(by) {
      if (!present || (by === 'look' && present.by !== 'look')) return;
      present = undefined;
      onChange(undefined);
    },
    mayProbe: () => now() >= nextProbe,
    probing() {
      nextProbe = now() + PROBE_EVERY;
    },
  };
}
