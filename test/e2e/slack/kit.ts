import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Sandbox, SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import type { Asked } from '../../fakes/slack/interactions-asked.ts';
import type { MessageView } from '../../fakes/slack/looking.ts';
import type { Person } from '../../fakes/slack/people.ts';
import type { SentFile } from '../../fakes/slack/people-files.ts';
import type { Channel } from '../../fakes/slack/places.ts';
import { type Slack, type SlackOptions, startFakeSlack } from '../../fakes/slack/slack.ts';
import type { Team } from '../../fakes/slack/teams.ts';
import type { FieldValues } from '../../fakes/slack/views-fill.ts';
import { type Bot, clockAhead, dataDir, ROOT } from '../bot.ts';
import { freePort } from '../ends.ts';
import { eventually } from '../eventually.ts';
import { type AtEnd, botWith, klingWith, smallPhoto } from '../kling.ts';

export interface HouseOptions {
  readonly slack?: Omit<SlackOptions, 'mode'>;
  /** How the bot hears Slack. Default `socket`. */
  readonly mode?: 'socket' | 'http';
  /** Whether the bot is let in by the token of one workspace (default), or installed in each by its people. */
  readonly access?: 'token' | 'oauth';
  readonly kling?: Partial<SandboxOptions>;
  /** May depend on who is there before the start. */
  readonly env?: Readonly<Record<string, string>> | ((there: There) => Readonly<Record<string, string>>);
  /** Faults to be met at the bot's first start. */
  readonly faults?: (slack: Slack) => void;
}

/** What is there before the bot starts. */
export type There = Pick<House, 'slack' | 'team' | 'channel' | 'ada'>;

/**
 * A bot of its own process, on a Slack and with a Kling that live as long as the test; one workspace, in which the bot is installed,
 * one channel, and Ada.
 */
export interface House {
  readonly slack: Slack;
  readonly team: Team;
  readonly channel: Channel;
  readonly ada: Person;
  readonly kling: Sandbox;
  readonly dir: string;
  /** The bot as it runs now. */
  readonly bot: Bot;
  /** Installs the bot in a workspace, as somebody who belongs to it does; for houses that are let in by `oauth`. */
  install(team: Team): Promise<void>;
  /**
   * Starts the bot again on the same data, so many ms later by everybody's clock, and perhaps with other settings as well; the one
   * before must have ended. Over HTTP, Slack's signatures stay the machine's: a bot that is minutes ahead takes them for old.
   */
  restart(later?: number, settings?: Readonly<Record<string, string>>): Promise<Bot>;
  /** The same, without waiting until it is on Slack. */
  launch(later?: number, settings?: Readonly<Record<string, string>>): Promise<Bot>;
}

