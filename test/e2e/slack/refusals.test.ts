import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { BOT_SCOPES } from '../../../src/platforms/slack/scopes.ts';
import { say, type TextKey } from '../../../src/texts.ts';
import type { Asked } from '../../fakes/slack/interactions-asked.ts';
import type { MessageView } from '../../fakes/slack/looking.ts';
import { eventually } from '../eventually.ts';
import { gate } from '../gate.ts';
import { CLIP, tasksOf } from '../kling.ts';
import {
  ask,
  brought,
  everPosted,
  everything,
  finished,
  photo,
  said,
  status,
  told,
  toldMessage,
  video,
  videosIn,
} from './kit.ts';
import { type Corner, sharedHouse } from './shared.ts';

const renders = gate();
const shared = sharedHouse({ kling: { render: renders.render } });

const SHORTCUT = 'make_it_talk';
const sentence = (key: TextKey, params = {}) => say(key, params, 'en');

const without = (...gone: readonly string[]) => BOT_SCOPES.filter((scope) => !gone.includes(scope));

/** Asks for a video whose making is held. @returns what lets it be done */
async function begun({ ada, channel }: Pick<Corner, 'ada' | 'channel'>, words: string): Promise<() => void> {
  const letGo = renders.hold();
  await ask(ada, channel, words);
  await status(channel, 'Kling is making');
  return letGo;
}

/** That nothing was accepted, and nothing but this said, to this person alone. */
async function refused(asked: Asked, { channel }: Corner, act: (sentence: string) => void): Promise<void> {
  const tasks = tasksOf(shared.house.kling).length;
  act(await told(asked));
  expect(asked.views).toEqual([]);
  expect(asked.answers).toHaveLength(1);
  expect(everything(channel).filter(({ record }) => record.bot_id && !record.ephemeralFor)).toEqual([]);
  expect(tasksOf(shared.house.kling)).toHaveLength(tasks);
}

/** A button of a list of jobs by which a video that is kept is shown. */
function showButton(list: MessageView): string {
  const button = list.buttons.find(({ actionId }) => actionId.startsWith('show:'));
  if (!button) throw new Error(`nothing can be shown: ${list.shown}`);
  return button.actionId;
}

describe('where the bot is not a member', () => {
  test.each(['public', 'private'] as const)('of a %s channel, a command says how to invite it', async (kind) => {
    const corner = shared.corner({ kind, botIsMember: false });
    const { ada, channel } = corner;
    await refused(ada.slash(channel, '/avatar', 'Let me in.'), corner, (words) =>
      expect(words).toContain(`Please write “/invite <@${corner.team.botUser}>” in the channel, and ask again.`),
    );
    channel.invite();
    await ask(ada, channel, 'Let me in.');
    await finished(channel, 'Let me in');
    expect(everPosted(channel)).toHaveLength(1);
  });

  test('“Make it talk” says the same', async () => {
    const corner = shared.corner({ botIsMember: false });
    const { ada, channel } = corner;
    const message = ada.says(channel, { text: 'Look at me.', files: [await photo()] });
    await refused(ada.shortcut(message, SHORTCUT), corner, (words) =>
      expect(words).toContain(`/invite <@${corner.team.botUser}>`),
    );
  });

  test('a conversation between two others is none of its business', async () => {
    const corner = shared.corner({ kind: 'mpim', botIsMember: false });
    await refused(corner.ada.slash(corner.channel, '/avatar', 'Us two.'), corner, (words) =>
      expect(words).toContain('The bot is not a member'),
    );
  });
});

describe('an archived channel', () => {
  test('is said to be one before anything is accepted', async () => {
    const corner = shared.corner();
    corner.channel.archive();
    await refused(corner.ada.slash(corner.channel, '/avatar', 'Too late.'), corner, (words) =>
      expect(words).toBe(sentence('slack_archived')),
    );
  });

  test.each(['public', 'private'] as const)(
    'when a %s one is archived meanwhile, the video comes to its person directly',
    async (kind) => {
      const corner = shared.corner({ kind });
      await broughtDirectly(corner, `Archived, ${kind}.`, () => corner.channel.archive());
    },
  );

  test.each(['public', 'private'] as const)('likewise when the bot is put out of a %s one', async (kind) => {
    const corner = shared.corner({ kind });
    await broughtDirectly(corner, `Put out, ${kind}.`, () => corner.channel.kick());
  });

  test('one that has put the bot out just now hears so when it asks, and is brought its video once it lets it in', async () => {
    const { ada, channel } = shared.corner();
    await ask(ada, channel, 'Still in.');
    await finished(channel, 'Still in');
    channel.kick();
    const letGo = renders.hold();
    const { opened } = await ask(ada, channel, 'Out by now.');
    expect(await told(opened)).toMatch(
      /^Accepted: .* If the bot is not a member of this channel, write “\/invite” and its name/,
    );
    expect(await told(ada.slash(channel, '/avatar', 'And again.'))).toContain('Please write “/invite');
    channel.invite();
    letGo();
    await brought(channel, 'Out by now');
  });

  test('likewise when the channel is deleted', async () => {
    const corner = shared.corner();
    await broughtDirectly(corner, 'Deleted.', () => corner.channel.delete());
  });

  async function broughtDirectly(corner: Corner, words: string, meanwhile: () => void): Promise<void> {
    const { ada, channel } = corner;
    const direct = shared.house.slack.dm(ada);
    const before = videosIn(direct).length;
    const letGo = await begun(corner, words);
    meanwhile();
    letGo();
    const brought = await eventually(() => (videosIn(direct).length > before ? videosIn(direct).at(-1) : undefined));
    expect(brought.text).toContain(`AI-generated, asked for by`);
    expect(everPosted(channel)).toEqual([]);
    // what the bot says next comes after all that it had to say of this
    expect(await told(ada.slash(direct, '/jobs'))).toContain(words);
    expect(videosIn(direct)).toHaveLength(before + 1);
  }
});

