import type { Config } from '../config.ts';
import { explainSlack, slackProbe } from '../platforms/slack/check.ts';
import { PATHS } from '../platforms/slack/paths.ts';
import { type Finding, note, ok } from './finding.ts';
import { explaining } from './look.ts';
import { channelFindings, type Standing } from './slack-channels.ts';
import { installedIn } from './slack-installations.ts';
import { appToken, botToken } from './slack-tokens.ts';

const ABOUT = 'Slack';

type Needed = Pick<Config, 'slack' | 'publicUrl' | 'access' | 'dataDir' | 'secretKey'>;

/**
 * Whether Herald stands at Slack as it needs to: its tokens, what they may do, and where the bot is a member. What rests on the bot's
 * tokens is looked at after them. @param atMost for each of the two (ms)
 */
export async function slack(config: Needed, atMost: number): Promise<readonly Finding[]> {
  const { slack: settings, publicUrl, access: allowed } = config;
  if (!settings) return [note(ABOUT, 'neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID is set, so Herald is not on Slack.')];
  const { access, entry, apiUrl } = settings;
  const probe = slackProbe(apiUrl);
  const ask = explaining(ABOUT, (error) => explainSlack(error, apiUrl), atMost);

  const standings: Standing[] = [];
  const tokens = await ask(async (signal) => {
    const looks =
      access.kind === 'token'
        ? [await botToken(probe, access.token, signal)]
        : await installedIn(probe, config, access.workspaces, signal);
    standings.push(...looks.flatMap(({ standing }) => standing ?? []));
    return looks.flatMap(({ findings }) => findings);
  });
  const [way, channels] = await Promise.all([
    entry.kind === 'http'
      ? [ok(ABOUT, overHttp(publicUrl))]
      : ask((signal) => appToken(probe, entry.appToken, standings[0]?.bot, signal)),
    ask((signal) => channelFindings({ probe, standings, allowed: allowed.channels, signal })),
  ]);
  return unique([...tokens, ...way, ...channels]);
}

/** A Slack that cannot be reached fails every look in the same way. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function overHttp(publicUrl: string | undefined): string {
  return `Slack is to send its requests to ${publicUrl}${PATHS.requests}. If nothing comes, paste what npm run slack:manifest prints into the app’s App Manifest while Herald runs, so that Slack can verify the address.`;
}
