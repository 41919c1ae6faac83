import { createHmac } from 'node:crypto';
import { MessageFlags } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { problem } from '../api.ts';
import { announced, answered, call, hookIn, plainly, stage, videos } from './announcing-kit.ts';
import { eventually, finished, photo, told, videosIn } from './kit.ts';
import { gate, sharedHouse } from './shared.ts';

const renders = gate();
const shared = sharedHouse({
  discord: { messageContent: true, rateLimits: { routes: { crosspost: { limit: 2, perMs: 3_600_000 } } } },
  kling: { render: renders.render },
});

describe('presenters', () => {
  test('are saved by whoever confirmed, listed and shown to all, and speak for everybody', async () => {
    const { discord } = shared.house;
    const boss = discord.user({ name: 'Boss' });
    const bob = discord.user({ name: 'Bob' });
    const { guild, channel } = shared.corner([bob]);
    guild.member(boss, { permissions: ['ManageMessages'] });
    const add = async () => boss.slash(channel, 'presenter add', { name: 'Bo', photo: await photo(), ratio: '1:1' });
    const first = await answered(await add());
    expect(first.ephemeral).toBe(true);
    expect(first.content).toContain('Your photo is not saved yet');
    boss.press(first, 'confirm-faces:en');
    await eventually(() => first.content.includes('that is confirmed') || undefined);
    expect(await told(await add())).toContain('“Bo” is saved');

    expect(await told(bob.slash(channel, 'presenter list'))).toContain('• Bo');
    const shown = await answered(bob.slash(channel, 'presenter show', { presenter: 'bo' }));
    expect(plainly(shown)).toContain('Shape: 1:1');
    expect(shown.files.map(({ name }) => name)).toEqual([expect.stringMatching(/\.jpg$/)]);
    const suggested = bob.autocomplete(channel, 'avatar', 'presenter', { presenter: 'b' });
    await suggested.acknowledged();
    expect(suggested.choices).toMatchObject([{ name: 'Bo' }]);

    const { ada } = shared;
    ada.slash(channel, 'avatar', { presenter: 'Bo', text: 'Said by Bo for Ada.' });
    await finished(channel, 'Said by Bo for Ada');
    expect(await told(bob.slash(channel, 'presenter default', { presenter: 'Bo' }))).toContain('Only those in charge');
    expect(await told(boss.slash(channel, 'presenter default', { presenter: 'Bo' }))).toContain('“Bo” speaks when no');
    ada.slash(channel, 'avatar', { text: 'Said by the default.' });
    await finished(channel, 'Said by the default');
  });
});

describe('announce now', () => {
  test('has the presenter say it in the channel, with the words as text that pings nobody', async () => {
    const { ask, news, channel } = await stage(shared);
    const words = `Hello @everyone, the <b>shop</b> is *open*.`;
    expect(await ask('announce now', { words, presenter: 'Bo', channel: news })).toContain(
      `Bo says it in <#${news.id}>`,
    );
    const [video] = await videos(news, 1);
    expect(video && plainly(video)).toBe(`${words}\nSaid by Bo, in a video made by AI.`);
    expect(video?.content).toContain('\\*open\\*');
    expect(video?.mentions).toEqual([]);
    expect(video?.record.mentionEveryone).toBe(false);
    expect(news.threads()).toEqual([]);
    expect(channel.messages()).toEqual([]);
  });

  test('is refused where the bot, or whoever asks, could not post, and costs nothing', async () => {
    const { kling } = shared.house;
    const { ask, guild } = await stage(shared);
    const tasks = kling.tasks().length;
    const now = (channel: { readonly id: string }) =>
      ask('announce now', { words: 'Hello.', presenter: 'Bo', channel });
    const bare = guild.channel({ name: 'bare', bot: { deny: ['AttachFiles'] } });
    expect(await now(bare)).toMatch(
      /could not bring a video to that channel:\n.*It lacks these permissions there:\n• .*Attach Files/,
    );
    const closed = guild.channel({ name: 'closed', others: { [shared.ada.id]: { deny: ['SendMessages'] } } });
    expect(await now(closed)).toContain(`You may not write in <#${closed.id}> yourself`);
    expect(kling.tasks()).toHaveLength(tasks);
  });

  test('is not for those who may not manage messages, who also cannot press what they once could', async () => {
    const { discord } = shared.house;
    const bob = discord.user({ name: 'Bob' });
    const { guild, channel, news } = await stage(shared, { people: [bob] });
    expect(() => bob.slash(channel, 'announce now', { words: 'Me!' })).toThrow('is not offered');
    guild.member(bob, { permissions: ['ManageMessages'] });
    const when = 'every day at 9:00';
    const set = bob.slash(channel, 'announce schedule', {
      name: 'Mine',
      when,
      words: 'Me!',
      channel: news,
      presenter: 'Bo',
    });
    expect(await told(set)).toContain('“Mine” is set up');
    const shown = await answered(bob.slash(channel, 'announce show', { announcement: 'Mine' }));
    guild.member(bob, { permissions: [] });
    const pressed = bob.press(shown, 'Test');
    await eventually(() => (pressed.followUps[0] ?? shown).content.includes('Only those in charge') || undefined);
    expect(discord.dm(bob).messages()).toEqual([]);
  });

  test('in an announcement channel is published, and beyond the limit of an hour nobody else waits', async () => {
    const { discord } = shared.house;
    const { ask, news, guild } = await stage(shared, { news: 'announcement' });
    const other = guild.channel({ name: 'other', type: 'announcement' });
    const isPublished = ({ flags }: { readonly flags: number }) => (flags & MessageFlags.Crossposted) !== 0;
    for (const words of ['The first.', 'The second.', 'The third.'])
      await ask('announce now', { words, presenter: 'Bo', channel: news });
    await videos(news, 3);
    await expect.poll(() => videosIn(news).filter(isPublished).length).toBe(2);
    await ask('announce now', { words: 'Elsewhere.', presenter: 'Bo', channel: other });
    await expect.poll(() => videosIn(other).filter(isPublished).length).toBe(1);
    await ask('announce now', { words: 'The fourth.', presenter: 'Bo', channel: news });
    await videos(news, 4);
    expect(videosIn(news).filter(isPublished)).toHaveLength(2);
    expect(
      discord.requests.filter(({ route, path }) => route === 'crosspost' && path.includes(news.id)).length,
    ).toBeLessThan(8);
  });
});

