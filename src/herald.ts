import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { Logger } from 'pino';
import { access } from '../commands/access.ts';
import { avatar, type SpeechGuide } from '../commands/avatar.ts';
import { jobs as jobsCommand } from '../commands/jobs.ts';
import { keepsPhotos } from './announcements/presenter-photo.ts';
import { createAnnouncing } from './announcing.ts';
import { createChat } from './chat.ts';
import { systemClock, wait } from './clock.ts';
import type { Config } from './config.ts';
import { isLoopback } from './config-fields.ts';
import { embeddedEngine } from './engine/embedded.ts';
import type { Durations } from './jobs/durations.ts';
import { janitor } from './jobs/janitor.ts';
import { SANDBOX } from './jobs/job.ts';
import { profileFinder } from './jobs/kling-api.ts';
import { jobRoom } from './jobs/room.ts';
import { incomingDir, openKept, sandboxDir } from './kept.ts';
import { createCallbackReader } from './kling/callback.ts';
import { openKling } from './kling/open-kling.ts';
import { estimateSeconds, languageOf } from './kling/speech-text.ts';
import type { Timeouts } from './kling/transport.ts';
import { defaultVoice, findVoice, isOwn, loadVoices } from './kling/voices.ts';
import { createLinks, loadSecret } from './links.ts';
import { createMedia } from './media/create-media.ts';
import { createGuardedFetch, hostPort } from './media/fetch.ts';
import { createMetrics } from './metrics.ts';
import { startSandbox } from './sandbox/sandbox.ts';
import { createServer } from './server/server.ts';
import { lockDirectory } from './store/lock.ts';

/** Keys at work at once: creates and downloads that wait for the network, not for this machine. */
const WORKERS = 64;

/** How long Kling may take to fetch a recording from Herald (ms): a day, since a task may wait at Kling for hours. */
const MEDIA_LINK_LIVES = 48 * 3_600_000;

/** How long a result may take to download (ms). */
const DOWNLOAD_DEADLINE = 15 * 60_000;

/** How often what was learned is kept (ms). */
const REMEMBER_EVERY = 30_000;

/** Of the 9 s that a stop may take, 3 of which are the chats': for work under way to reach what is persisted next (ms). */
const WORK_GRACE = 4_000;

/** …and for answers under way to callers of the server (ms). */
const SERVER_GRACE = 1_000;

export interface Herald {
  /** Where the server listens. */
  readonly url: string;
  /** Takes no new jobs, lets work under way reach its next persisted step, and closes everything; within 9 s. */
  stop(): Promise<void>;
}

const DAY = 86_400_000;

export interface HeraldOptions {
  /** Of requests to Kling, where they are to differ from the usual. */
  readonly timeouts?: Partial<Timeouts>;
  /** Called when Herald cannot go on until the operator has mended something, with the sentence that says what. */
  readonly onFatal?: (sentence: string) => void;
}

/**
 * Wires the rooms together and starts them.
 * @throws LockedError when another process has the data directory, VoicesError, StoreError, or what listening throws
 */
