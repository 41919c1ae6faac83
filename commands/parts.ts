import type { Logger } from 'pino';
import type { Clock } from '../src/clock.ts';
import type { Engine } from '../src/engine/engine.ts';
import type { Conductor } from '../src/jobs/conductor.ts';
import type { Job } from '../src/jobs/job.ts';
import type { Ledger } from '../src/jobs/ledger.ts';
import type { NoteBox } from '../src/jobs/notes.ts';
import type { Records } from '../src/jobs/records.ts';
import type { Blobs } from '../src/media/blobs.ts';
import type { Platform, Sent } from '../src/platforms/platform.ts';
import type { Access } from './access.ts';
import type { Announcements } from './announcements.ts';
import type { Avatar, SpeechGuide } from './avatar.ts';
import type { Incoming } from './bytes.ts';
import type { Confirmations } from './confirm.ts';
import type { Intake } from './intake.ts';
import type { Jobs } from './jobs.ts';
import type { ParkedRequests } from './parked.ts';
import type { Presenters } from './presenters.ts';
import type { VoiceList } from './voices.ts';

/** The message that shows how a job stands. */
export interface Board {
  /**
   * Posts it, or finds that it is posted, however long others are before it. Undefined when its turn came, and that does not happen within a
   * few seconds; it is gone on with then.
   */
  show(job: Job): Promise<Sent | undefined>;
  /** Where it is; undefined when there is none, or none any more. */
  sentOf(job: Job): Promise<Sent | undefined>;
}

/** What the desk needs of the rest of the house. */
export interface DeskNeeds {
  readonly clock: Clock;
  readonly log: Logger;
  /** The chat platforms that are connected. */
  readonly platform: (
    name: string,
  ) =>
    | Pick<
        Platform,
        | 'fetch'
        | 'post'
        | 'find'
        | 'edit'
        | 'answer'
        | 'openDirect'
        | 'uploadLimit'
        | 'obstacles'
        | 'unheard'
        | 'allows'
      >
    | undefined;
  readonly board: Board;
  readonly avatar: Avatar;
  readonly jobs: Pick<Jobs, 'cancel'>;
  readonly announcements: Announcements;
  readonly speech: SpeechGuide;
  /** The time zone of those who name none (IANA). */
  readonly zone: string;
  readonly presenters: Presenters;
  readonly conductor: Pick<Conductor, 'holdup'>;
  /** Videos are made by a stand-in for Kling: there are no credentials. */
  readonly isSandbox: boolean;
  readonly records: Pick<Records, 'get' | 'getMany' | 'newest' | 'open'>;
  readonly notes: Pick<NoteBox, 'leave'>;
  readonly engine: Pick<Engine, 'wake'>;
  readonly ledger: Pick<Ledger, 'left'>;
  readonly blobs: Pick<Blobs, 'free' | 'put' | 'read' | 'remove' | 'size' | 'withFile'>;
  /** A link to a kept video that anybody may open until then (ms); undefined where Herald cannot be reached. */
  readonly videoLink: (blobKey: string) => { readonly url: string; readonly until: number } | undefined;
  readonly randomId: () => string;
}

/** What the commands share. */
export interface DeskParts extends DeskNeeds {
  readonly access: Access;
  readonly confirmations: Confirmations;
  readonly parked: ParkedRequests;
  readonly intake: Intake;
  readonly incoming: Incoming;
  readonly voices: VoiceList;
  /** Aborts when the desk closes. */
  readonly closing: AbortSignal;
}
