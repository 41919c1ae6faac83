import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { keyedMutex } from '../../store/mutex.ts';
import { described } from '../described.ts';
import { recent } from '../recent.ts';
import type { Access } from './access.ts';
import { boltLog } from './bolt-log.ts';
import { badSecret, isRefusal, platformError, SlackFatal } from './fatal.ts';
import type { Installation, Installations } from './installations.ts';
import type { Rotation } from './rotation.ts';
import { untilTold } from './until-told.ts';
import { webOptions } from './web-options.ts';
import type { Workspace } from './workspaces.ts';

export interface InstalledOptions {
  readonly installations: Installations;
  readonly rotation: Rotation;
  /** `SLACK_WORKSPACES`; empty: any. */
  readonly allowed: readonly string[];
  readonly apiUrl: string;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** The workspaces that installed Herald. */
export interface InstalledAccess extends Access {
  /** Whether the operator lets a workspace in. */
  mayInstall(team: string): boolean;
  /** @throws StoreError */
  install(installation: Installation): Promise<void>;
}

/** Slack says by these that a token is dead, and not only that it comes from the wrong address. */
const DEAD: ReadonlySet<string> = new Set(['account_inactive', 'token_revoked']);
const isDead = (code: string): boolean => DEAD.has(code);

/** How often a token that is refused is asked about (ms), of so many workspaces. */
const EXAMINE = 60_000;
const EXAMINED = 1_000;

/** Workspaces that the log names when Herald starts. */
const NAMED = 20;

export function installedAccess(options: InstalledOptions): InstalledAccess {
  const { installations, rotation, allowed, apiUrl, clock, random, log, signal } = options;
  const client = new webApi.WebClient(undefined, webOptions({ apiUrl, logger: boltLog(log), signal }));
  /** What changes the installation of one workspace does so one after another: a refresh token is good once. */
  const turns = keyedMutex();
  /** Renewed, and not kept yet, since the store failed: the tokens before are worth nothing any more. */
  const unsaved = new Map<string, Installation>();
  const renewing = new Map<string, Promise<Installation | undefined>>();
  const scopes = new Map<string, ReadonlySet<string>>();
  const examined = recent<number>(EXAMINED);
  const mayInstall = (team: string) => allowed.length === 0 || allowed.includes(team);

  async function latest(team: string): Promise<Installation | undefined> {
    return unsaved.get(team) ?? installations.get(team);
  }

  async function save(installation: Installation): Promise<void> {
    unsaved.set(installation.team, installation);
    await installations.put(installation);
    unsaved.delete(installation.team);
  }

  /** Kept before it is used. */
  async function renewed(team: string): Promise<Installation | undefined> {
    const kept = await latest(team);
    if (!kept) return undefined;
    const now = rotation.isDue(kept) ? await rotation.renew(kept) : kept;
    if (!now) return forget(team, 'its token has ended and cannot be renewed');
    if (rotation.hasEnded(now))
      throw new Error('the token of a workspace has ended, and could not be renewed just now');
    if (now !== kept || unsaved.has(team)) await save(now);
    if (now.url !== undefined) return now;
    const complete = await located(now);
    await save(complete);
    return complete;
  }

  /** Says where the workspace is, which an installation does not tell. @throws Error */
  async function located(installation: Installation): Promise<Installation> {
    const { url } = await client.auth.test({ token: installation.bot.token });
    if (!url) throw new Error('Slack does not say where a workspace is');
    return { ...installation, url };
  }

  /** Renews what is to be renewed: once, whoever asks at the same time. */
  function renew(team: string): Promise<Installation | undefined> {
    const under = renewing.get(team) ?? turns.run(team, () => renewed(team)).finally(() => void renewing.delete(team));
    renewing.set(team, under);
    return under;
  }

  /** As long as a token is good, nobody waits for the next one. */
  async function find(team: string): Promise<Installation | undefined> {
    if (!mayInstall(team)) return undefined;
    const kept = await latest(team);
    if (!kept) return undefined;
    if (kept.url === undefined || unsaved.has(team) || rotation.hasEnded(kept)) return renew(team);
    if (rotation.isDue(kept)) behind(team, renew(team), 'the token of a workspace could not be renewed');
    return kept;
  }

  function behind(team: string, work: Promise<unknown>, broken: string): void {
    void work.catch((err: unknown) => signal.aborted || log.error({ team, err: described(err) }, broken));
  }

  async function forget(team: string, why: string): Promise<undefined> {
    await installations.delete(team);
    unsaved.delete(team);
    scopes.delete(team);
    log.info({ team, why }, 'Herald was removed from a workspace of Slack');
  }

  /**
   * Asks once more before it believes that a token is dead: it may have been renewed since.
   * @param isProof whether it is dead, by Slack's own name for why it is refused
   * @throws StoreError, Error when it is not known whether it is
   */
  function examine(team: string, isProof: (code: string) => boolean): Promise<void> {
    return turns.run(team, async () => {
      const kept = await latest(team);
      if (!kept) return;
      try {
        await client.auth.test({ token: kept.bot.token });
      } catch (error) {
        const code = platformError(error);
        if (code === undefined || !isProof(code)) throw error;
        await forget(team, code);
      }
    });
  }

  /** Any refusal is proof where Slack said itself that the token is gone. One that has ended would be refused in any case. */
  async function settleRemoval(team: string): Promise<void> {
    const kept = await latest(team);
    if (kept && rotation.hasEnded(kept)) await renew(team);
    await examine(team, isRefusal);
  }

  function onUnsettled(team: string, error: unknown): void {
    log.warn(
      { team, err: described(error) },
      'Slack says that Herald was taken out of a workspace, which could not be made sure of just now; trying again',
    );
  }

  return {
    mayInstall,

    install: (installation) =>
      turns.run(installation.team, async () => {
        const { team } = installation;
        const complete = await located(installation).catch((error: unknown) => {
          log.warn({ team, err: described(error) }, 'it is not known yet where a workspace is');
          return installation;
        });
        await installations.put(complete);
        unsaved.delete(team);
        scopes.delete(team);
      }),

    async open() {
      const { teams, unreadable } = await installations.survey();
      if (unreadable.length > 0) throw new SlackFatal(badSecret(unreadable));
      return { count: teams.length, workspaces: teams.slice(0, NAMED) };
    },

    async of(team) {
      const found = await find(team).catch((error: unknown) => {
        const code = platformError(error);
        if (code === undefined || !isDead(code)) throw error;
        examineLater(team);
        return undefined;
      });
      if (!found) return undefined;
      const { bot, url = '', name } = found;
      return {
        team,
        token: bot.token,
        me: bot.user,
        scopes: scopes.get(team) ?? new Set(bot.scopes),
        url,
        ...(name !== undefined && { name }),
      } satisfies Workspace;
    },

    async self(team) {
      const kept = mayInstall(team) ? await latest(team) : undefined;
      return kept && { team, me: kept.bot.user };
    },

    learned: (team, given) => void scopes.set(team, new Set(given)),

    refused(team) {
      if ((examined.get(team) ?? Number.NEGATIVE_INFINITY) > clock.now() - EXAMINE) return;
      examined.set(team, clock.now());
      examineLater(team);
    },

    removed(team) {
      const onFailure = (error: unknown) => onUnsettled(team, error);
      const settled = untilTold(() => settleRemoval(team), { clock, random, signal, onFailure });
      behind(team, settled, 'it was not found out whether Herald was taken out of a workspace');
    },

    settle: () => Promise.allSettled(renewing.values()),
  };

  function examineLater(team: string): void {
    behind(
      team,
      examine(team, isDead),
      'Slack refused the token of a workspace, and did not confirm that it is dead; it is kept',
    );
  }
}
