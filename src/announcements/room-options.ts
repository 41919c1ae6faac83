import type { Logger } from 'pino';
import type { Access } from '../../commands/access.ts';
import type { Announcement } from '../../commands/announcements.ts';
import type { Avatar, SpeechGuide } from '../../commands/avatar.ts';
import type { Jobs } from '../../commands/jobs.ts';
import type { Defaults, Presenter } from '../../commands/presenters.ts';
import type { Clock } from '../clock.ts';
import type { Engine } from '../engine/engine.ts';
import type { Ledger } from '../jobs/ledger.ts';
import type { Records } from '../jobs/records.ts';
import type { Blobs } from '../media/blobs.ts';
import type { GuardedFetch } from '../media/fetch.ts';
import type { Media } from '../media/media.ts';
import type { Platform } from '../platforms/platform.ts';
import type { AppendLists } from '../store/append-list.ts';
import type { Namespace } from '../store/namespace.ts';
import type { Count } from './allowance.ts';
import type { ClockState } from './clock-state.ts';
import type { Delivery } from './deliveries.ts';
import type { Trouble } from './news.ts';
import type { Occurrence } from './occurrence.ts';
import type { Telling } from './tellings.ts';

/** A table each, of its own. */
export interface AnnouncementTables {
  readonly presenters: Namespace<Presenter>;
  readonly defaults: Namespace<Defaults>;
  readonly announcements: Namespace<Announcement>;
  readonly clocks: Namespace<ClockState>;
  readonly occurrences: Namespace<Occurrence>;
  /** Those that have not ended. */
  readonly openOccurrences: Namespace<1>;
  /** Of each announcement, today's. */
  readonly counts: Namespace<Count>;
  /** The worst that the owner of an announcement was told of it since it last worked. */
  readonly failing: Namespace<Trouble>;
  /** Sealed, by the id of the announcement. */
  readonly secrets: Namespace<string>;
  readonly deliveries: Namespace<Delivery>;
  readonly tellings: Namespace<Telling>;
}

/** What the announcements need of the rest of the house. */
export interface AnnouncementRoomOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** The announcements' own. */
  readonly engine: Engine;
  readonly tables: AnnouncementTables;
  /** Occurrences are listed under `announcement:` and the id of theirs. */
  readonly lists: AppendLists;
  readonly blobs: Pick<Blobs, 'keepFile' | 'withFile' | 'remove'>;
  readonly media: Pick<Media, 'preparePhoto' | 'readFeed'>;
  readonly records: Pick<Records, 'get' | 'getMany' | 'listen'>;
  readonly avatar: Avatar;
  readonly jobs: Pick<Jobs, 'show' | 'cancel'>;
  readonly ledger: Pick<Ledger, 'left'>;
  /** Loaded. */
  readonly access: Pick<Access, 'refusal'>;
  readonly speech: SpeechGuide;
  /** Undefined until it is connected. */
  readonly platform: (name: string) => Platform | undefined;
  /** For feeds: strangers' addresses. */
  readonly fetch: Pick<GuardedFetch, 'download'>;
  /** Closes the secrets of hooks. */
  readonly secret: string;
  /** Where a hook is called. */
  readonly hookUrl: (id: string) => string;
  /** Where files are while they are copied; exists. */
  readonly dir: string;
  /** `ANNOUNCEMENTS_PER_DAY` */
  readonly perDay: number;
  /** `ANNOUNCEMENTS_LATE_MINUTES`, in ms. */
  readonly late: number;
  /** `MAX_VIDEO_SECONDS` */
  readonly maxVideoSeconds: number;
  /** The time zone of those who name none (IANA). */
  readonly zone: string;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly randomId: () => string;
  readonly randomBytes: (size: number) => Uint8Array;
}
