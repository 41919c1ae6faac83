import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Access } from '../commands/access.ts';
import type { Avatar, SpeechGuide } from '../commands/avatar.ts';
import { createDesk, type DeskOptions } from '../commands/create-desk.ts';
import type { Jobs } from '../commands/jobs.ts';
import type { AnnouncementRoom } from './announcements/room.ts';
import { type Clock, unlessAborted, within } from './clock.ts';
import type { Config } from './config.ts';
import type { Engine } from './engine/engine.ts';
import { usual } from './jobs/durations.ts';
import type { Outlets } from './jobs/outlet.ts';
import type { JobRoom } from './jobs/room.ts';
import { incomingDir, type Kept } from './kept.ts';
import type { Voice } from './kling/voices.ts';
import type { Mount } from './mount.ts';
import { type Board, createBoard } from './platforms/board.ts';
import { type ChatPlatform, LAST_WORDS } from './platforms/chat-platform.ts';
import type { Platform } from './platforms/platform.ts';

export interface ChatOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly kept: Kept;
  /** `SECRET_KEY`, or the one that was made in its place. */
  readonly secret: string;
  /** Called when a platform can only be used again once the operator has mended something; with the sentence that says what. */
  readonly onFatal: (sentence: string) => void;
}

/** What people are served with. */
export interface ChatHouse {
  readonly avatar: Avatar;
  readonly speech: SpeechGuide;
  readonly access: Access;
  /** The time zone of those who name none (IANA). */
  readonly zone: string;
  readonly jobs: Jobs;
  readonly room: JobRoom;
  readonly announcing: Pick<AnnouncementRoom, 'presenters' | 'announcements' | 'onConnected'>;
  readonly engine: Engine;
  readonly voices: readonly Voice[];
  /** Ids of the voices that come first. */
  readonly favourites: readonly string[];
  readonly videoLink: DeskOptions['videoLink'];
}

/** The chat platforms that are configured, the desk before them and the board behind them. */
export interface Chat {
  /** Where the job room posts; for use once the house is open. */
  readonly outlets: Outlets;
  /** Undefined until it is connected. */
  platform(name: string): Platform | undefined;
  /** What the platforms take of the requests to Herald's own server. */
  readonly requests: readonly Mount[];
  /** Reads what is kept, then connects, however long that takes. Jobs must have been loaded. @throws StoreError */
  open(house: ChatHouse): Promise<void>;
  /** Listens no more, and lets what people have begun come to an end, for a few seconds. Videos can still be posted. */
  stopListening(): Promise<void>;
  /** Shows no more how jobs stand; what is not shown is shown after the next start. Takes 2 s at most. */
  stopShowing(): Promise<void>;
  close(): Promise<void>;
}

/** Those that are configured, not yet started. Their libraries are most of what a start loads, and many run without them. */
async function platformsOf({ config, clock, log, kept, secret, onFatal }: ChatOptions): Promise<ChatPlatform[]> {
  const { discord, slack, publicUrl } = config;
  const common = { clock, random: Math.random, log, onFatal };
  const found: ChatPlatform[] = [];
  if (discord) {
    const { createDiscord } = await import('./platforms/discord/discord.ts');
    found.push(createDiscord({ ...discord, ...common }));
  }
  if (slack) {
    const { createSlack } = await import('./platforms/slack/slack.ts');
    found.push(createSlack({ ...slack, ...common, publicUrl, secret, installations: kept.installations }));
  }
  return found;
}

export async function createChat(options: ChatOptions): Promise<Chat> {
  const { config, clock, log, kept } = options;
  const connected = new Set<string>();
  const isConnected = (name: string) => connected.has(name);
  /** A start that ends from now on has not connected anything. */
  let isOver = false;
  const chats = await platformsOf({
    ...options,
    onFatal(sentence) {
      isOver = true;
      options.onFatal(sentence);
    },
  });
  const platforms = chats.map(({ platform }) => platform);
  const find = (name: string) => platforms.find((platform) => platform.name === name);
  let board: Board | undefined;
  let stopDesk: () => Promise<void> = async () => {};
  let connecting: Promise<unknown> = Promise.resolve();

  const chat: Chat = {
    requests: chats.flatMap(({ requests }) => requests ?? []),

    platform: (name) => (isConnected(name) ? find(name) : undefined),

    outlets: {
      // a job of a platform that is not configured any more waits for it, too
      isChat: (platform) => platform !== 'api',
      of(name) {
        const platform = chat.platform(name);
        const statuses = board;
        return (
          platform &&
          statuses && { ...platform, statusOf: (job, signal) => unlessAborted(statuses.sentAhead(job), signal) }
        );
      },
    },

    async open({ avatar, speech, access, zone, jobs, room, announcing, engine, voices, favourites, videoLink }) {
      if (chats.length === 0) return;
      const { records, notes, ledger, blobs } = kept;
      const statuses = createBoard({
        clock,
        log,
        platforms,
        isConnected,
        records,
        view: (id) => jobs.show(id),
        usual: () => usual(room.conductor.durations),
        ...kept.board,
      });
      board = statuses;
      const desk = createDesk({
        clock,
        log,
        platform: find,
        board: statuses,
        avatar,
        speech,
        zone,
        jobs,
        presenters: announcing.presenters,
        announcements: announcing.announcements,
        conductor: room.conductor,
        isSandbox: config.kling.credentials === undefined,
        records,
        notes,
        engine,
        ledger,
        blobs,
        videoLink,
        randomId: randomUUID,
        access,
        voices,
        favourites,
        dir: incomingDir(config),
        tables: kept.desk,
      });
      stopDesk = () => desk.stop();
      await statuses.start();
      await desk.start();
      connecting = Promise.all(
        chats.map(async ({ platform, start }) => {
          await start(desk);
          if (isOver) return;
          connected.add(platform.name);
          statuses.onConnected();
          desk.connected(platform.name);
          room.onConnected(platform.name);
          announcing.onConnected();
        }),
      ).catch((err) => log.error({ err }, 'a chat platform could not be connected'));
    },

    async stopListening() {
      isOver = true;
      await within(clock, LAST_WORDS, Promise.all([...chats.map(({ stop }) => stop()), stopDesk(), connecting]));
    },

    async stopShowing() {
      await board?.stop();
    },

    async close() {
      // where the start failed half-way, nobody has
      if (!isOver) await chat.stopListening();
      await board?.stop();
      await Promise.all(chats.map(({ close }) => close()));
    },
  };
  return chat;
}
