import { expect, test } from 'vitest';
import { say } from '../../../src/texts.ts';
import { incoming } from './incoming-rig.ts';

const LINE = { key: 'home_ready' } as const;

/** Herald’s page, with a button. */
const page = (name: string) => ({
  locale: 'en' as const,
  lines: [LINE],
  buttons: [{ label: { key: 'home_ready' } as const, does: { name, subject: 'job1' } }],
});

test('the page is shown when somebody opens it, to them alone', async () => {
  const { slack, ada, bob } = await incoming();
  ada.opensHome();
  await expect.poll(() => ada.home?.text).toContain(say('home_ready'));
  expect(bob.home).toBeUndefined();
  expect(slack.violations).toEqual([]);
});

test('what is pressed on the page is answered in the direct talk, and the page is shown anew', async () => {
  const { slack, team, ada, desk } = await incoming();
  Object.assign(desk, { home: async () => page('cancel-own') });
  ada.opensHome();
  await expect.poll(() => ada.home).toBeDefined();
  desk.during = (answer) => answer.say({ locale: 'en', lines: [{ key: 'photo_came' }] });
  Object.assign(desk, { home: async () => ({ ...page('cancel-own'), lines: [{ key: 'photo_came' }] }) });
  const asked = await ada.pressHome('cancel-own:job1').settled();
  const { caller, name } = await desk.next('press');
  const dm = slack.dm(ada);
  expect(name).toBe('cancel-own');
  expect(caller.place).toEqual({ platform: 'slack', space: team.id, channel: dm.id, private: true });
  await expect.poll(() => dm.messages().map(({ shown }) => shown)).toEqual([say('photo_came')]);
  await expect.poll(() => ada.home?.text).toContain(say('photo_came'));
  expect(asked.expired).toBe(false);
  expect(slack.violations).toEqual([]);
});

test('“other words” on the page opens the form, which is answered in the direct talk', async () => {
  const { slack, team, ada, desk } = await incoming();
  Object.assign(desk, { home: async () => page('another') });
  ada.opensHome();
  await expect.poll(() => ada.home).toBeDefined();
  const asked = ada.pressHome('another:job1');
  await expect.poll(() => asked.views).toHaveLength(1);
  ada.submit(asked.view, { text: 'Other words', audio: [] });
  expect(await desk.next('ask')).toMatchObject({
    photo: { job: 'job1' },
    caller: { place: { space: team.id, channel: slack.dm(ada).id, private: true } },
  });
  expect(slack.violations).toEqual([]);
});

test('what is pressed there is done although Slack does not tell of the direct talk', async () => {
  const { slack, team, ada, desk } = await incoming({ hurried: true });
  Object.assign(desk, { home: async () => page('cancel-own') });
  ada.opensHome();
  await expect.poll(() => ada.home).toBeDefined();
  slack.faults.next('conversations.open', { answer: 'stall' }, 2);
  ada.pressHome('cancel-own:job1');
  expect((await desk.next('press')).caller.place).toEqual({ platform: 'slack', space: team.id, private: true });
});

test('a page that Slack does not take is the operator’s to know, and nothing else stops', async () => {
  const { slack, channel, ada, desk, lines } = await incoming();
  slack.faults.next('views.publish', { answer: { error: 'not_enabled' } });
  ada.opensHome();
  await expect.poll(() => lines.join()).toContain('not_enabled');
  ada.slash(channel, '/help');
  await desk.next('help');
});
