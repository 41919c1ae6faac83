import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { readSecret } from '../links.ts';
import type { SlackProbe } from '../platforms/slack/check.ts';
import { badSecret, isRefusal, platformError } from '../platforms/slack/fatal.ts';
import { type Installation, type Installations, installations, SEALED_FOR } from '../platforms/slack/installations.ts';
import { installPage } from '../platforms/slack/paths.ts';
import { createSeal } from '../seal.ts';
import { openStore } from '../store/store.ts';
import { note, ok, wrong } from './finding.ts';
import { aboutOf } from './slack-channels.ts';
import { scopeFindings } from './slack-scopes.ts';
import type { TokenLook } from './slack-tokens.ts';

const ABOUT = 'Slack';

/** Workspaces that are looked at; each takes two requests, and its channels more. */
const WORKSPACES = 20;

type Needed = Pick<Config, 'dataDir' | 'secretKey' | 'publicUrl'>;

/**
 * Which workspaces have installed Herald, and whether their tokens still hold. None is renewed: a refresh token is good once, and
 * a Herald that runs would lose its own.
 * @param allowed `SLACK_WORKSPACES`; empty: any
 */
export async function installedIn(
  probe: SlackProbe,
  { dataDir, secretKey, publicUrl }: Needed,
  allowed: readonly string[],
  signal: AbortSignal,
): Promise<readonly TokenLook[]> {
  const install = installPage(publicUrl);
  const file = join(dataDir, 'herald.sqlite');
  const secret = await readSecret({ secretKey }, dataDir);
  if (secret === undefined || !existsSync(file)) return [nobody(install)];
  const store = openStore(file);
  try {
    const kept = installations(await store.namespace('installations'), createSeal(secret, SEALED_FOR));
    const { teams, unreadable } = await kept.survey();
    if (unreadable.length > 0) return [{ findings: [wrong(ABOUT, badSecret(unreadable))] }];
    if (teams.length === 0) return [nobody(install)];
    const looks = teams.slice(0, WORKSPACES).map((team) => workspace({ probe, kept, team, allowed, install, signal }));
    return [{ findings: [ok(ABOUT, countOf(teams.length))] }, ...(await Promise.all(looks))];
  } finally {
    await store.close();
  }
}

interface WorkspaceLook {
  readonly probe: SlackProbe;
  readonly kept: Installations;
  readonly team: string;
  readonly allowed: readonly string[];
  /** Where Herald is installed. */
  readonly install: string;
  readonly signal: AbortSignal;
}

async function workspace({ probe, kept, team, allowed, install, signal }: WorkspaceLook): Promise<TokenLook> {
  const installation = await kept.get(team);
  if (!installation) return { findings: [] };
  const about = aboutOf({ workspace: installation.name ?? team });
  if (allowed.length > 0 && !allowed.includes(team)) {
    return {
      findings: [note(about, `it has installed Herald, but SLACK_WORKSPACES lacks it (${team}): it is not served.`)],
    };
  }
  if (hasEnded(installation)) {
    return { findings: [note(about, 'its token has ended since Herald last ran; Herald renews it when it starts.')] };
  }
  const { token } = installation.bot;
  try {
    const bot = await probe.bot(token, signal);
    return {
      standing: { token, bot },
      findings: [ok(about, 'its token holds.'), ...scopeFindings(about, bot.scopes, install)],
    };
  } catch (error) {
    const code = platformError(error);
    if (code === undefined || !isRefusal(code)) throw error;
    return { findings: [wrong(about, `its token is not accepted (${code}). Install Herald there again: ${install}`)] };
  }
}

function hasEnded({ bot: { expires } }: Installation): boolean {
  return expires !== undefined && expires <= systemClock.now();
}

function nobody(install: string): TokenLook {
  return { findings: [note(ABOUT, `no workspace has installed Herald yet. Those who may, do so at ${install}`)] };
}

function countOf(workspaces: number): string {
  const says =
    workspaces === 1 ? 'one workspace has installed Herald' : `${workspaces} workspaces have installed Herald`;
  return workspaces > WORKSPACES ? `${says}; ${WORKSPACES} of them were looked at.` : `${says}.`;
}
