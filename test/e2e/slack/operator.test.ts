import { describe, expect, onTestFinished, test } from 'vitest';
import { BOT_SCOPES } from '../../../src/platforms/slack/scopes.ts';
import { type Slack, startFakeSlack } from '../../fakes/slack/slack.ts';
import { dataDir, removeDir } from '../bot.ts';
import { runToEnd } from '../ends.ts';
import { klingWith, settings } from '../kling.ts';
import { slackSettings } from './kit.ts';

/** Runs one of the bot's programs that ends by itself, with these settings beside those of a Slack. */
async function ends(
  program: 'src/main.ts' | 'src/doctor.ts',
  env: Readonly<Record<string, string>>,
  prepare: (slack: Slack) => Readonly<Record<string, string>> = () => ({}),
) {
  const slack = await startFakeSlack({ home: { scopes: BOT_SCOPES } });
  onTestFinished(() => slack.close());
  const dir = dataDir();
  onTestFinished(() => removeDir(dir));
  const kling = await klingWith();
  return runToEnd(program, dir, { ...settings(kling, 'avatar'), ...slackSettings(slack), ...prepare(slack), ...env });
}

describe('what only the operator can mend', () => {
  test('ends the start with 78 and says what to do: a bad token of either kind', async () => {
    const [bot, app] = await Promise.all([
      ends('src/main.ts', { SLACK_BOT_TOKEN: 'xoxb-not-the-token' }),
      ends('src/main.ts', { SLACK_APP_TOKEN: 'xapp-not-the-token' }),
    ]);
    expect(bot.output).toMatch(
      /Slack does not accept SLACK_BOT_TOKEN \(invalid_auth\)\. Copy the .*start Herald again\./,
    );
    expect(app.output).toMatch(
      /Slack does not accept SLACK_APP_TOKEN \(invalid_auth\)\. Make an .*start Herald again\./,
    );
    for (const { code, output } of [bot, app]) {
      expect(code).toBe(78);
      expect(output).not.toContain('not-the-token');
    }
  });

  test('is named by `npm run doctor`: a bad token, a scope that is missing, a channel that it is not in', async () => {
    const [token, scope] = await Promise.all([
      ends('src/doctor.ts', { SLACK_BOT_TOKEN: 'xoxb-not-the-token' }),
      ends('src/doctor.ts', {}, ({ home }) => {
        home.scopes(BOT_SCOPES.filter((scope) => scope !== 'files:write'));
        const channel = home.channel({ name: 'launches', botIsMember: false });
        return { ALLOWED_CHANNELS: channel.id };
      }),
    ]);
    expect(token.output).toMatch(/wrong +Slack: Slack does not accept SLACK_BOT_TOKEN \(invalid_auth\)/);
    expect(token.output).not.toContain('not-the-token');
    expect(scope.output).toMatch(/wrong +Slack workspace “Home”: .*\bscope\b.*: files:write /);
    expect(scope.output).toMatch(
      /wrong +Slack workspace “Home”: the bot is not in #launches .*Write \/invite @herald there/,
    );
    expect([token.code, scope.code]).toEqual([1, 1]);
  });
});