describe('a schedule', () => {
  test('once speaks at its moment, and is over', async () => {
    const { ask, asks, news } = await stage(shared);
    const when = new Date(Date.now() + 4_000).toISOString();
    const set = await ask('announce schedule', {
      name: 'Lunch',
      when,
      words: 'Lunch, on {weekday}.',
      presenter: 'Bo',
      channel: news,
      zone: 'Europe/Berlin',
    });
    expect(set).toContain('“Lunch” is set up');
    const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'Europe/Berlin' }).format(
      new Date(when),
    );
    const video = await announced(news, `Lunch, on ${weekday}.`);
    expect(video.createdAt).toBeGreaterThanOrEqual(Date.parse(when));
    expect(await ask('announce list')).toContain('Lunch: schedule');
    const shown = await asks('announce show', { announcement: 'Lunch' });
    expect(shown.content).toContain('No moment is to come any more.');
    expect(shown.content).toContain(`/${video.id}`);
  });
});

describe('a watched channel', () => {
  test('has what certain roles write in it announced in another one, and nothing else', async () => {
    const { discord } = shared.house;
    const [bob, eve] = [discord.user({ name: 'Bob' }), discord.user({ name: 'Eve' })];
    const { guild, channel, news, ask } = await stage(shared, { people: [eve] });
    const editors = guild.role('Editors');
    guild.member(bob, { roles: [editors.id] });
    bob.says(channel, 'Before it was set up.');
    const fields = { name: 'Editors', from: channel, roles: editors, presenter: 'Bo', channel: news };
    expect(await ask('announce watch', fields)).toContain('Only what is new from now on is announced.');
    eve.says(channel, 'I am no editor.');
    bob.says(news, 'This is not the watched channel.');
    bob.says(channel, `The paper is *out*, ${eve.mention}!`);
    const [video] = await videos(news, 1);
    expect(video && plainly(video)).toContain('Bob says: The paper is *out*, Eve!');
    expect(video?.mentions).toEqual([]);
    bob.says(channel, 'And another one.');
    await announced(news, 'And another one');
    expect(videosIn(news)).toHaveLength(2);
    expect(await ask('announce show', { announcement: 'Editors' })).toContain(`written by <@${bob.id}>`);
  });
});

