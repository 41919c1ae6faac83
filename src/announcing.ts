import { randomBytes, randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Access } from '../commands/access.ts';
import type { Avatar, SpeechGuide } from '../commands/avatar.ts';
import type { Jobs } from '../commands/jobs.ts';
import { type AnnouncementRoom, announcementRoom } from './announcements/room.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { embeddedEngine } from './engine/embedded.ts';
import { incomingDir, type Kept } from './kept.ts';
import { createGuardedFetch, type GuardedFetch } from './media/fetch.ts';
import type { Media } from './media/media.ts';
import type { Platform } from './platforms/platform.ts';

/** Announcements at work at once: each makes one job, or reads one feed. */
const WORKERS = 64;

export interface AnnouncingOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly kept: Kept;
  readonly media: Media;
  readonly avatar: Avatar;
  readonly speech: SpeechGuide;
  readonly access: Access;
  readonly jobs: Jobs;
  /** The time zone of those who name none (IANA). */
  readonly zone: string;
  /** Undefined until it is connected. */
  readonly platform: (name: string) => Platform | undefined;
  /** `SECRET_KEY`, or the one that was made in its place. */
  readonly secret: string;
  /** Where this server is reached. */
  readonly base: () => string;
}

/** The announcements, with an engine and a way out of their own, so that they never wait for jobs, nor jobs for them. */
export interface Announcing {
  readonly room: AnnouncementRoom;
  /** Resolves once nothing is under way; `graceMs` for what is. */
  stop(graceMs: number): Promise<void>;
}

export function createAnnouncing({ config, kept, base, ...options }: AnnouncingOptions): Announcing {
  const { clock, log } = options;
  const { perDay, lateMinutes, feedHosts } = config.announcements;
  const fetch = feedFetch(feedHosts);
  const engine = embeddedEngine({
    clock,
    concurrency: WORKERS,
    onError: (key, err, failures) => log.error({ key, err, failures }, 'an announcement failed; it is tried again'),
  });
  const room = announcementRoom({
    ...options,
    engine,
    fetch,
    tables: kept.announcements,
    lists: kept.lists,
    blobs: kept.blobs,
    records: kept.records,
    ledger: kept.ledger,
    hookUrl: (id) => `${base()}/hooks/${id}`,
    dir: incomingDir(config),
    perDay,
    late: lateMinutes * 60_000,
    maxVideoSeconds: config.ceilings.maxVideoSeconds,
    random: Math.random,
    randomId: randomUUID,
    randomBytes,
  });
  return {
    room,
    async stop(graceMs) {
      await room.stop(graceMs);
      await fetch.close();
    },
  };
}

/** Feeds are strangers' addresses, save on the hosts that the operator named: by `host`, on either of the usual ports, or by `host:port`. */
function feedFetch(hosts: readonly string[]): GuardedFetch {
  const trusted = hosts.flatMap((host) => (host.includes(':') ? [host] : [`${host}:80`, `${host}:443`]));
  return createGuardedFetch({ trusted: new Set(trusted.map((host) => host.toLowerCase())) });
}
