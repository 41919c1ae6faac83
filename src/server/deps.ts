import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Announcements } from '../../commands/announcements.ts';
import type { Avatar } from '../../commands/avatar.ts';
import type { Hooks } from '../../commands/hooks.ts';
import type { Jobs } from '../../commands/jobs.ts';
import type { Presenters } from '../../commands/presenters.ts';
import type { Config } from '../config.ts';
import type { Links } from '../links.ts';
import type { Blobs } from '../media/blobs.ts';
import type { Mount } from '../mount.ts';
import type { Namespace } from '../store/namespace.ts';
import type { IdempotencyEntry } from './idempotency.ts';

/** What the server needs of the house. */
export interface ServerDeps {
  readonly config: Pick<Config, 'port' | 'host' | 'publicUrl' | 'apiToken'>;
  readonly log: Logger;
  readonly commands: {
    readonly avatar: Avatar;
    readonly jobs: Jobs;
    readonly presenters: Presenters;
    readonly announcements: Announcements;
    readonly hooks: Hooks;
  };
  readonly voices: readonly { readonly id: string; readonly language: string; readonly name: string }[];
  readonly blobs: Blobs;
  readonly links: Pick<Links, 'checkCallback' | 'checkMedia'>;
  readonly fetchBytes: FetchBytes;
  readonly idempotency: Namespace<IdempotencyEntry>;
  /** News from Kling for one job. Runs behind the answer; what it throws is logged. */
  readonly onCallback: (jobId: string, headers: Readonly<Record<string, string>>, rawBody: string) => Promise<void>;
  /** Whether videos can be made now; each reason is a sentence that strangers may read. */
  readonly readiness: () => Promise<{ readonly ready: boolean; readonly reasons: readonly string[] }>;
  readonly metrics: Registry;
  /** Asked before any route, in this order. */
  readonly mounts: readonly Mount[];
  /** The server's own folder for uploads under way. Emptied at start. */
  readonly incomingDir: string;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Letters, digits and dashes; never the same twice. */
  readonly randomId: () => string;
}

/**
 * Fetches an address that a person typed, refusing private addresses and more than `limit` bytes, also while it is read.
 * @throws Refusal
 */
export type FetchBytes = (url: string, limit: number, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;

/** What the routes need of the running server. */
export interface Lifetime {
  /** False from the moment that the server is told to stop. */
  accepting(): boolean;
  /** Aborts when open streams must end. */
  readonly ending: AbortSignal;
  /** Takes over work that outlives its request; it is awaited before the server has closed. Must not reject. */
  adopt(work: Promise<void>): void;
}

export interface AppEnv {
  Bindings: HttpBindings;
  Variables: { requestId: string };
}

export type AppContext = Context<AppEnv>;
