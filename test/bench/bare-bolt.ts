import { App, LogLevel } from '@slack/bolt';

// The least that an app of Bolt can be: it acknowledges what is asked of it, and does nothing else.
const app = new App({
  token: process.env.SLACK_BOT_TOKEN ?? '',
  appToken: process.env.SLACK_APP_TOKEN ?? '',
  socketMode: true,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL ?? '' },
  logLevel: LogLevel.ERROR,
});
app.command('/avatar', async ({ ack }) => ack());
await app.start();
process.send?.('ready');
process.on('disconnect', () => process.exit(0));