describe('a hook', () => {
  const GITHUB = JSON.stringify({
    action: 'published',
    release: {
      tag_name: 'v2.1.0',
      name: 'Herald 2.1',
      html_url: 'https://github.com/o/herald',
      body: '# @everyone',
      draft: false,
    },
    repository: { name: 'herald', full_name: 'o/herald' },
    sender: { login: 'ada' },
  });

  test('by GitHub makes one video of a release that is delivered three times, and none of a ping', async () => {
    const { news, asks } = await stage(shared);
    const fields = { name: 'Releases', source: 'github-release', presenter: 'Bo', channel: news };
    const set = await asks('announce hook', fields);
    expect(set.ephemeral).toBe(true);
    const hook = hookIn(set);
    const deliver = (event: string, body: string, secret = hook.secret) =>
      fetch(hook.url, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-github-event': event,
          'x-github-delivery': `delivery of a ${event}`,
          'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
        },
      });
    const ping = await deliver('ping', JSON.stringify({ zen: 'Design for failure.', hook_id: 1 }));
    expect([ping.status, await ping.json()]).toEqual([200, { announced: false }]);
    expect((await deliver('release', GITHUB, 'not the secret')).status).toBe(401);
    const answers = [await deliver('release', GITHUB), await deliver('release', GITHUB)];
    const [video] = await videos(news, 1);
    answers.push(await deliver('release', GITHUB));
    expect(answers.map(({ status }) => status)).toEqual([202, 200, 200]);
    const told = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(told.map((answer) => JSON.parse(answer).job)).size).toBe(1);
    expect(video && plainly(video)).toContain('A new release of herald is out: Herald 2.1.');
    expect(videosIn(news)).toHaveLength(1);
    expect(await asks('announce show', { announcement: 'Releases' }).then(plainly)).not.toContain(hook.secret);
  });

  test('that is sent too much says what fits one video, with a note, and shows it plain', async () => {
    const { news, asks } = await stage(shared);
    const hook = hookIn(await asks('announce hook', { name: 'Long', source: 'text', presenter: 'Bo', channel: news }));
    const sentence = 'Hear, <b>**All** of @everyone</b> &amp; `more` are here: <@1234567890123456>.';
    expect((await call(hook, { text: Array(80).fill(sentence).join(' ') })).status).toBe(202);
    const [video] = await videos(news, 1);
    const [words, ...credit] = (video ? plainly(video) : '').split('\n');
    expect(credit).toEqual([
      'Said by Bo, in a video made by AI.',
      'The words were too long for one video and end early.',
    ]);
    expect(words?.startsWith(`${sentence} ${sentence}`)).toBe(true);
    expect(words?.endsWith(sentence)).toBe(true);
    expect(video?.mentions).toEqual([]);
    expect(video?.record.mentionEveryone).toBe(false);
  });

  test('that runs away is stopped by its limit, of which its owner is told once', async () => {
    const { discord } = shared.house;
    const [owner] = [discord.user({ name: 'Olga' })];
    const { guild, channel, news } = await stage(shared);
    guild.member(owner, { permissions: ['ManageMessages'] });
    const fields = { name: 'Noise', source: 'text', presenter: 'Bo', channel: news, limit: 3 };
    const hook = hookIn(await answered(owner.slash(channel, 'announce hook', fields)));
    const tasks = shared.house.kling.tasks().length;
    const statuses: number[] = [];
    for (let n = 1; n <= 6; n++) {
      const answer = await call(hook, { text: `Alarm ${n}!` });
      statuses.push(answer.status);
      if (answer.status !== 429) continue;
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('its 3 videos of today') });
    }
    expect(statuses).toEqual([202, 202, 202, 429, 429, 429]);
    await videos(news, 3);
    await expect.poll(() => discord.dm(owner).messages().length).toBe(1);
    expect(discord.dm(owner).messages()[0]?.content).toContain(
      'The announcement “Noise” has had its 3 videos of today',
    );
    expect(shared.house.kling.tasks().length - tasks).toBe(3);
    const shown = plainly(await answered(owner.slash(channel, 'announce show', { announcement: 'Noise' })));
    expect(shown).toContain('Today: 3 of at most 3.');
    expect(shown.match(/\(hook\): nothing was made\./g)).toHaveLength(1);
  });
});

describe('a presenter that is removed', () => {
  test('pauses what it says, of which the owner is told, and a video under way is finished', async () => {
    const { discord, kling } = shared.house;
    const owner = discord.user({ name: 'Otto' });
    const { guild, channel, news, asks } = await stage(shared);
    guild.member(owner, { permissions: ['ManageMessages'] });
    const fields = { name: 'Alarms', source: 'text', presenter: 'Bo', channel: news };
    const hook = hookIn(await answered(owner.slash(channel, 'announce hook', fields)));
    // so that the photo is needed again, a second later
    kling.faults.next('create', { effect: 'none', answer: 'drop' });
    expect((await call(hook, { text: 'It is getting hot.' })).status).toBe(202);
    const sure = await asks('presenter remove', { presenter: 'Bo' });
    shared.ada.press(sure, 'Remove it');
    await expect.poll(() => plainly(sure)).toContain('“Bo” and its photo are removed');
    expect(videosIn(news)).toEqual([]);
    await announced(news, 'It is getting hot');

    await expect.poll(() => discord.dm(owner).messages().length).toBe(1);
    expect(discord.dm(owner).messages()[0]?.content).toContain('The announcement “Alarms” is paused');
    const refused = await problem(call(hook, { text: 'Hotter.' }));
    expect(refused).toMatchObject({ status: 422, detail: expect.stringContaining('is paused') });
    const resumed = await answered(owner.slash(channel, 'announce resume', { announcement: 'Alarms' }));
    expect(plainly(resumed)).toContain('The presenter that it names was removed');
    expect(videosIn(news)).toHaveLength(1);
  });
});

