import { describe, expect, test } from 'vitest';
import { readable, readMrkdwn } from '../../platforms/slack/read.ts';
import { eventually } from '../eventually.ts';
import { gate } from '../gate.ts';
import { hooks } from './announcing-hooks.ts';
import { announcingIn, answered, hookIn, nova, ordered, saying, spoken, write } from './announcing-kit.ts';
import { presenters } from './announcing-presenters.ts';
import { everPosted, told, toldMessage } from './kit.ts';
import { sharedHouse } from './shared.ts';

const renders = gate();
const groups = { speakers: '' };
const shared = sharedHouse({
  workspaces: 1,
  kling: { render: renders.render },
  env({ team, ada }) {
    groups.speakers = team.group({ handle: 'speakers', users: [ada] }).id;
    return {};
  },
});
const scene = announcingIn(shared);

presenters(shared, scene, renders);
hooks(shared, scene, renders);

describe('/announce', () => {
  test('alone says what can be asked; what is not for everybody says so', async () => {
    const { channel, root, ada } = scene();
    expect(await answered(root, channel, '/announce')).toContain(
      '/announce schedule – Have a presenter say something at a time, or again and again',
    );
    for (const words of ['list', 'now Hello.', 'hook Mine'])
      expect(await answered(ada, channel, `/announce ${words}`)).toContain('Only those in charge here can announce');
    expect(await ordered(root, shared.house.slack.dm(root), '/announce now', { words: 'To me.' }, nova)).toContain(
      'Please ask once more, and name the channel',
    );
  });

  test('now has a presenter say something in the channel, and pings nobody', async () => {
    const { channel, root } = scene();
    const words = 'The doors are open. <!channel> *Welcome* & enjoy.\nSee you at noon.';
    const answer = await ordered(root, channel, '/announce now', { words }, nova);
    expect(answer).toContain(`Nova says it in <#${channel.id}>, as soon as the video is made`);
    const video = await spoken(channel, 'The doors are open.');
    expect(readable(readMrkdwn(video.text, false).text)).toBe(`${words}\nSaid by Nova, in a video made by AI.`);
    expect(video).toMatchObject({ thread: undefined, pings: [] });
  });

  test('opens its form in time though Slack is slow to say who asks, and shows there what is wrong with it', async () => {
    const { team, channel } = scene();
    const late = team.user({ name: 'Late', admin: true });
    const told = Promise.withResolvers<undefined>();
    const back = shared.house.slack.on('users.info', 'before', ({ args }) =>
      args.user === late.id ? told.promise : undefined,
    );
    const opened = write(late, channel, '/announce now');
    const view = await eventually(() => opened.views.at(-1));
    told.resolve(undefined);
    back();
    const sent = await late.submit(view, { words: ':tada:' }).settled();
    expect([sent.errors.words, view.isOpen]).toEqual([expect.stringContaining('Please write some words.'), true]);
    await late.suggests(view, 'presenter', 'nov').settled();
    late.submit(view, { words: 'Better late.', presenter: 'Nova' });
    await spoken(channel, 'Better late.');
  });

  test('takes a private channel, and says why it cannot take one in which it is not', async () => {
    const { team, channel, root } = scene();
    const hidden = team.channel({ name: 'hidden', kind: 'private', members: [root] });
    await ordered(root, channel, '/announce now', { words: 'Among us.', channel: hidden.id }, nova);
    await spoken(hidden, 'Among us.');
    const foreign = team.channel({ name: 'foreign', botIsMember: false });
    const old = team.channel({ name: 'old' });
    old.archive();
    const to = ({ id }: { id: string }) =>
      ordered(root, channel, '/announce now', { words: 'Let me in.', channel: id }, nova);
    expect(await to(foreign)).toMatch(/not a member of <#\w+>(.|\n)*“\/invite <@\w+>”/);
    expect(await to(old)).toMatch(/<#\w+> is archived/);
    expect(
      await ordered(root, channel, '/announce watch Elsewhere', { from: foreign.id, people: [root.id] }, nova),
    ).toMatch(/hears only what is written in channels that it is a member of(.|\n)*“\/invite <@\w+>”/);
    // whoever is in a private channel is told how the bot comes in
    const closed = team.channel({ name: 'closed', kind: 'private', members: [root], botIsMember: false });
    expect(await to(closed)).toMatch(/not a member of <#\w+>(.|\n)*“\/invite <@\w+>”/);
    expect(
      await ordered(root, channel, '/announce watch Inside', { from: closed.id, people: [root.id] }, nova),
    ).toMatch(/hears only what is written in channels that it is a member of(.|\n)*“\/invite <@\w+>”/);
    expect([foreign, old, closed].flatMap((each) => [...everPosted(each)])).toEqual([]);
  });

  test('sets up what can be shown, changed, paused, resumed, tested and removed', async () => {
    const { team, channel, root } = scene();
    const asked = { when: 'every weekday at 9:00', zone: 'europe/berlin', words: 'Good morning.', limit: '2' };
    const answer = await ordered(root, channel, '/announce schedule Stand up', asked, nova);
    expect(answer).toContain(`“Stand up” is set up: Nova speaks in <#${channel.id}>.`);
    expect(readable(answer)).toMatch(
      /^When: every weekday at 9:00 \(Europe\/Berlin\)\nNext: <!date\^.*09:00 \(Europe\/Berlin\)$/m,
    );
    expect(answer).toMatch(/a day \(UTC\).*: 2\b|at most 2 times a day \(UTC\)/);
    const again = write(root, channel, '/announce schedule stand UP');
    const form = await eventually(() => again.views.at(-1));
    const wrong = await root.submit(form, { ...asked, when: 'soonish' }).settled();
    expect(wrong.errors).toEqual({
      name: expect.stringContaining('There is an announcement called “stand UP” here already.'),
      when: expect.stringContaining('It is not clear when “soonish” is.'),
      presenter: expect.stringContaining('Please choose who is to say it.'),
    });
    expect(form.isOpen).toBe(true);
    expect(await answered(root, channel, '/announce list')).toMatch(/• Stand up: schedule, in <#\w+>, next </);

    const change = write(root, channel, '/announce edit stand up');
    const view = await eventually(() => change.views.at(-1));
    const held = view.fields.map(({ blockId, value }) => [blockId, value]);
    expect(Object.fromEntries(held)).toMatchObject({ name: 'Stand up', ...asked, zone: 'Europe/Berlin' });
    root.submit(view, { words: 'Good morning, {channel} of {server}.', name: 'Standing up' });
    expect(await told(change)).toContain('Good morning, {channel} of {server}.');

    const shown = await toldMessage(write(root, channel, '/announce show “Standing up”'));
    expect(shown.shown).toContain('It has said nothing yet.');
    await root.press(shown, 'Pause').settled();
    await expect.poll(() => shown.buttons.map(({ label }) => label)).toContain('Go on');
    expect(await answered(root, channel, '/announce list')).toMatch(/• Standing up: schedule, in <#\w+>, paused/);
    expect(await answered(root, channel, '/announce resume standing up')).toContain('It goes on from now.');
    expect(await answered(root, channel, '/announce test standing up')).toContain('It comes to you alone');
    await spoken(shared.house.slack.dm(root), `Good morning, ${channel.name} of ${team.name}.`);
    const sure = await toldMessage(write(root, channel, '/announce remove standing up'));
    await root.press(sure, 'Remove').settled();
    await expect.poll(() => sure.shown).toContain('“Standing up” is removed.');
    expect(await answered(root, channel, '/announce show standing up')).toContain('There is no such announcement');
    expect(everPosted(channel)).toEqual([]);
  });
});

test('nobody in another workspace sees any of it', async () => {
  const { root, channel } = scene();
  const id = hookIn(await ordered(root, channel, '/announce hook Ours', {}, nova)).url.replace(/^.*\//, '');
  const { team: other, channel: there } = await shared.workspace();
  const boss = other.user({ name: 'Boss', admin: true });
  expect(await answered(boss, there, '/announce list')).toContain('There are no announcements here yet.');
  for (const name of ['Ours', id])
    expect(await answered(boss, there, `/announce remove ${name}`)).toContain('There is no such announcement here');
  expect(await answered(boss, there, '/presenter show Nova')).toContain('There is no presenter called “Nova” here.');
  const opened = write(boss, there, '/announce now');
  const view = await eventually(() => opened.views.at(-1));
  expect((await boss.suggests(view, 'presenter', '').settled()).suggestions).toEqual([]);
});

describe('a watched channel', () => {
  test('is announced elsewhere where certain people or groups write, and nothing else is', async () => {
    const { team, channel, root, ada, bob } = scene();
    const [target, carl] = [team.channel({ name: 'stage' }), team.user({ name: 'Carl' })];
    ada.says(channel, 'Before.');
    const answer = await ordered(
      root,
      channel,
      '/announce watch Speakers',
      { from: channel.id, people: [carl.id], channel: target.id },
      { ...nova, roles: 'speak' },
    ).then(readable);
    expect(answer).toContain(`When any of these write in <#${channel.id}>:`);
    expect(answer).toMatch(/^• @speakers\n• @Carl$/m);
    bob.says(channel, 'Nobody asked me.');
    const first = ada.says(channel, `Hello ${bob.mention} & *all*, see https://example.org/news :tada:`);
    ada.says(channel, { thread: first, text: 'In a thread.' });
    ada.says(channel, { mentionsBot: true, text: 'help' });
    carl.says(channel, 'And I am Carl.');
    await spoken(target, 'Ada says: Hello');
    await spoken(target, 'Carl says: And I am Carl.');
    shared.house.slack.redeliver();
    ada.says(channel, 'The end.');
    await spoken(target, 'Ada says: The end.');
    expect(everPosted(target)).toHaveLength(3);
    expect(saying(target, 'Ada says: Hello')[0]).toMatchObject({ pings: [] });
  });
});

test('whose Slack is in Chinese reads Chinese everywhere', async () => {
  const { team, channel } = scene();
  const mei = team.user({ name: 'Mei', locale: 'zh-CN', admin: true });
  const english =
    /\b(?!Kling\b|AI\b|Herald\b|UTC\b|Nova\b|RSS\b|Atom\b|JSON\b|Feed\b|cron\b|schedule\b|hook\b|feed\b|watch\b|test\b|pause\b|Webhook\b)[A-Za-z]{3,}\b/;
  const plain = (text: string) =>
    readable(text)
      .replace(/<[^>]*>|`[^`]*`|\/\w+( \w+)?|\b(Asia\/Shanghai|Europe\/Berlin)\b|\{\w+\}/g, '')
      .replace(/[“@]\p{L}+[”\s]?/gu, '');
  expect(plain(await answered(mei, channel, '/announce'))).not.toMatch(english);
  const opened = write(mei, channel, '/announce schedule 早会');
  const view = await eventually(() => opened.views.at(-1));
  expect(plain(view.text)).not.toMatch(english);
  await mei.suggests(view, 'presenter', 'Nova').settled();
  mei.submit(view, { when: '每个工作日上午9点半', zone: 'Asia/Shanghai', words: '大家早上好。', presenter: 'Nova' });
  expect(plain(await told(opened))).not.toMatch(english);
  expect(plain(await ordered(mei, channel, '/announce hook 发布', {}, nova))).not.toMatch(english);
  expect(plain(await answered(mei, channel, '/announce list')).replace(/^• .*?：/gm, '')).not.toMatch(english);
  expect(plain(await answered(mei, channel, '/announce show 早会'))).not.toMatch(english);
  expect(plain(await answered(mei, channel, '/presenter list')).replace(/^• .*/gm, '')).not.toMatch(english);
  await ordered(mei, channel, '/announce now', { words: '大家好，很高兴见到你们。' }, nova);
  expect(plain((await spoken(channel, '大家好')).shown)).not.toMatch(english);
});