export async function startHerald(
  config: Config,
  log: Logger,
  { timeouts = {}, onFatal = (sentence) => log.fatal(sentence) }: HeraldOptions = {},
): Promise<Herald> {
  const clock = systemClock;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const unlock = lockDirectory(config.dataDir);
  const closing: (() => Promise<void> | void)[] = [unlock];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const kept = await openKept(config, clock.now);
    closing.push(() => kept.close());
    const { records, notes, ledger, blobs } = kept;
    const voices = await loadVoices(config.kling.voicesFile);
    const secret = await loadSecret(config, config.dataDir);
    const metrics = createMetrics();
    let port = config.port;
    const loopback = () => loopbackUrl(config.host, port);
    const links = createLinks({ secret, base: () => config.publicUrl ?? loopback(), now: clock.now });
    const nearLinks = createLinks({ secret, base: loopback, now: clock.now });

    const media = createMedia();
    closing.push(() => media.close());

    const where = await klingAddress(config, closing);
    const isNear = isLoopback(new URL(where.baseUrl).hostname);
    const kling = openKling({
      baseUrl: where.baseUrl,
      credentials: where.credentials,
      mode: config.kling.mode,
      now: clock.now,
      random: Math.random,
      wait: (ms, signal) => wait(clock, ms, signal),
      onRequest: metrics.onRequest,
      timeouts,
    });
    closing.push(() => kling.close());

    const results = createGuardedFetch({ trusted: new Set([hostPort(new URL(where.baseUrl))]) });
    const strangers = createGuardedFetch();
    closing.push(
      () => results.close(),
      () => strangers.close(),
    );

    // a Kling on this machine fetches by loopback, any other needs to be told a public address
    const mediaLink = (key: string) =>
      isNear ? nearLinks.mediaUrl(key, MEDIA_LINK_LIVES) : config.publicUrl && links.mediaUrl(key, MEDIA_LINK_LIVES);

    const engine = embeddedEngine({
      clock,
      concurrency: WORKERS,
      onError: (job, err, failures) => log.error({ job, err, failures }, 'a step failed; it is tried again'),
    });
    const finder = profileFinder({
      clock,
      wanted: config.kling.profile,
      profiles: kling.profiles,
      target: { baseUrl: where.name, account: kling.account },
      remembered: kept.profiles,
      detect: kling.detect,
      onDecided: (profile, how) => {
        log.info({ profile, how }, `this Kling account is spoken to by the profile ${profile}`);
        room.onDecided();
      },
      onUndecided: (operator) => log.warn(operator),
      onError: (err) => log.error({ err }, 'could not find out which profile this Kling account answers'),
    });
    closing.push(() => finder.stop());

    const chat = await createChat({ config, clock, log, kept, secret, onFatal });
    closing.push(() => chat.close());
    const lives = config.keepDays * DAY;
    const videoLink = (key: string) =>
      config.publicUrl === undefined ? undefined : { url: links.mediaUrl(key, lives), until: clock.now() + lives };

    const room = jobRoom({
      clock,
      log,
      records,
      notes,
      ledger,
      blobs,
      media,
      engine,
      api: finder.api,
      links: {
        callback: (id) => (config.publicUrl === undefined ? undefined : links.callbackUrl(id)),
        media: mediaLink,
        video: videoLink,
      },
      outlets: chat.outlets,
      download: async (url, limit, signal) =>
        (await results.download(url, { limit, signal, deadline: DOWNLOAD_DEADLINE })).source,
      settle: config.kling.settleSeconds * 1000,
      beat: config.kling.pollSeconds * 1000,
      maxVideoSeconds: config.ceilings.maxVideoSeconds,
      maxConcurrent: config.kling.maxConcurrent,
      callbacks: config.publicUrl !== undefined,
      onPause: (pause) =>
        pause
          ? log.error({ since: new Date(pause.since).toISOString() }, `the queue is paused: ${pause.operator}`)
          : log.info('the queue goes on'),
    });
    metrics.observe(records, room.conductor);
    const readCallback = createCallbackReader(config.kling.webhookSecret, clock.now);

    const speech: SpeechGuide = {
      choose(text, voiceId = config.kling.voice) {
        const language = languageOf(text);
        const id = voiceId ?? defaultVoice(language);
        const voice = findVoice(voices, id, language) ?? findVoice(voices, id);
        return { voiceId: id, language: voice?.language ?? language };
      },
      estimate: estimateSeconds,
    };
    const makeVideo = avatar({
      acceptance: room.acceptance,
      media,
      takesRecordings: () => finder.api().profile?.takes.sound !== 'url' || mediaLink('any') !== undefined,
      speech,
    });
    const rules = access(kept.spaces, config.access);
    await rules.load();
    const jobs = jobsCommand({ records, notes, engine, conductor: room.conductor, clock });
    const announcing = createAnnouncing({
      jobs,
      access: rules,
      zone,
      config,
      clock,
      log,
      kept,
      media,
      avatar: makeVideo,
      speech,
      platform: chat.platform,
      secret,
      base: () => config.publicUrl ?? loopback(),
    });
    const { presenters, announcements, hooks, figures } = announcing.room;
    metrics.observeAnnouncements(figures);
    const commands = {
      avatar: makeVideo,
      presenters,
      announcements,
      hooks,
      jobs,
    };
    const server = createServer({
      config,
      log,
      commands,
      voices,
      blobs,
      links,
      fetchBytes: async (url, limit, signal) => (await strangers.download(url, { limit, signal })).source,
      idempotency: kept.idempotency,
      onCallback: (id, headers, body) =>
        room.onCallback(
          id,
          readCallback(Buffer.from(body), (name) => headers[name]),
        ),
      readiness: async () => {
        const reasons: string[] = [];
        if (!(await kept.works())) reasons.push('The store cannot be read or written: look at the disk of DATA_DIR.');
        const { undecided } = finder.api();
        if (undecided) reasons.push(undecided.operator);
        const { pause } = room.conductor;
        if (pause) reasons.push(`The queue is paused: ${pause.operator}`);
        return { ready: reasons.length === 0, reasons };
      },
      metrics: metrics.registry,
      mounts: chat.requests,
      incomingDir: incomingDir(config),
      now: clock.now,
      randomId: randomUUID,
    });

    const open = await room.load();
    const held = await announcing.room.load();
    const listening = await server.listen();
    port = listening.port;
    closing.push(() => server.close(SERVER_GRACE));
    await finder.start();
    await chat.open({
      ...commands,
      speech,
      room,
      announcing: announcing.room,
      access: rules,
      zone,
      engine,
      voices,
      favourites: voices.filter((voice) => voice.id === config.kling.voice || isOwn(voice)).map(({ id }) => id),
      videoLink,
    });
    room.start((await kept.durations.get(kling.account)) ?? []);
    announcing.room.start();
    const remember = () => keepDurations(kept.durations, kling.account, room.conductor.durations);
    const remembering = setInterval(
      () => void remember().catch((err) => log.warn({ err }, 'could not keep what was learned')),
      REMEMBER_EVERY,
    );
    const cleaning = janitor({
      clock,
      blobs,
      records,
      keepDays: config.keepDays,
      keeps: keepsPhotos(kept.announcements.presenters),
      onCleared: (files) => log.info({ files }, 'media older than KEEP_DAYS was removed'),
      onError: (err) => log.error({ err }, 'could not clear old media'),
    });
    closing.push(async () => {
      server.stopAccepting();
      await chat.stopListening();
      clearInterval(remembering);
      await cleaning.stop();
      await Promise.all([announcing.stop(WORK_GRACE), room.stop(WORK_GRACE), chat.stopShowing()]);
      await remember();
    });
    void media.warm().catch((err) => log.error({ err }, 'the process that checks photos does not start'));
    log.info({ url: loopback(), kling: where.name, open, announcements: held }, 'Herald is ready');
    return { url: loopback(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function keepDurations(
  namespace: { set(key: string, value: Durations): Promise<void> },
  account: string,
  durations: Durations,
): Promise<void> {
  if (durations.length > 0) await namespace.set(account, durations);
}

/** The Kling that is configured, or a sandbox of our own. */
async function klingAddress(config: Config, closing: (() => Promise<void> | void)[]) {
  const { credentials, baseUrl } = config.kling;
  if (credentials) return { name: baseUrl, baseUrl, credentials };
  const sandbox = await startSandbox({ dir: sandboxDir(config), seconds: config.sandboxSeconds });
  closing.push(() => sandbox.close());
  // named, since its port is another one after each start
  return { name: SANDBOX, baseUrl: sandbox.url, credentials: { kind: 'key', apiKey: 'sandbox' } as const };
}

function loopbackUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