describe('an announcement', () => {
  test('is found by its name, changed, tried out, paused and removed', async () => {
    const { ada, house } = shared;
    const { channel, news, guild, ask, asks } = await stage(shared);
    const [elsewhere, announcement] = [guild.channel({ name: 'elsewhere' }), 'Bulletin'];
    const set = await asks('announce hook', { name: announcement, source: 'text', presenter: 'Bo', channel: news });
    const hook = hookIn(set);
    const typing = ada.autocomplete(channel, 'announce edit', 'announcement', { announcement: 'bul' });
    await typing.acknowledged();
    const [choice] = typing.choices ?? [];
    expect(choice?.name).toBe('Bulletin (hook)');
    const edited = { announcement: String(choice?.value), words: 'News: {{text}}', channel: elsewhere };
    expect(await ask('announce edit', edited)).toContain('It is changed:');
    expect(await ask('announce edit', { announcement, when: 'every day at 9:00' })).toContain('has no “When”');
    expect((await call(hook, { text: 'it rains.' })).status).toBe(202);
    await announced(elsewhere, 'News: it rains.');

    expect(await ask('announce test', { announcement })).toContain('It comes to you alone');
    const example = await announced(house.discord.dm(ada), 'News: ');
    expect(plainly(example)).toContain('Said by Bo, in a video made by AI.');

    const shown = await asks('announce show', { announcement });
    ada.press(shown, 'Pause');
    await expect.poll(() => shown.content).toContain('It is paused, and says nothing until');
    expect((await problem(call(hook, { text: 'it pours.' }))).detail).toContain('is paused');
    ada.press(shown, 'Go on');
    await expect.poll(() => shown.content).toContain('It goes on from now.');
    expect((await call(hook, { text: 'it pours.' })).status).toBe(202);
    await announced(elsewhere, 'News: it pours.');

    const sure = await asks('announce remove', { announcement });
    ada.press(sure, 'Remove');
    await expect.poll(() => sure.content).toContain('“Bulletin” is removed.');
    expect((await problem(call(hook, { text: 'it snows.' }))).status).toBe(404);
    expect(await ask('announce list')).toContain('There are no announcements here yet.');
    expect(videosIn(news)).toEqual([]);
    expect(videosIn(elsewhere)).toHaveLength(2);
    expect(house.bot.output()).not.toContain(hook.secret);
  });

  test('that fails tells its owner once, and again only when it had worked between', async () => {
    const { discord, kling } = shared.house;
    const owner = discord.user({ name: 'Oda' });
    const { guild, channel, news } = await stage(shared);
    guild.member(owner, { permissions: ['ManageMessages'] });
    const fields = { name: 'Alerts', source: 'text', presenter: 'Bo', channel: news };
    const hook = hookIn(await answered(owner.slash(channel, 'announce hook', fields)));
    const shown = async () =>
      plainly(await answered(owner.slash(channel, 'announce show', { announcement: 'Alerts' })));
    const failures = async () => (await shown()).match(/\(hook\): failed\./g)?.length ?? 0;
    const told = () =>
      discord
        .dm(owner)
        .messages()
        .map(({ content }) => content);
    for (const n of [1, 2]) {
      kling.faults.nextTask({ failsWith: 'The face is not clear.' });
      await call(hook, { text: `Failure ${n}.` });
      await expect.poll(failures).toBe(n);
    }
    await expect.poll(told).toEqual([expect.stringContaining('The announcement “Alerts” did not come about:')]);
    await call(hook, { text: 'This one works.' });
    await announced(news, 'This one works');
    kling.faults.nextTask({ failsWith: 'The face is not clear.' });
    await call(hook, { text: 'Failure 3.' });
    await expect.poll(told).toHaveLength(2);
    expect(videosIn(news)).toHaveLength(1);
  });
});
