import { describe, expect, test } from 'vitest';
import type { Given } from '../../commands/verbs.ts';
import { HOUR, type House, MINUTE, openHouse, ROOM } from './house.ts';

const STANDUP: Given = { name: 'Standup', when: 'every weekday at 9:00', words: 'Good morning.', zone: 'UTC' };

async function withStandup() {
  const house = await openHouse();
  const { id: mayor } = await house.presenter();
  await house.presenters.setDefault('paper:home', undefined, mayor);
  await house.verb('announce schedule', STANDUP);
  const standup = () => {
    const found = house.announcements.list('paper:home')[0];
    if (!found) throw new Error('There is no announcement.');
    return found;
  };
  return { house, standup, id: standup().id, mayor };
}

const inCharge = (house: House) => house.ada({ moderates: true });

describe('the list', () => {
  test('tells of each what makes it speak, where, and how it stands', async () => {
    const { house } = await withStandup();
    await house.verb('announce hook', { name: 'Deploys', channel: 'ops' });
    await house.verb('announce hook', { name: 'Alerts', source: 'alert' });
    await house.verb('announce pause', { announcement: 'Alerts' });
    expect((await house.verb('announce list')).shown?.text).toBe(
      [
        'Announcements here: 3',
        '• Alerts: hook, in #room, paused',
        '• Deploys: hook, in #ops, on',
        '• Standup: schedule, in #room, next in 21 hours',
      ].join('\n'),
    );
  });

  test('is of this space alone, shows 25, and says how many more there are', async () => {
    const { house } = await withStandup();
    for (let n = 1; n <= 26; n++) await house.verb('announce hook', { name: `Hook ${n}` });
    const lines = (await house.verb('announce list')).shown?.text.split('\n');
    expect(lines).toHaveLength(27);
    expect(lines?.at(-1)).toBe('… and 2 more.');
    const away = await house.verb('announce list', {}, { place: { ...ROOM, space: 'away' }, locale: 'zh' });
    expect(away.shown?.text).toMatch(/^这里还没有播报/);
  });
});

describe('one announcement', () => {
  test('is shown with its moment, its words, what it has said with links, and what can be done', async () => {
    const { house, id } = await withStandup();
    await house.clock.pass(46 * HOUR);
    const [second = '', first = ''] = await house.jobs();
    const sent = { place: ROOM, message: '9', url: 'https://paper.test/9' };
    await house.becomes(first, { state: 'delivered', posted: sent });
    await house.becomes(second, { state: 'failed', reason: { key: 'kling_photo', params: {} } });
    const { shown } = await house.verb('announce show', { announcement: 'STANDUP' });
    expect(shown?.text).toMatchInlineSnapshot(`
      "“Standup”: Mayor speaks in #room.
      When: every weekday at 9:00 (UTC)
      Next: in 23 hours, Wednesday, 25 November 2026 at 09:00 (UTC)
      It says: “Good morning.”
      Today: 1 of at most 24. Set up by @ada 1 day ago.
      What it has said, the latest first:
      • 1 hour ago (schedule): failed. Kling could not use the photo. Please use a JPEG or PNG of at least 300 pixels a side that is not very long or narrow.
      • 1 day ago (schedule): done, [the video](https://paper.test/9)"
    `);
    expect(shown?.buttons).toEqual([
      `Pause → announce-pause:${id}`,
      `Test → announce-test:${id}`,
      `Remove → announce-remove:${id}`,
    ]);
  });

  test('is paused and goes on, by name or by button', async () => {
    const { house, id, standup } = await withStandup();
    const paused = await house.verb('announce pause', { announcement: 'standup' });
    expect(paused.shown?.text).toContain('It is paused');
    expect(paused.shown?.buttons[0]).toBe(`Go on → announce-resume:${id}`);
    await house.clock.pass(24 * HOUR);
    expect(await house.jobs()).toEqual([]);
    const resumed = await house.press('announce-resume', id, { as: inCharge(house) });
    expect(resumed.shown?.text).toContain('It goes on from now.');
    expect(standup().paused).toBeUndefined();
  });

  test('is removed only after that was asked', async () => {
    const { house, id } = await withStandup();
    const asks = await house.verb('announce remove', { announcement: id });
    expect(asks.shown?.buttons).toEqual([`Remove → announce-remove-yes:${id}`]);
    expect(house.announcements.get(id)).toBeDefined();
    const done = await house.press('announce-remove-yes', id, { as: inCharge(house) });
    expect(done.shown?.text).toContain('“Standup” is removed');
    expect(house.announcements.get(id)).toBeUndefined();
    const again = await house.press('announce-remove-yes', id, { as: inCharge(house) });
    expect(again.shown?.text).toContain('no such announcement');
  });

  test('says an example to the one who asks alone', async () => {
    const { house, id } = await withStandup();
    const said = await house.press('announce-test', id, { as: inCharge(house) });
    expect(said.shown?.text).toContain('Mayor says an example of “Standup”. It comes to you alone');
    expect(said.shown?.text).toContain('about 2 of today’s seconds');
    const [job = '', ...others] = await house.jobs();
    expect(others).toEqual([]);
    expect((await house.records.get(job))?.place).toEqual(house.paper.direct('ada'));
  });

  test.each([
    ['closed', 'Please allow direct messages'],
    ['later', 'ask again in a minute'],
  ] as const)('says no example where nobody can be written to: %s', async (fault, sentence) => {
    const { house, id } = await withStandup();
    house.paper.always('openDirect', fault);
    expect((await house.verb('announce test', { announcement: id })).shown?.text).toContain(sentence);
    expect(await house.jobs()).toEqual([]);
  });
});

