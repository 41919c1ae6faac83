import { describe, expect, test } from 'vitest';
import { BOT_SCOPES } from '../../../src/platforms/slack/scopes.ts';
import { going } from '../under-test.ts';
import { type Incoming, incoming, PHOTO } from './incoming-rig.ts';

/** Resolves when every event has come, and all that it caused is done. */
async function quiet({ slack, herald }: Incoming): Promise<void> {
  await expect.poll(() => slack.events.every(({ isAcknowledged }) => isAcknowledged)).toBe(true);
  await herald.stop();
}

const placeOf = ({ team }: Incoming, channel: string) => ({ platform: 'slack', space: team.id, channel });

describe('what is said in a channel that is listened to', () => {
  test('is overheard once, in plain words, with who said it', async () => {
    const rig = await incoming();
    const { slack, team, channel, ada, bob, desk } = rig;
    const group = team.group({ handle: 'editors', users: [ada] });
    team.group({ handle: 'others', users: [bob] });
    const place = placeOf(rig, channel.id);
    desk.listened.push(place);
    const said = ada.says(channel, `Herald *2.0* is out, thanks to ${bob.mention} :tada:`);
    await expect.poll(() => desk.heard).toHaveLength(1);
    for (const event of [...slack.events]) slack.redeliver(event);
    await quiet(rig);
    expect(desk.heard).toEqual([
      {
        place,
        message: said.ts,
        at: Math.floor(Number(said.ts) * 1_000),
        person: ada.id,
        name: 'Ada',
        roles: [group.id],
        text: 'Herald 2.0 is out, thanks to Bob',
      },
    ]);
    expect(slack.violations).toEqual([]);
  });

  test('is acknowledged once it is kept', async () => {
    const rig = await incoming();
    const { slack, channel, ada, desk } = rig;
    desk.listened.push(placeOf(rig, channel.id));
    const kept = Promise.withResolvers<void>();
    const heard = Promise.withResolvers<void>();
    desk.overheard = () => {
      heard.resolve();
      return kept.promise;
    };
    ada.says(channel, 'Hello');
    await heard.promise;
    expect(slack.events.map(({ isAcknowledged }) => isAcknowledged)).toEqual([false]);
    kept.resolve();
    await quiet(rig);
  });

  test('is sent again by Slack where it could not be kept', async () => {
    const rig = await incoming();
    const { slack, channel, ada, desk } = rig;
    desk.listened.push(placeOf(rig, channel.id));
    const { overheard } = desk;
    let tries = 0;
    desk.overheard = async (said) => {
      tries += 1;
      if (tries === 1) throw new Error('the disk is full');
      return overheard(said);
    };
    ada.says(channel, 'Hello');
    await expect.poll(() => tries).toBe(1);
    // so long Slack waits for an acknowledgement
    slack.pass(3_000);
    await expect.poll(() => desk.heard.map(({ text }) => text)).toEqual(['Hello']);
    await quiet(rig);
    expect([tries, slack.violations]).toEqual([2, []]);
  });

  test('is left alone where it is an answer, names the bot, has no words, is not a person’s, or is said elsewhere', async () => {
    const rig = await incoming({ hurried: true });
    const { slack, team, channel, ada, desk, herald } = rig;
    const place = placeOf(rig, channel.id);
    desk.listened.push(place);
    const post = { key: 'one', message: { locale: 'en', lines: [{ key: 'job_missing' }] } } as const;
    await herald.platform.post(place, post, going);
    const first = ada.says(channel, { files: [PHOTO] });
    ada.says(channel, { text: 'An answer', thread: first });
    ada.says(channel, { text: 'An answer with a file', thread: first, files: [PHOTO] });
    ada.says(channel, ':tada:');
    ada.says(channel, { text: 'Hello', mentionsBot: true, files: [PHOTO] });
    ada.says(team.channel(), 'Elsewhere');
    ada.says(slack.dm(ada), { text: 'Alone', files: [PHOTO] });
    expect((await desk.next('ask')).text).toBeDefined();
    await quiet(rig);
    expect(desk.heard).toEqual([]);
    expect(desk.count).toBe(2);
  });

  test('is not asked about where nothing listens', async () => {
    const rig = await incoming();
    const asked = rig.slack.requests.length;
    rig.ada.says(rig.channel, 'Hello');
    await quiet(rig);
    expect(rig.slack.requests.length).toBe(asked);
  });
});

describe('how the bot stands with a channel that is named from elsewhere', () => {
  const keys = (lines: readonly { readonly key: string }[]) => lines.map(({ key }) => key);

  test.each(['public', 'private'] as const)(
    'is asked anew each time: in a %s one it is to be invited',
    async (kind) => {
      const rig = await incoming();
      const channel = rig.team.channel({ kind });
      const { platform } = rig.herald;
      const place = placeOf(rig, channel.id);
      const params = { channel: { channel: channel.id }, bot: { person: rig.team.botUser, isBot: true } };
      expect(await platform.unheard(place, going)).toEqual([]);
      expect(await platform.obstacles(place, going)).toEqual([]);
      channel.kick();
      expect(await platform.obstacles(place, going)).toEqual([{ key: 'slack_there_invite', params }]);
      expect(await platform.unheard(place, going)).toEqual([{ key: 'slack_unheard_invite', params }]);
      channel.invite();
      channel.archive();
      expect(keys(await platform.obstacles(place, going))).toEqual(['slack_there_archived']);
      expect(keys(await platform.unheard(place, going))).toEqual(['slack_there_archived']);
    },
  );

  test.each([
    ['public', 'channels:history'],
    ['private', 'groups:history'],
  ] as const)('says which scope it lacks to hear a %s one: %s', async (kind, scope) => {
    const rig = await incoming({ home: { scopes: BOT_SCOPES.filter((each) => each !== scope) } });
    const { id } = rig.team.channel({ kind });
    const found = await rig.herald.platform.unheard(placeOf(rig, id), going);
    const params = { channel: { channel: id }, scopes: { code: scope } };
    expect(found).toEqual([{ key: 'slack_unheard_scope', params }]);
    expect(rig.lines.join()).toContain(`the bot lacks ${scope} in this workspace.`);
  });

  test('is no obstacle where Slack does not tell, and ends with its signal', async () => {
    const rig = await incoming();
    const { platform } = rig.herald;
    const place = placeOf(rig, rig.channel.id);
    rig.slack.faults.next('conversations.info', { answer: { error: 'internal_error' } }, 2);
    expect(await platform.obstacles(place, going)).toEqual([]);
    expect(await platform.unheard(place, going)).toEqual([]);
    const ended = AbortSignal.abort(new Error('over'));
    await expect(platform.unheard(place, ended)).rejects.toThrow('over');
    await expect(platform.obstacles(place, ended)).rejects.toThrow('over');
    await expect(platform.names(place, ended)).rejects.toThrow('over');
  });
});

test('what a channel is called is remembered for some minutes, and longer where Slack does not tell', async () => {
  const rig = await incoming();
  const { slack, team, channel } = rig;
  const { platform } = rig.herald;
  const called = { space: team.record.name, channel: channel.name };
  const names = () => platform.names(placeOf(rig, channel.id), going);
  expect([await names(), await names()]).toEqual([called, called]);
  expect(slack.count('conversations.info')).toBe(1);
  slack.pass(6 * 60_000);
  slack.faults.next('conversations.info', { answer: { error: 'internal_error' } });
  expect(await names()).toEqual(called);
  expect(slack.count('conversations.info')).toBe(2);
  expect(await platform.names({ platform: 'slack', space: team.id }, going)).toEqual({ space: called.space });
});
