import type { BotFacts, SlackProbe } from '../platforms/slack/check.ts';
import { badBotToken, fatalOpening, isRefusal, ORG_WIDE, platformError } from '../platforms/slack/fatal.ts';
import { type Finding, ok, wrong } from './finding.ts';
import { aboutOf, type Standing } from './slack-channels.ts';
import { scopeFindings } from './slack-scopes.ts';

const ABOUT = 'Slack';

/** What was found of a bot's token, and where Herald stands by it: absent where it does not. */
export interface TokenLook {
  readonly findings: readonly Finding[];
  readonly standing?: Standing;
}

/** Whose SLACK_BOT_TOKEN is, and what it may do. */
export async function botToken(probe: SlackProbe, token: string, signal: AbortSignal): Promise<TokenLook> {
  try {
    const bot = await probe.bot(token, signal);
    if (!bot.isBot) return { findings: [wrong(ABOUT, badBotToken('it is a person’s'))] };
    if (bot.isOrganisation) return { findings: [wrong(ABOUT, ORG_WIDE)] };
    return {
      standing: { token, bot },
      findings: [
        ok(ABOUT, `SLACK_BOT_TOKEN is @${bot.name}’s, in “${bot.workspace}”.`),
        ...scopeFindings(aboutOf(bot), bot.scopes),
      ],
    };
  } catch (error) {
    const code = platformError(error);
    if (code === undefined || !isRefusal(code)) throw error;
    return { findings: [wrong(ABOUT, badBotToken(code))] };
  }
}

/**
 * Whether SLACK_APP_TOKEN opens Socket Mode, and is of the same app as the bot's token.
 * @param bot undefined where its token tells nothing
 */
export async function appToken(
  probe: SlackProbe,
  token: string,
  bot: BotFacts | undefined,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  try {
    const app = await probe.socket(token, signal);
    if (app !== undefined && bot?.app !== undefined && app !== bot.app) {
      return [
        wrong(
          ABOUT,
          `SLACK_APP_TOKEN is of another app (${app}) than the bot’s token (${bot.app}), so Herald would hear nothing: take both from one app.`,
        ),
      ];
    }
    return [ok(ABOUT, 'SLACK_APP_TOKEN opens Socket Mode.')];
  } catch (error) {
    const says = fatalOpening(error);
    if (says === undefined) throw error;
    return [wrong(ABOUT, says)];
  }
}
