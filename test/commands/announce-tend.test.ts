import { describe, expect, test } from 'vitest';
import { wordsLine } from '../../commands/announce-described.ts';
import type { Given, VerbName } from '../../commands/verbs.ts';
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

  test('is of this space alone, shows 15, and says how many more there are', async () => {
    const { house } = await withStandup();
    for (let n = 1; n <= 16; n++) await house.verb('announce hook', { name: `Hook ${n}` });
    const lines = (await house.verb('announce list')).shown?.text.split('\n');
    expect(lines).toHaveLength(17);
    expect(lines?.at(-1)).toContain('… and 2 more. Begin to type a name where /announce show asks for it');
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
    expect(shown?.text.replace(second, '0')).toMatchInlineSnapshot(`
      "“Standup”: Mayor speaks in #room.
      When: every weekday at 9:00 (UTC)
      Next: in 23 hours, Wednesday, 25 November 2026 at 09:00 (UTC)
      It says: “Good morning.”
      Today: 1 of at most 24. Set up by @ada 1 day ago.
      What it has said, the latest first:
      • 1 hour ago (schedule): failed. Kling could not use the photo. Please use a JPEG or PNG of at least 300 pixels a side that is not very long or narrow. Its number: 0
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
    expect(start.unfit).toEqual(['url', 'source', 'from', 'roles', 'people']);
    expect(start.given).toEqual({ announcement: id, ...STANDUP, limit: 24, channel: 'room', presenter: 'Mayor' });
    expect((await house.verb('announce edit', start.given)).shown?.text).toContain('like that already');
    expect(standup()).toEqual(before);
    await house.verb('announce edit', { ...start.given, words: 'Good evening.' });
    expect(standup()).toMatchObject({ since: before.since, words: 'Good evening.' });
  });

  test('keeps the moment of what is said once, whatever was said of it: another zone has its clocks show the same', async () => {
    const house = await openHouse();
    await house.presenter();
    await house.verb('announce schedule', { ...STANDUP, presenter: 'mayor', when: 'tomorrow at 9:00' });
    const at = () => {
      const trigger = house.announcements.named('paper:home', 'standup')?.trigger;
      return trigger && 'at' in trigger ? new Date(trigger.at).toISOString() : undefined;
    };
    const edit = async (given: Given) =>
      (await house.verb('announce edit', { announcement: 'standup', ...given })).shown?.text;
    expect(at()).toBe('2026-11-23T09:00:00.000Z');
    await house.clock.pass(14 * HOUR);
    const shown = await edit({ zone: 'America/New_York' });
    expect(shown).toContain('When: in 12 hours, Monday, 23 November 2026 at 09:00 (America/New_York)');
    expect(shown).not.toContain('tomorrow');
    expect(at()).toBe('2026-11-23T14:00:00.000Z');
    const start = await house.desk.verbForm(inCharge(house), 'announce edit', 'standup');
    if (!('given' in start)) throw new Error(start.refused);
    expect(start.given).toMatchObject({ when: '2026-11-23 09:00', zone: 'America/New_York' });
    await house.clock.pass(13 * HOUR);
    expect(await house.jobs()).toHaveLength(1);
    // it has passed: nothing but another time has it said again
    expect(await edit({ zone: 'America/Los_Angeles' })).toContain('has passed');
    expect(await edit({ words: 'Good evening.' })).toContain('No moment is to come any more.');
    // a form that was opened before
    expect(await edit({ ...start.given, words: 'Good night.' })).toContain('“Good night.”');
    const over = await house.desk.verbForm(inCharge(house), 'announce edit', 'standup');
    expect('given' in over && over.given).not.toHaveProperty('when');
    expect(await edit({ when: 'tomorrow at 9:00' })).toContain('Tuesday, 24 November 2026 at 09:00');
    await house.clock.pass(30 * HOUR);
    expect(await house.jobs()).toHaveLength(2);
  });

  test('while its presenter is gone says what to do about that, and not to have it go on', async () => {
    const { house, mayor } = await withStandup();
    await house.presenters.remove(mayor);
    await house.clock.pass(MINUTE);
    const edited = (await house.verb('announce edit', { announcement: 'Standup', words: 'Good evening.' })).shown?.text;
    expect(edited).toContain('“Standup” has no presenter at the moment who could speak in #room.');
    expect(edited).toContain('was removed');
    expect(edited).not.toContain('It is still paused');
  });

  test('shows a template so that it can be copied, or as words where that would be a part of it', () => {
    const shown = (words: string) => wordsLine({ words }).params?.words;
    const whole = `${'a'.repeat(590)} {{x}}`;
    expect(shown(whole)).toEqual({ code: whole });
    expect(shown(`{{x}} ${'a'.repeat(600)}`)).toBe(`{{x}} ${'a'.repeat(593)}…`);
  });

  test('has a hook take the calls of something else, with the words for that where nobody gave any', async () => {
    const { house } = await withStandup();
    const hook = (name: string) => house.announcements.named('paper:home', name);
    await house.verb('announce hook', { name: 'Plain' });
    await house.verb('announce hook', { name: 'Own', words: '{{text}}!' });
    for (const announcement of ['Plain', 'Own']) {
      await house.verb('announce edit', { announcement, source: 'github-release' });
    }
    expect(hook('plain')).toMatchObject({ trigger: { source: 'github-release' } });
    expect(hook('plain')?.words).toContain('{{repository.name}}');
    expect(hook('own')?.words).toBe('{{text}}!');
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
    await house.access.change(ROOM, { shutOut: ['ada'] });
    expect(choose('presenter', '')).toEqual([]);
  });

  test('is no form for those who would be refused, or about nothing', async () => {
    const { house, id } = await withStandup();
    const form = house.desk.verbForm;
    expect(await form(house.ada(), 'announce now')).toEqual({ refused: 'announce_managers' });
    expect(await form(house.ada(), 'presenter add')).toEqual({ refused: 'presenter_managers' });
    expect(await form(inCharge(house), 'announce edit', 'nothing')).toEqual({ refused: 'announcement_missing' });
    expect(await form(inCharge(house), 'announce edit')).toEqual({ given: {} });
    expect(await form(inCharge(house), 'announce pause', 'standup')).toEqual({ given: { announcement: id } });
  });

  test('is told by help to those who can use it', async () => {
    const { house } = await withStandup();
    const help = async (moderates: boolean) =>
      (await house.says((answer) => house.desk.help(house.ada({ moderates }), answer))).shown?.text;
    expect(await help(true)).toMatch(/\/presenter saves[\s\S]*\/announce has/);
    expect(await help(false)).toMatch(/\/presenter list shows/);
    expect(await help(false)).not.toContain('/announce');
  });
});

describe('what is plainly wrong', () => {
  test('is told at its field, before anything is asked', async () => {
    const { house, id } = await withStandup();
    const wrong = (verb: VerbName, given: Given) => {
      const found = Object.entries(house.desk.mistakes(verb, given, inCharge(house)));
      return Object.fromEntries(found.map(([name, line]) => [name, line?.key]));
    };
    const bad = { name: 'STANDUP', words: '{{#a}}', when: 'when pigs fly', zone: 'UTC', limit: 501 };
    expect(wrong('announce schedule', bad)).toEqual({
      name: 'announcement_name_taken',
      words: expect.stringMatching(/^template_/),
      when: 'when_unclear',
      limit: 'announcement_per_day',
    });
    expect(wrong('announce schedule', { ...STANDUP, name: 'New', zone: 'Mars' })).toEqual({ zone: 'when_zone' });
    expect(wrong('announce edit', { announcement: id, name: 'standup', when: 'never', url: 'x' })).toEqual({
      when: 'when_unclear',
      url: 'announce_edit_unfit_here',
    });
    expect(wrong('announce schedule', { ...STANDUP, name: 'New' })).toEqual({});
    expect(wrong('presenter add', { name: 'MAYOR' })).toEqual({ name: 'presenter_name_taken' });
    expect(wrong('presenter add', { name: '—' })).toEqual({ name: 'presenter_name_form' });
    expect(wrong('presenter add', { name: 'Nova' })).toEqual({});
    expect(wrong('announce now', { words: 'Hi {name}.' })).toEqual({ words: 'template_unknown' });
    expect(wrong('announce feed', { name: 'News', url: 'news.test/feed' })).toEqual({ url: 'media_url_invalid' });
    expect(wrong('announce feed', { name: 'News', url: 'https://news.test/feed' })).toEqual({});
    expect(wrong('announce watch', { name: 'Chief', from: 'lounge' })).toEqual({ people: 'announcement_watch_nobody' });
    expect(wrong('announce watch', { name: 'Chief', from: 'lounge', roles: ['boss'] })).toEqual({});
    await house.presenters.setDefault('paper:home', undefined, undefined);
    expect(wrong('announce hook', { name: 'Hook' })).toEqual({ presenter: 'announce_presenter_which' });
    expect(wrong('announce now', { words: 'Hi.', presenter: 'Nobody' })).toEqual({ presenter: 'presenter_unknown' });
    expect(wrong('announce now', { words: 'Hi.', presenter: 'mayor' })).toEqual({});
  });
});
