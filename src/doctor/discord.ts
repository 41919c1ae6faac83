import type { Config } from '../config.ts';
import { type ApplicationFacts, type DiscordProbe, discordProbe, explainDiscord } from '../platforms/discord/check.ts';
import { inviteUrl } from '../platforms/discord/invite.ts';
import { serverFindings } from './discord-servers.ts';
import { type Finding, note, ok, wrong } from './finding.ts';
import { explaining } from './look.ts';

const ABOUT = 'Discord';

/** Of the times that a bot may connect in a day: fewer than this part of them left is worth a word. */
const FEW = 0.1;

type Settings = NonNullable<Config['discord']>;

/**
 * Whether the bot stands at Discord as Herald needs it. A token that is refused ends it; what comes after is looked at all at
 * once. @param atMost for each of the two (ms)
 */
export async function discord(settings: Settings | undefined, atMost: number): Promise<readonly Finding[]> {
  if (!settings) return [note(ABOUT, 'DISCORD_TOKEN is not set, so Herald is not on Discord.')];
  const { apiUrl } = settings;
  const probe = discordProbe(settings);
  const ask = explaining(ABOUT, (error) => explainDiscord(error, apiUrl), atMost);

  let known: { readonly bot: string; readonly application: ApplicationFacts } | undefined;
  const identity = await ask(async (signal) => {
    const [self, application] = [await probe.self(signal), await probe.application(signal)];
    known = { bot: self.id, application };
    return [ok(ABOUT, `the token is ${self.name}’s.`), ...portal(application)];
  });
  if (!known) return identity;
  const { bot, application } = known;
  const { guild } = settings;
  const invite = inviteUrl(application.id);
  const rest = await Promise.all([
    ask((signal) => sessions(probe, signal)),
    ask((signal) => commands(probe, application.id, guild, signal)),
    ask((signal) => serverFindings({ probe, bot, invite, guild, signal })),
  ]);
  return [...identity, ...rest.flat()];
}

/** What is set in Discord's developer portal. */
function portal({ seesContent, sendsAway, codeGrant }: ApplicationFacts): Finding[] {
  return [
    seesContent
      ? ok(
          ABOUT,
          'the message content intent is on: replies to anybody’s photo work too, and what is written in a channel can be announced.',
        )
      : note(ABOUT, WITHOUT_CONTENT),
    ...(sendsAway ? [wrong(ABOUT, SENDS_AWAY)] : []),
    ...(codeGrant ? [note(ABOUT, CODE_GRANT)] : []),
  ];
}

const WITHOUT_CONTENT =
  'the message content intent is off. Commands, “Make it talk” in a message’s menu, mentions that carry the photo, replies to a message in which Herald asks for one, and direct messages all work; a mention in reply to somebody’s photo does not see that photo, and what is written in a channel cannot be announced (/announce watch). To switch it on: Developer Portal → Bot → Message Content Intent, then start Herald anew.';
const SENDS_AWAY =
  'an interactions endpoint is set, so commands and buttons never reach Herald: empty Developer Portal → General Information → Interactions Endpoint URL.';
const CODE_GRANT =
  'the invite link does not work by itself: switch off Developer Portal → Bot → Requires OAuth2 Code Grant.';

async function sessions(probe: DiscordProbe, signal: AbortSignal): Promise<Finding[]> {
  const { left, total, renewsIn } = await probe.sessions(signal);
  const says = `Herald may still connect ${left} of ${total} times`;
  if (left >= total * FEW) return [ok(ABOUT, `${says}.`)];
  const until = `within the next ${Math.max(1, Math.ceil(renewsIn / 3_600_000))} h. Find out why it starts so often, before Discord resets the token.`;
  return [(left === 0 ? wrong : note)(ABOUT, `${says} ${until}`)];
}

async function commands(
  probe: DiscordProbe,
  application: string,
  guild: string | undefined,
  signal: AbortSignal,
): Promise<Finding[]> {
  const { registered, missing } = await probe.commands(application, guild, signal);
  const where = guild === undefined ? 'in every server' : `in the server ${guild} alone, as DISCORD_GUILD has it`;
  if (missing.length === 0) return [ok(ABOUT, `all ${registered.length} commands are registered, ${where}.`)];
  if (registered.length === 0) return [note(ABOUT, 'no command is registered yet: Herald does that when it starts.')];
  return [note(ABOUT, `not registered: ${missing.join(', ')}. Herald does that when it starts.`)];
}
