import type { types } from '@slack/bolt';
import { expect, test } from 'vitest';
import { codeOf, run, socketApp } from './bolt.ts';
import { MODAL, plain, WORDS } from './example-modal.ts';
import { startWithChannel } from './rig.ts';

test('a trigger is good once and for three seconds; views stack three high and know their hash', async () => {
  const { slack, channel, ada } = await startWithChannel();
  const app = socketApp(slack);
  const triggers: string[] = [];
  app.command('/avatar', async ({ ack, command }) => {
    await ack();
    triggers.push(command.trigger_id);
  });
  const pushes: string[] = [];
  app.action('more', async ({ ack, body, client }) => {
    await ack();
    if ('trigger_id' in body) pushes.push(await codeOf(client.views.push({ trigger_id: body.trigger_id, view })));
  });
  await run(slack, app);
  const more = { type: 'actions', elements: [{ type: 'button', action_id: 'more', text: plain('More') }] } as const;
  const view = { ...MODAL, blocks: [WORDS, more] };
  const { views } = app.client;

  const asked = ada.slash(channel, '/avatar');
  await expect.poll(() => triggers).toHaveLength(1);
  const open = () => views.open({ trigger_id: triggers.at(-1) ?? '', view });
  expect(await codeOf(views.open({ trigger_id: '1.2.c', view }))).toBe('invalid_trigger_id');
  const { view: opened } = await open();
  expect(await codeOf(open())).toBe('exchanged_trigger_id');
  const first = asked.view;
  await views.update({ view_id: first.id, hash: opened?.hash ?? '', view: { ...view, title: plain('Another') } });
  expect(first.title).toBe('Another');
  const late = { view_id: first.id, hash: opened?.hash ?? '', view };
  expect(await codeOf(views.update(late))).toBe('hash_conflict');

  const second = ada.press(first, 'More');
  await expect.poll(() => pushes).toHaveLength(1);
  ada.press(second.view, 'More');
  await expect.poll(() => pushes).toHaveLength(2);
  ada.press(second.view, 'More');
  await expect.poll(() => pushes).toEqual(['done', 'done', 'push_limit_reached']);
  expect(() => ada.submit(first)).toThrow('Another view lies over it');

  ada.slash(channel, '/avatar');
  await expect.poll(() => triggers).toHaveLength(2);
  slack.pass(3_001);
  expect(await codeOf(open())).toBe('expired_trigger_id');
  expect(slack.violations).toEqual([]);
});

test('a Home tab is published and used, and a select is offered what the app suggests', async () => {
  const { slack, ada } = await startWithChannel();
  const app = socketApp(slack);
  const used: unknown[] = [];
  const words = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } }) as const;
  const voices = { type: 'external_select', action_id: 'voice', min_query_length: 0 } as const;
  const elements = [{ type: 'button', action_id: 'more', text: plain('More') }, voices] as const;
  const home = (text: string): types.HomeView => ({
    type: 'home',
    blocks: [words(text), { type: 'actions', block_id: 'b', elements: [...elements] }],
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: home('Hello') });
  });
  app.action('more', async ({ ack, body, client }) => {
    await ack();
    await client.views.publish({ user_id: body.user.id, view: home('More') });
  });
  app.options('voice', async ({ ack, payload }) => {
    await ack({ options: [{ text: plain('Ada'), value: `${payload.value}1` }] });
  });
  app.action('voice', async ({ ack, action }) => {
    await ack();
    used.push('selected_option' in action && action.selected_option?.value);
  });
  await run(slack, app);

  ada.opensHome();
  await expect.poll(() => ada.home?.text).toContain('Hello');
  ada.pressHome('More');
  await expect.poll(() => ada.home?.text).toContain('More');
  const shown = ada.home;
  if (!shown) throw new Error('Nothing was published');
  const suggested = await ada.suggests(shown, 'voice', 'v').settled();
  expect(suggested.suggestions?.map(({ value }) => value)).toEqual(['v1']);
  expect(() => ada.select(shown, 'voice', 'v2')).toThrow('offers no');
  ada.select(shown, 'voice', 'v1');
  await expect.poll(() => used).toEqual(['v1']);
  expect(slack.violations).toEqual([]);
});
