import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { keyedMutex } from '../../store/mutex.ts';
import { described } from '../described.ts';
import { recent } from '../recent.ts';
import type { Access } from './access.ts';
import { boltLog } from './bolt-log.ts';
import { badSecret, platformError, SlackFatal } from './fatal.ts';
import type { Installation, Installations } from './installations.ts';
import type { Rotation } from './rotation.ts';
import { webOptions } from './web-options.ts';
import type { Workspace } from './workspaces.ts';

export interface InstalledOptions {
  readonly installations: Installations;
  readonly rotation: Rotation;
  /** `SLACK_WORKSPACES`; empty: any. */
  readonly allowed: readonly string[];
  readonly apiUrl: string;
  readonly clock: Pick<Clock, 'now'>;
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

/** How often a token that is refused is asked about (ms), of so many workspaces. */
const EXAMINE = 60_000;
const EXAMINED = 1_000;

export function installedAccess(options: InstalledOptions): InstalledAccess {
  const { installations, rotation, allowed, apiUrl, clock, log, signal } = options;
  const client = new webApi.WebClient(undefined, webOptions({ apiUrl, logger: boltLog(log), signal }));
  /** What changes the installation of one workspace does so one after another: a refresh token is good once. */
  const turns = keyedMutex();
  /** Renewed, and not kept yet, since the store failed: the tokens before are worth nothing any more. */
  const unsaved = new Map<string, Installation>();
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

  /** With a token that is good, and with what is not known yet; kept before it is used. */
  async function refresh(team: string): Promise<Installation | undefined> {
    const kept = await latest(team);
    if (!kept) return undefined;
    const renewed = rotation.isDue(kept) ? await rotation.renew(kept) : kept;
    if (!renewed) return forget(team, 'its token has ended and cannot be renewed');
    if (renewed !== kept || unsaved.has(team)) await save(renewed);
    if (renewed.url !== undefined) return renewed;
    const { url } = await client.auth.test({ token: renewed.bot.token });
    if (!url) throw new Error('Slack does not say where a workspace is');
    const complete = { ...renewed, url };
    await save(complete);
    return complete;
  }

  async function find(team: string): Promise<Installation | undefined> {
    if (!mayInstall(team)) return undefined;
    const kept = await latest(team);
    const isGood = kept?.url !== undefined && !unsaved.has(team) && !rotation.isDue(kept);
    if (!kept || isGood) return kept;
    return turns.run(team, () => refresh(team));
  }

  async function forget(team: string, why: string): Promise<undefined> {
    await installations.delete(team);
    unsaved.delete(team);
    scopes.delete(team);
    log.info({ team, why }, 'Herald was removed from a workspace of Slack');
  }

  /** Asks once more before it believes that a token is dead: it may have been renewed since. */
  async function examine(team: string): Promise<void> {
    const kept = await latest(team);
    if (!kept) return;
    try {
      await client.auth.test({ token: kept.bot.token });
    } catch (error) {
      const code = platformError(error);
      if (code !== undefined && DEAD.has(code)) await forget(team, code);
      else log.error({ team, err: described(error) }, 'Slack does not accept the token of a workspace');
    }
  }

  return {
    mayInstall,

    install: (installation) =>
      turns.run(installation.team, async () => {
        await installations.put(installation);
        unsaved.delete(installation.team);
        scopes.delete(installation.team);
      }),

    async open() {
      const { teams, unreadable } = await installations.survey();
      if (unreadable.length > 0) throw new SlackFatal(badSecret(unreadable));
      log.info({ workspaces: teams.length }, 'workspaces of Slack have installed Herald');
    },

    async of(team) {
      const found = await find(team).catch((error: unknown) => {
        const code = platformError(error);
        if (code === undefined || !DEAD.has(code)) throw error;
        examineLater(team);
        return undefined;
      });
      if (!found) return undefined;
      const { bot, url = '' } = found;
      return {
        team,
        token: bot.token,
        me: bot.user,
        scopes: scopes.get(team) ?? new Set(bot.scopes),
        url,
      } satisfies Workspace;
    },

    async self(team) {
      const kept = mayInstall(team) ? await latest(team) : undefined;
      return kept && { team, me: kept.bot.user };
    },

    learned: (team, given) => void scopes.set(team, new Set(given)),

    refused: (team) => examineLater(team),

    removed: (team, at) =>
      turns.run(team, async () => {
        const kept = await latest(team);
        // it may have been installed again since; Slack's time is in whole seconds
        if (kept && kept.since < at + 1_000) await forget(team, 'uninstalled');
      }),
  };

  function examineLater(team: string): void {
    if ((examined.get(team) ?? Number.NEGATIVE_INFINITY) > clock.now() - EXAMINE) return;
    examined.set(team, clock.now());
    void turns
      .run(team, () => examine(team))
      .catch((err: unknown) => log.error({ team, err: described(err) }, 'a workspace could not be examined'));
  }
}
