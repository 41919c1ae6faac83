import type { Bot } from '../e2e/bot.ts';
import type { Asked } from '../fakes/slack/interactions-asked.ts';
import type { Person } from '../fakes/slack/people.ts';
import type { SentFile } from '../fakes/slack/people-files.ts';
import type { Channel } from '../fakes/slack/places.ts';
import type { Slack } from '../fakes/slack/slack.ts';
import type { Team } from '../fakes/slack/teams.ts';

/** Somebody, and a channel for their videos. */
export interface Corner {
  readonly person: Person;
  readonly channel: Channel;
}

/** Somebody new in a workspace, alone in a channel with the bot. */
export function corner(team: Team, name = 'Ada'): Corner {
  const person = team.user({ name });
  return { person, channel: team.channel({ members: [person] }) };
}

/** What is asked for. */
export const WORDS = 'The bench has something to say.';

/** Settings that let a bot in by the token of the first workspace, and have it hear by Socket Mode. */
export const byToken = (slack: Slack) => ({
  SLACK_API_URL: slack.url,
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_APP_TOKEN: slack.appToken,
});

export const onSlack = (bot: Bot): Promise<void> => bot.logged(({ msg }) => msg === 'Herald is on Slack');

/** Types so many commands at once. @returns ms until each was acknowledged */
export async function together(corners: readonly Corner[], count: number) {
  const asked: Asked[] = [];
  const took = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const one = corners[n % corners.length];
      if (!one) throw new Error('there is nobody');
      const began = performance.now();
      asked[n] = one.person.slash(one.channel, '/avatar', WORDS);
      await asked[n].settled();
      return performance.now() - began;
    }),
  );
  return { asked, took };
}

/** Resolves when every command has opened its form. */
export async function formsOpen(asked: readonly Asked[]): Promise<void> {
  await until(() => asked.every(({ views }) => views.length > 0));
}

/** The form that was opened. */
export function viewOf(asked: Asked | undefined) {
  if (!asked) throw new Error('nothing was asked');
  return asked.view;
}

/** Asks for a video. */
export async function send(one: Corner, photo: SentFile): Promise<void> {
  const { asked } = await together([one], 1);
  await formsOpen(asked);
  await one.person.submit(viewOf(asked[0]), { photo: [photo], text: WORDS }).settled();
}

/** Asks for the first video of a person, which waits until they confirmed that they may use the faces they send. */
export async function confirm(one: Corner, photo: SentFile): Promise<void> {
  await send(one, photo);
  await agree(one);
}

/** Confirms that they may use the faces they send, once they are asked to. */
export async function agree(one: Corner | undefined): Promise<void> {
  if (!one) throw new Error('there is nobody');
  const { channel, person } = one;
  const question = () =>
    channel.ephemerals(person).find(({ buttons }) => buttons.some(({ actionId }) => actionId.startsWith('confirm:')));
  await until(() => question() !== undefined);
  const asked = question();
  const button = asked?.buttons.find(({ actionId }) => actionId.startsWith('confirm:'));
  if (asked && button) await person.press(asked, button.actionId).settled();
}

/** Videos where people would look for them: in the channel, and in its threads. */
export const filesIn = (channel: Channel) =>
  channel
    .messages()
    .flatMap((message) => [message, ...channel.thread(message)])
    .flatMap(({ files }) => files)
    .filter(({ name }) => name.endsWith('.mp4'));

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}
