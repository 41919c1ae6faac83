import type { BotFacts, ChannelFacts, SlackProbe } from '../platforms/slack/check.ts';
import { type Finding, note, ok, wrong } from './finding.ts';

/** Channels that are looked at one by one, and such as are named in a line. */
const LOOKED_AT = 20;
const NAMED = 5;

/** Which channels of a workspace a token may be asked for, by the scope that lets it. */
const KINDS = { 'channels:read': 'public_channel', 'groups:read': 'private_channel' } as const;

/** A workspace that Herald is in, and the token that says so. */
export interface Standing {
  readonly token: string;
  readonly bot: BotFacts;
}

export interface ChannelsLook {
  readonly probe: SlackProbe;
  readonly standings: readonly Standing[];
  /** `ALLOWED_CHANNELS`, of whatever platform. */
  readonly allowed: readonly string[];
  readonly signal: AbortSignal;
}

/** Where the bot may be used and is not a member; where nothing narrows that, in which channels it is. */
export async function channelFindings(look: ChannelsLook): Promise<readonly Finding[]> {
  if (look.standings.length === 0) return [];
  // Discord's ids are numbers
  const ours = look.allowed.filter((id) => /^[CG][A-Z0-9]+$/.test(id));
  if (ours.length > 0)
    return (await Promise.all(ours.slice(0, LOOKED_AT).map((id) => allowedChannel(id, look)))).flat();
  if (look.allowed.length > 0) return [note('Slack', NONE_ALLOWED)];
  return (await Promise.all(look.standings.map((standing) => memberships(standing, look)))).flat();
}

const NONE_ALLOWED =
  'ALLOWED_CHANNELS names no channel of Slack’s, so Herald can be used in none. Their ids begin with C: they stand at the end of what a channel’s name, clicked, shows.';

/** A channel that the operator has named is in one of the workspaces. */
async function allowedChannel(id: string, { probe, standings, signal }: ChannelsLook): Promise<readonly Finding[]> {
  for (const { token, bot } of standings) {
    const channel = await probe.channel(token, id, signal);
    if (channel) return [membership(id, channel, bot)];
  }
  const [first] = standings;
  return [
    wrong(
      'Slack',
      `ALLOWED_CHANNELS has ${id}, which the bot does not see. Correct the id; or, where it is a private channel, write /invite @${first?.bot.name ?? 'Herald'} in it.`,
    ),
  ];
}

function membership(id: string, { name, isArchived, isMember }: ChannelFacts, bot: BotFacts): Finding {
  const about = aboutOf(bot);
  if (isArchived) return note(about, `#${name} (${id} in ALLOWED_CHANNELS) is archived: nothing can be posted there.`);
  if (isMember) return ok(about, `the bot is in #${name}.`);
  return wrong(about, `the bot is not in #${name} (${id} in ALLOWED_CHANNELS). Write /invite @${bot.name} there.`);
}

async function memberships(
  { token, bot }: Standing,
  { probe, signal }: Pick<ChannelsLook, 'probe' | 'signal'>,
): Promise<readonly Finding[]> {
  const kinds = Object.entries(KINDS).flatMap(([scope, kind]) => (bot.scopes?.has(scope) === false ? [] : [kind]));
  // the scopes are named as missing elsewhere
  if (kinds.length === 0) return [];
  const names = await probe.channels(token, kinds, signal);
  if (names.length === 0) {
    return [
      note(
        aboutOf(bot),
        `the bot is in no channel yet: only direct messages to it work. In a channel, write /invite @${bot.name}.`,
      ),
    ];
  }
  const shown = names.slice(0, NAMED).map((name) => `#${name}`);
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return [
    ok(
      aboutOf(bot),
      `the bot is in ${shown.join(', ')}${more}. To use it elsewhere, write /invite @${bot.name} there.`,
    ),
  ];
}

/** The heading of what is said about one workspace. */
export function aboutOf({ workspace }: Pick<BotFacts, 'workspace'>): string {
  return `Slack workspace “${workspace}”`;
}