describe('changing one', () => {
  test('changes what is different, reads the time anew with what is there, and shows it', async () => {
    const { house, standup, id } = await withStandup();
    await house.presenter('Anchor');
    await house.clock.pass(MINUTE);
    const given = { announcement: 'Standup', zone: 'Asia/Shanghai', presenter: 'anchor', limit: 2, channel: 'news' };
    const { shown } = await house.verb('announce edit', given);
    expect(shown?.text).toContain('“Standup”: Anchor speaks in #news.\nWhen: every weekday at 9:00 (Asia/Shanghai)');
    expect(shown?.text).toContain('Monday, 23 November 2026 at 09:00 (Asia/Shanghai)');
    expect(standup()).toMatchObject({
      id,
      name: 'Standup',
      words: 'Good morning.',
      perDay: 2,
      since: house.clock.now(),
    });
  });

  test('does not begin it anew for what is as it was: a form sends everything', async () => {
    const { house, standup, id } = await withStandup();
    const before = standup();
    await house.clock.pass(MINUTE);
    const start = await house.desk.verbForm(inCharge(house), 'announce edit', 'standup');
    if (!('given' in start)) throw new Error(start.refused);
    expect(start.given).toEqual({ announcement: id, ...STANDUP, limit: 24, channel: 'room', presenter: 'Mayor' });
    expect((await house.verb('announce edit', start.given)).shown?.text).toContain('like that already');
    expect(standup()).toEqual(before);
    await house.verb('announce edit', { ...start.given, words: 'Good evening.' });
    expect(standup()).toMatchObject({ since: before.since, words: 'Good evening.' });
  });

  test('refuses what its kind does not have, and changes nothing then', async () => {
    const { house } = await withStandup();
    await house.verb('announce hook', { name: 'Hook' });
    const before = house.announcements.named('paper:home', 'hook');
    const said = await house.verb('announce edit', { announcement: 'Hook', name: 'Other', when: 'every day at 9:00' });
    expect(said.shown?.text).toContain('no “When”');
    expect(house.announcements.named('paper:home', 'hook')).toEqual(before);
  });
});

describe('what is offered while something is filled in', () => {
  test('is what fits, and announcements only to those in charge', async () => {
    const { house, id, mayor } = await withStandup();
    await house.presenter('Old Mayor');
    const choose = (kind: 'announcement' | 'presenter', typed: string, moderates = true) =>
      house.desk.choices({ kind, typed, caller: house.ada({ moderates }) });
    expect(choose('announcement', 'STAND')).toEqual([{ id, name: 'Standup (schedule)' }]);
    expect(choose('announcement', id)).toHaveLength(1);
    expect(choose('announcement', 'stand', false)).toEqual([]);
    expect(choose('announcement', 'nothing')).toEqual([]);
    expect(choose('presenter', 'mayor', false).map(({ name }) => name)).toEqual(['Mayor', 'Old Mayor']);
    expect(choose('presenter', '')[0]).toEqual({ id: mayor, name: 'Mayor' });
  });

  test('is no form for those who would be refused, or about nothing', async () => {
    const { house, id } = await withStandup();
    const form = house.desk.verbForm;
    expect(await form(house.ada(), 'announce now')).toEqual({ refused: 'announce_managers' });
    expect(await form(house.ada(), 'presenter add')).toEqual({ refused: 'presenter_managers' });
    expect(await form(inCharge(house), 'announce edit', 'nothing')).toEqual({ refused: 'announce_missing' });
    expect(await form(inCharge(house), 'announce edit')).toEqual({ given: {} });
    expect(await form(inCharge(house), 'announce pause', 'standup')).toEqual({ given: { announcement: id } });
  });

  test('is told by help to those who can use it', async () => {
    const { house } = await withStandup();
    const help = async (moderates: boolean) =>
      (await house.says((answer) => house.desk.help(house.ada({ moderates }), answer))).shown?.text;
    expect(await help(true)).toMatch(/\/presenter saves[\s\S]*\/announce has/);
    expect(await help(false)).not.toContain('/announce');
  });
});
