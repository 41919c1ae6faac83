import type { Desk } from '../../commands/desk.ts';
import type { Mount } from '../mount.ts';
import type { Platform } from './platform.ts';

/** Of the time that a stop may take: for what people have begun to be handed over, however slow a platform is (ms); the desk keeps what is not. */
export const LAST_WORDS = 3_000;

/** A chat platform as Herald runs it. */
export interface ChatPlatform {
  readonly platform: Platform;
  /** Connects and listens. Resolves when the platform is there, however long that takes, and also when it never will be. */
  start(desk: Desk): Promise<void>;
  /** Listens no more, and lets what was begun come to an end. The platform can still post. */
  stop(): Promise<void>;
  /** Ends what is left, when nothing is to be posted any more. */
  close(): Promise<void>;
  /** What it takes of the requests to Herald's own server. */
  readonly requests?: Mount;
}
