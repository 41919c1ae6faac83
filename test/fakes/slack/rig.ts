import { afterEach } from 'vitest';
import { type SlackOptions, startFakeSlack } from './slack.ts';

const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Has something end with the test. */
export function endWithTest(end: () => Promise<unknown>): void {
  ends.push(end);
}

/** A Slack for one test, with a channel and a person in its first workspace. */
export async function startWithChannel(options: SlackOptions = {}) {
  const slack = await startFakeSlack(options);
  ends.push(() => slack.close());
  const channel = slack.home.channel();
  const ada = slack.home.user({ name: 'Ada' });
  return { slack, channel, ada };
}