describe('a workspace that takes no files', () => {
  test.each([
    ['files.getUploadURLExternal', 'storage_limit_reached', 'slack_uploads_full'],
    ['files.getUploadURLExternal', 'file_uploads_disabled', 'slack_uploads_off'],
    // once the bytes are there
    ['files.completeUploadExternal', 'file_uploads_except_images_disabled', 'slack_uploads_type'],
  ] as const)('(%s: %s) is told why, and given a link to the video, which plays', async (method, error, why) => {
    const { team, channel, ada } = shared.corner();
    const { slack, bot } = shared.house;
    slack.faults.next(method, { answer: { error } });
    await ask(ada, channel, 'Then by a link.');
    const { text, pings } = await said(channel, sentence(why), 'here is a link');
    expect(pings).toEqual([ada.id]);
    const link = (/<(http[^|>]+)\|Watch the video>/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&');
    const answer = await fetch(link);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'video/mp4']);
    await answer.body?.cancel();
    await finished(channel, 'Then by a link');
    expect(everPosted(channel)).toEqual([]);
    await bot.logged(({ msg, team: of }) => of === team.id && String(msg).startsWith('Slack takes no '));
    expect(bot.output()).not.toContain(new URL(link).pathname);
  });
});

describe('a scope that the bot lacks', () => {
  let own: Corner;
  beforeAll(async () => {
    own = await shared.workspace();
  });

  /** Grants just these, and waits until Slack has told the bot so, as it does with each answer to a call. */
  async function granted(scopes: readonly string[]): Promise<void> {
    const { slack } = shared.house;
    own.team.scopes(scopes);
    const calls = slack.count('views.publish');
    own.ada.opensHome();
    await eventually(() => slack.count('views.publish') > calls || undefined);
  }

  test('when Slack shows a page in place of a photo, nothing is accepted, and the person reads why', async () => {
    const { team, ada, channel } = own;
    const { slack, kling } = shared.house;
    const tasks = tasksOf(kling).length;
    const stop = slack.on('download', 'before', async () => {
      team.scopes(without('files:read'));
      return undefined;
    });
    onTestFinished(stop);
    const { opened } = await ask(ada, channel, 'Who is this?');
    expect(await told(opened)).toMatch(
      /^(Slack does not show this file to the bot|The bot was not given leave to read)/,
    );
    expect(channel.messages()).toEqual([]);
    expect(tasksOf(kling)).toHaveLength(tasks);
  });

  test('when it is files:write, and goes missing while the video is made, a link comes and the operator is told', async () => {
    const { team, channel } = own;
    await granted(BOT_SCOPES);
    const letGo = await begun(own, 'Not any more.');
    team.scopes(without('files:write'));
    letGo();
    await said(channel, sentence('slack_uploads_scope'), 'here is a link');
    await finished(channel, 'Not any more');
    const { bot } = shared.house;
    await bot.logged(({ msg, team: of }) => of === team.id && String(msg).startsWith('the bot lacks files:write'));
    expect(everPosted(channel)).toEqual([]);
  });

  test('is named before anything is accepted, to the person and, once, to the operator', async () => {
    const { team, ada } = own;
    await granted(without('files:write', 'files:read'));
    const corner = { ...own, channel: team.channel() };
    for (const words of ['May I?', 'May I now?']) {
      await refused(ada.slash(corner.channel, '/avatar', words), corner, (answer) =>
        expect(answer).toContain('has not given it `files:read, files:write`.'),
      );
    }
    const { log } = shared.house.bot;
    const hints = log.filter(({ msg, team: of }) => of === team.id && String(msg).includes('lacks files:read'));
    expect(hints).toHaveLength(1);
  });
});

describe('a form that Slack does not open', () => {
  test.each([
    ['expired_trigger_id', 'slack_form_late'],
    ['internal_error', 'slack_form_failed'],
  ] as const)('(%s) is made up for by a sentence', async (error, key) => {
    const corner = shared.corner();
    const { slack } = shared.house;
    slack.faults.next('views.open', { answer: { error } });
    await refused(corner.ada.slash(corner.channel, '/avatar', 'Open up.'), corner, (words) =>
      expect(words).toBe(sentence(key)),
    );
    await ask(corner.ada, corner.channel, 'Open up.');
    await finished(corner.channel, 'Open up');
  });
});

describe('without a public address', () => {
  const alone = sharedHouse({ access: 'token', kling: { render: async () => ({ seconds: 2, path: CLIP }) } });

  test('a video that Slack takes no file of is kept; /jobs shows it, and brings it once there is room', async () => {
    const { team, channel, ada } = alone.corner();
    const { slack, bot } = alone.house;
    team.refuseUploads('storage_limit_reached');
    await ask(ada, channel, 'No room for me.');
    await said(channel, 'No room for me', 'This Slack workspace has no room left for files.', 'It is kept for you');
    const list = await toldMessage(ada.slash(channel, '/jobs'));
    expect(list.shown).toContain('done and kept, but not posted');
    await bot.logged(({ msg }) => String(msg).includes('the storage of this workspace is full'));

    ada.press(list, showButton(list));
    // what was pressed is seen by her alone, so that the answer takes its place
    await eventually(() => list.shown.includes('This Slack workspace has no room left for files') || undefined);
    expect(videosIn(slack.dm(ada))).toEqual([]);
    team.refuseUploads(undefined);
    const again = await toldMessage(ada.slash(channel, '/jobs'));
    ada.press(again, showButton(again));
    await video(slack.dm(ada));
    expect(everPosted(channel)).toEqual([]);
  });
});
