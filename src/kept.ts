import { join } from 'node:path';
import type { AccessRules } from '../commands/access.ts';
import type { DeskOptions } from '../commands/create-desk.ts';
import type { AnnouncementTables } from './announcements/room-options.ts';
import type { Config } from './config.ts';
import type { Durations } from './jobs/durations.ts';
import { type Ledger, type LedgerEntry, ledger } from './jobs/ledger.ts';
import { type NoteBox, noteBox } from './jobs/notes.ts';
import { type Records, records } from './jobs/records.ts';
import type { ProfileName } from './kling/profile.ts';
import type { Blobs } from './media/blobs.ts';
import { folderBlobs } from './media/blobs-folder.ts';
import type { BoardOptions } from './platforms/board.ts';
import type { IdempotencyEntry } from './server/idempotency.ts';
import { type AppendLists, appendLists } from './store/append-list.ts';
import type { Namespace } from './store/namespace.ts';
import { openStore } from './store/store.ts';
import { StoreError } from './store/store-error.ts';

/** Everything that is kept in the data directory, opened. */
export interface Kept {
  readonly records: Records;
  readonly notes: NoteBox;
  readonly ledger: Ledger;
  readonly lists: AppendLists;
  readonly blobs: Blobs;
  readonly idempotency: Namespace<IdempotencyEntry>;
  readonly profiles: Namespace<ProfileName>;
  readonly durations: Namespace<Durations>;
  /** What the desk keeps of requests, people and spaces. */
  readonly desk: DeskOptions['tables'];
  /** Who may use the bot in which space, as was set there. */
  readonly spaces: Namespace<AccessRules>;
  /** What the board keeps of status messages. */
  readonly board: Pick<BoardOptions, 'statuses' | 'pending'>;
  /** The workspaces of Slack that installed Herald, by their ids; sealed. */
  readonly installations: Namespace<string>;
  readonly announcements: AnnouncementTables;
  /** Whether the store can be read, and could be written when it last had to. */
  works(): Promise<boolean>;
  /** Rewrites the store, so that nothing that was erased is left in it. */
  compact(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the data directory; the caller holds its lock. @throws StoreError */
export async function openKept(config: Pick<Config, 'dataDir' | 'ceilings'>, now: () => number): Promise<Kept> {
  const store = openStore(join(config.dataDir, 'herald.sqlite'));
  const lists = appendLists(await store.namespace('lists'));
  const health = await store.namespace<number>('health');
  return {
    async works() {
      try {
        await health.get('checked');
        // nothing may come by itself that would show that it can be written again
        if (store.failing) await health.set('checked', now());
        return true;
      } catch (error) {
        if (error instanceof StoreError) return false;
        throw error;
      }
    },
    records: records({
      jobs: await store.namespace('jobs'),
      open: await store.namespace('open'),
      tasks: await store.namespace('tasks'),
      lists,
    }),
    notes: noteBox(await store.namespace('notes')),
    ledger: ledger(await store.namespace<LedgerEntry>('ledger'), config.ceilings, now),
    lists,
    blobs: await folderBlobs(join(config.dataDir, 'media')),
    idempotency: await store.namespace('idempotency'),
    profiles: await store.namespace('profiles'),
    durations: await store.namespace('durations'),
    desk: {
      intake: await store.namespace('intake'),
      over: await store.namespace('over'),
      parked: await store.namespace('parked'),
      confirmations: await store.namespace('confirmations'),
    },
    spaces: await store.namespace('spaces'),
    installations: await store.namespace('installations'),
    announcements: {
      presenters: await store.namespace('presenters'),
      defaults: await store.namespace('presenter_defaults'),
      announcements: await store.namespace('announcements'),
      clocks: await store.namespace('announcement_clocks'),
      occurrences: await store.namespace('occurrences'),
      openOccurrences: await store.namespace('occurrences_open'),
      counts: await store.namespace('announcement_counts'),
      failing: await store.namespace('announcements_failing'),
      secrets: await store.namespace('hook_secrets'),
      deliveries: await store.namespace('hook_deliveries'),
      tellings: await store.namespace('tellings'),
    },
    board: { statuses: await store.namespace('statuses'), pending: await store.namespace('pending') },
    compact: () => store.compact(),
    close: () => store.close(),
  };
}

/** Where uploads are while they are looked at; the server empties it when it starts to listen. */
export const incomingDir = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'incoming');

/** Where the bot's own sandbox keeps what it has for Kling. */
export const sandboxDir = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'sandbox');
