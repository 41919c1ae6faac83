import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Engine } from '../engine/engine.ts';
import type { Place, Requester } from '../jobs/job.ts';
import { postOnce } from '../jobs/post-once.ts';
import type { Button, Line } from '../platforms/message.ts';
import type { Platform } from '../platforms/platform.ts';
import { keysOf } from '../store/keys.ts';
import type { Namespace } from '../store/namespace.ts';
import { idOf } from './ids.ts';

/** Something that a person is told alone, once. */
export interface Telling {
  readonly id: string;
  readonly to: Requester;
  /** A place of the space that it is about. */
  readonly place: Place;
  readonly lines: readonly Line[];
  readonly buttons?: readonly Button[];
  /** ms */
  readonly createdAt: number;
  /** When it was first tried (ms); absent while it surely is not there. */
  readonly since?: number;
}

/** What is to be told. The same `cause` and `at` tell it once. */
export interface ToTell extends Pick<Telling, 'to' | 'place' | 'lines' | 'buttons'> {
  readonly cause: string;
  /** The cause's own time (ms). */
  readonly at: number;
}

export interface Tellings {
  /** Resolves once it is kept; it is told behind. @throws StoreError */
  tell(what: ToTell): Promise<void>;
  /** Ids of those that are not told yet. @throws StoreError */
  open(): Promise<readonly string[]>;
  /** One try. @returns when to try again (ms) @throws the signal's reason, StoreError */
  step(id: string, signal: AbortSignal): Promise<number | undefined>;
}

export interface TellingsOptions {
  readonly table: Namespace<Telling>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly engine: Pick<Engine, 'wake'>;
  readonly platform: (name: string) => Platform | undefined;
}

/** Who stands for nobody on a platform: what is set up over HTTP without an owner is theirs. */
export const NOBODY = 'api';

/** For so long it is tried to tell something (ms); after that it is no news any more. */
const WORTH = 7 * 86_400_000;

/** Until a try that failed is made again (ms), where the platform names no time. */
const AGAIN = 60_000;

/** How often a platform that is not connected is looked for (ms); one that connects is used at once. */
const LOOK_AGAIN = 300_000;

/** @param now ms */
export function tellingOf({ cause, at, to, place, lines, buttons }: ToTell, now: number): Telling {
  return { id: idOf('t', { key: cause, at }), to, place, lines, ...(buttons && { buttons }), createdAt: now };
}

export function createTellings({ table, clock, log, engine, platform }: TellingsOptions): Tellings {
  async function drop(id: string, why: string): Promise<undefined> {
    log.warn({ telling: id }, why);
    await table.delete(id);
  }

  return {
    async tell(what) {
      const telling = tellingOf(what, clock.now());
      const { id } = telling;
      if (what.to.person === NOBODY) {
        log.warn({ telling: id, sentences: what.lines.map(({ key }) => key) }, 'there is nobody to be told this');
        return;
      }
      if (await table.get(id)) return;
      await table.set(id, telling);
      engine.wake(id);
    },

    open: () => keysOf(table),

    async step(id, signal) {
      const telling = await table.get(id);
      if (!telling) return undefined;
      const { to, place, lines, buttons, since } = telling;
      if (clock.now() - telling.createdAt > WORTH) return drop(id, 'somebody could not be told this for a week');
      const there = platform(place.platform);
      if (!there) return clock.now() + LOOK_AGAIN;
      const direct = await there.openDirect(to.person, place, signal);
      if (direct.outcome === 'closed') return drop(id, 'a person takes no direct messages, and was not told this');
      if (direct.outcome === 'later') return direct.at ?? clock.now() + AGAIN;
      const message = { locale: to.locale ?? 'en', lines, ...(buttons && { buttons }) };
      const told = await postOnce({
        platform: there,
        to: direct.place,
        post: { key: `${id}n`, message },
        since,
        keep: async (first) => {
          const { since: _, ...rest } = telling;
          await table.set(id, first === undefined ? rest : { ...rest, since: first });
        },
        now: clock.now,
        signal,
      });
      switch (told.outcome) {
        case 'posted':
          await table.delete(id);
          return undefined;
        case 'nowhere':
        case 'blind':
          return drop(id, 'a person could not be told this, or it cannot be known');
        case 'unclear':
          return clock.now() + AGAIN;
        case 'later':
          return told.at ?? clock.now() + AGAIN;
      }
    },
  };
}