/** Where the bot's own server is, the same at each start: Slack sends to it, and people install the bot there. */
async function serverSettings(): Promise<Record<string, string>> {
  const port = await freePort();
  return { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`, API_TOKEN: 'token-for-tests-only' };
}

/** Settings that connect a bot to a fake Slack. */
export function slackSettings(
  slack: Slack,
  { mode = 'socket', access = 'token' }: Pick<HouseOptions, 'mode' | 'access'> = {},
): Record<string, string> {
  return {
    SLACK_API_URL: slack.url,
    ...(mode === 'socket' ? { SLACK_APP_TOKEN: slack.appToken } : { SLACK_SIGNING_SECRET: slack.signingSecret }),
    ...(access === 'token'
      ? { SLACK_BOT_TOKEN: slack.botToken }
      : { SLACK_CLIENT_ID: slack.clientId, SLACK_CLIENT_SECRET: slack.clientSecret }),
  };
}

/** Opens the house, and waits until the bot is on Slack. A test that ends has broken no rule of Slack's. */
export async function openHouse(options: HouseOptions = {}, atEnd: AtEnd = onTestFinished): Promise<House> {
  const { mode = 'socket', access = 'token' } = options;
  const slack = await startFakeSlack({
    ...options.slack,
    mode,
    home: { installed: access === 'token', ...options.slack?.home },
  });
  atEnd(async () => {
    await slack.close();
    expect(slack.violations).toEqual([]);
  });
  const team = slack.home;
  const channel = team.channel();
  const ada = team.user({ name: 'Ada' });
  options.faults?.(slack);
  const kling = await klingWith(options.kling, atEnd);
  const dir = dataDir();
  const server = mode === 'http' || access === 'oauth' ? await serverSettings() : {};
  if (mode === 'http') slack.http.requestUrl = `${server.PUBLIC_URL}/slack/events`;
  const own = typeof options.env === 'function' ? options.env({ slack, team, channel, ada }) : options.env;
  const settings = { ...slackSettings(slack, { mode, access }), ...server, ...own };
  let ahead = 0;
  const start = (later = 0, more: Readonly<Record<string, string>> = {}) => {
    slack.pass(later);
    ahead += later;
    const clock = ahead > 0 ? clockAhead(ahead) : {};
    return botWith(kling, 'avatar', { ...settings, ...clock, ...more }, dir, atEnd);
  };
  let bot = await start();
  await onSlack(bot);

  async function install(into: Team): Promise<void> {
    const admin = into.user({ name: 'Admin', admin: true });
    const { status, text } = await slack.oauth.install(bot.url, admin);
    expect(text).toContain('Herald is installed');
    expect(status).toBe(200);
  }
  if (access === 'oauth' && options.slack?.home?.installed !== false) await install(team);

  return {
    slack,
    team,
    channel,
    ada,
    kling,
    dir,
    get bot() {
      return bot;
    },
    install,
    async launch(...how) {
      bot = await start(...how);
      return bot;
    },
    async restart(...how) {
      bot = await start(...how);
      await onSlack(bot);
      return bot;
    },
  };
}

/** Resolves as soon as a bot is connected to Slack. */
const onSlack = (bot: Bot): Promise<void> => bot.logged(({ msg }) => msg === 'Herald is on Slack');

/** A photo as Slack takes it from a person. */
export async function photo(): Promise<SentFile> {
  return { bytes: Buffer.from(await (await smallPhoto()).arrayBuffer()), name: 'face.jpg' };
}

/** The house's real photo of a face. */
export const astronaut = (): SentFile => ({
  bytes: readFileSync(join(ROOT, '../shared/media/astronaut.png')),
  name: 'astronaut.png',
});

/** What a person did with a form: how they opened it, and how they sent it. Private answers to either are in `opened.answers`. */
export interface Filled {
  readonly opened: Asked;
  readonly sent: Asked;
}

/** Types `/avatar`, fills the form in, and sends it; with a photo, unless told otherwise. */
export async function ask(person: Person, channel: Channel, text: string, fields: FieldValues = {}): Promise<Filled> {
  const opened = person.slash(channel, '/avatar', text);
  return fill(person, opened, { photo: [await photo()], ...fields });
}

/** Fills in the form that was opened, once it is there, and sends it. */
export async function fill(person: Person, opened: Asked, fields: FieldValues): Promise<Filled> {
  const view = await eventually(() => opened.views.at(-1));
  const sent = person.submit(view, fields);
  await sent.settled();
  return { opened, sent };
}

/** What the bot says last to one person alone, in answer to what they asked. */
export const told = (asked: Asked): Promise<string> => toldMessage(asked).then(({ shown }) => shown);

/** The same, with its buttons. */
export const toldMessage = (asked: Asked): Promise<MessageView> =>
  eventually(() => asked.answers.findLast(({ deleted }) => !deleted));

/** Confirms, once and for good, that a person may use the faces they send; by asking for a video that is then made. */
export async function confirmed(
  house: Pick<House, 'ada' | 'channel'>,
  person: Person = house.ada,
  channel: Channel = house.channel,
): Promise<void> {
  const { opened } = await ask(person, channel, 'I confirm.');
  const question = await toldMessage(opened);
  // by its id, since its label is in the person's language
  const button = question.buttons.find(({ actionId }) => actionId.startsWith('confirm:'));
  if (!button) throw new Error('nothing was shown to confirm');
  person.press(question, button.actionId);
  await finished(channel, 'I confirm.');
}

/** Everything that stands in a channel and in its threads. */
export const everything = (channel: Channel): readonly MessageView[] =>
  channel.history().filter(({ deleted }) => !deleted);

/** A message of the bot, in the channel or a thread of it, that has all these words in it. */
export const said = (channel: Channel, ...words: readonly string[]): Promise<MessageView> =>
  eventually(() =>
    everything(channel).find(({ record, shown }) => record.bot_id && words.every((word) => shown.includes(word))),
  );

/** A status message that has these words in it. */
export const status = (channel: Channel, words: string): Promise<MessageView> =>
  eventually(() =>
    everything(channel).find(
      ({ record, shown, buttons }) => record.bot_id && shown.includes(words) && buttons.length > 0,
    ),
  );

/** The status message with these words, once it says that the video is there. */
export const finished = (channel: Channel, words: string): Promise<MessageView> =>
  eventually(() =>
    everything(channel).find(
      ({ record, shown }) => record.bot_id && shown.includes(words) && /^Done|^完成/m.test(shown),
    ),
  );

/** The video in which these words are spoken, as soon as it is there: its status message may say so later. */
export const brought = (channel: Channel, words: string): Promise<MessageView> =>
  eventually(() => videosIn(channel).find(({ files }) => files.some(({ altText }) => altText?.includes(words))));

/** Whether a message is one of the bot's, with a video. */
const bringsVideo = ({ record }: MessageView): boolean => record.bot_id !== undefined && record.files.length > 0;

/** The videos that stand in a channel and in its threads, with their messages. */
export const videosIn = (channel: Channel): readonly MessageView[] => everything(channel).filter(bringsVideo);

/** The same, of one thread alone. */
export const videosBelow = (channel: Channel, parent: Pick<MessageView, 'ts'>): readonly MessageView[] =>
  channel.thread(parent).filter(bringsVideo);

/** All videos that were ever posted in a channel or its threads, those deleted since as well. */
export const everPosted = (channel: Channel): readonly MessageView[] => channel.history().filter(bringsVideo);

/** The video of a channel and its threads, as soon as it is there. */
export const video = (channel: Channel): Promise<MessageView> => eventually(() => videosIn(channel)[0]);
