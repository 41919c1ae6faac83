import type { DiscordProbe, ServerFacts } from '../platforms/discord/check.ts';
import { say, type TextKey } from '../texts.ts';
import { type Finding, note, ok, wrong } from './finding.ts';

const ABOUT = 'Discord';

/** Servers that are looked at; each takes three requests. */
const SERVERS = 20;

/** Channels that are named in a line. */
const NAMED = 5;

export interface ServersLook {
  readonly probe: DiscordProbe;
  /** The bot's id. */
  readonly bot: string;
  /** Where the bot is invited. */
  readonly invite: string;
  /** `DISCORD_GUILD` */
  readonly guild: string | undefined;
  readonly signal: AbortSignal;
}

/** In which servers the bot is, and what it may not do there. */
export async function serverFindings({ probe, bot, invite, guild, signal }: ServersLook): Promise<readonly Finding[]> {
  const all = await probe.servers(signal);
  const chosen = [...new Set([...(guild === undefined ? [] : [guild]), ...all])].slice(0, SERVERS);
  if (chosen.length === 0) return [wrong(ABOUT, `the bot is in no server yet. Invite it: ${invite}`)];
  const findings: Finding[] = [];
  for (const id of chosen) {
    const facts = await probe.server(id, bot, signal);
    if (facts) findings.push(serverFinding(facts, invite));
    // one that the bot has just left is not worth a word
    else if (id === guild) findings.push(wrong(ABOUT, notIn(id, invite)));
  }
  if (all.length > SERVERS) findings.push(ok(ABOUT, `of the servers that the bot is in, ${SERVERS} were looked at.`));
  return findings;
}

/** What is lacking in one server. A channel that is hidden from the bot is taken to be meant so. */
export function serverFinding({ name, channels }: ServerFacts, invite: string): Finding {
  const about = `Discord server “${name}”`;
  const seen = channels.filter((channel) => channel.seen);
  const partly = seen.filter(({ lacks }) => lacks.length > 0);
  const hidden = channels.length === seen.length ? '' : `; ${channels.length - seen.length} hidden from it`;
  if (seen.length === 0) {
    return wrong(
      about,
      `the bot sees no text channel. Give its role View Channels in Server Settings → Roles, or invite it anew: ${invite}`,
    );
  }
  const everywhere = (partly[0]?.lacks ?? []).filter((key) => seen.every(({ lacks }) => lacks.includes(key)));
  if (everywhere.length > 0) {
    return wrong(
      about,
      `the bot lacks ${names(everywhere)} in every channel that it sees. Give that to its role in Server Settings → Roles, or invite it anew: ${invite}`,
    );
  }
  if (partly.length === 0)
    return ok(about, `the bot can work in ${seen.length} of ${channels.length} text channels${hidden}.`);
  const works = seen.length - partly.length;
  const lines = partly.slice(0, NAMED).map((channel) => `#${channel.name} lacks ${names(channel.lacks)}`);
  const more = partly.length > NAMED ? `; and ${partly.length - NAMED} more` : '';
  return (works === 0 ? wrong : note)(
    about,
    `the bot can work in ${works} of ${channels.length} text channels${hidden}. ${lines.join('; ')}${more}. To use it there too: Edit Channel → Permissions.`,
  );
}

function notIn(guild: string, invite: string): string {
  return `DISCORD_GUILD is ${guild}, a server that the bot is not in: correct the id, or invite the bot there: ${invite}`;
}

function names(keys: readonly TextKey[]): string {
  return keys.map((key) => say(key)).join(', ');
}
