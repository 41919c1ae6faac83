import { describe, expect, test } from 'vitest';
import type { Asked } from '../../fakes/discord/asked.ts';
import type { Channel } from '../../fakes/discord/places.ts';
import type { MessageView } from '../../fakes/discord/views.ts';
import { eventually, everPosted, finished, photo, status, told, videosIn } from './kit.ts';
import { gate, said, sharedHouse } from './shared.ts';

const renders = gate();
// one at a time, so that a second one waits in line
const shared = sharedHouse({ kling: { render: renders.render }, env: { KLING_MAX_CONCURRENT: '1' } });

const labels = (message: MessageView) => message.buttons.map(({ label }) => label);

/** A private answer's sentence. */
async function privately(asked: Asked): Promise<string> {
  const sentence = await told(asked);
  expect(asked.original?.ephemeral).toBe(true);
  return sentence;
}

/** Nothing shows that the bot is still thinking about it. */
const answered = ({ original }: Asked): boolean => original !== undefined && (original.deleted || !original.loading);

async function ask(channel: Channel, text: string): Promise<void> {
  shared.ada.slash(channel, 'avatar', { photo: await photo(), text });
}

describe('in line', () => {
  test('everybody sees whose turn it is; who cancels there is not charged, and the next one moves up', async () => {
    const { ada, house } = shared;
    const { channel } = shared.corner();
    const letGo = renders.hold();
    await ask(channel, 'I am the first.');
    await said(channel, 'I am the first', 'Kling is making the video');
    await ask(channel, 'I am the second.');
    const second = await said(channel, 'I am the second', 'Accepted: it will be about', 'at place 1 of 1.');
    await ask(channel, 'I am the third.');
    const third = await said(channel, 'I am the third', 'at place 2 of 2.');
    const tasks = house.kling.tasks().length;

    const cancelled = ada.press(second, 'Cancel');
    expect(await privately(cancelled)).toContain('nothing more is charged for it; the message about it shows how');
    await expect.poll(() => second.content).toContain('The video was cancelled, as was asked.\nNothing was charged.');
    expect(labels(second)).toEqual([]);
    await expect.poll(() => third.content).toContain('at place 1 of 1.');
    letGo();
    await finished(channel, 'I am the third');
    expect(house.kling.tasks()).toHaveLength(tasks + 1);
    expect(everPosted(channel)).toHaveLength(2);
  });
});

test('who cancels what Kling renders is told that it is made and charged, but not delivered', async () => {
  const { channel } = shared.corner();
  const letGo = renders.hold();
  await ask(channel, 'Too late to stop.');
  const shown = await said(channel, 'Too late to stop', 'Kling is making the video');
  const pressed = shared.ada.press(shown, 'Cancel');
  expect(await privately(pressed)).toContain('Kling cannot stop what it has begun');
  letGo();
  await expect.poll(() => shown.content).toContain('It was charged: 2 seconds of video');
  expect(shown.content).not.toContain('Done:');
  expect(everPosted(channel)).toEqual([]);
});

describe('after a failure', () => {
  test('a status message says why, what it cost, and can be tried again; pressed twice it is one video', async () => {
    const { ada, house } = shared;
    const { channel } = shared.corner();
    house.kling.faults.nextTask({ failsWith: 'Failure to pass the risk control system' });
    await ask(channel, 'Once more, please.');
    const failed = await said(channel, 'Once more, please', 'content rules do not allow');
    expect(failed.content).toContain('Nothing was charged.');
    expect(failed.content).toMatch(/give this number: [a-z0-9]{10,24}$/);
    expect(labels(failed)).toEqual(['Try again']);

    const tasks = house.kling.tasks().length;
    const twice = [ada.press(failed, 'Try again'), ada.press(failed, 'Try again')];
    await finished(channel, 'Once more, please');
    for (const pressed of twice) await expect.poll(() => answered(pressed)).toBe(true);
    expect(await privately(ada.press(failed, 'Try again'))).toContain('This was asked for before');
    expect(house.kling.tasks()).toHaveLength(tasks + 1);
    expect(everPosted(channel)).toHaveLength(1);
    expect(channel.messages()).toHaveLength(2);
  });
});

describe('when a video is there', () => {
  test('another one is made with other words and the same photo, by its requester', async () => {
    const { ada, house } = shared;
    const { channel } = shared.corner();
    await ask(channel, 'The first words.');
    const done = await finished(channel, 'The first words');
    const pressed = ada.press(done, 'Make another');
    await pressed.acknowledged();
    expect(JSON.stringify(pressed.modal)).toContain('"value":"The first words."');
    ada.submitModal(pressed, { text: 'Quite other words.' });
    await finished(channel, 'Quite other words');
    expect(house.kling.tasks().at(-1)?.sound).toMatchObject({ text: 'Quite other words.' });
    expect(everPosted(channel)).toHaveLength(2);
  });

  test('its requester deletes it; it is gone everywhere, and nobody else may', async () => {
    const { ada } = shared;
    const bob = await shared.person({ name: 'Bob' });
    const { channel } = shared.corner([bob]);
    await ask(channel, 'Forget me.');
    const done = await finished(channel, 'Forget me');
    const deleting = bob.press(done, 'Delete');
    expect(await privately(deleting)).toBe('Only the person who asked for this, or those in charge here, can do that.');
    const another = bob.press(done, 'Make another');
    // he is not let write words for her photo that are refused then
    expect(await privately(another)).toBe('Only the person who asked for this can do that.');
    expect(another.modal).toBeUndefined();
    expect(everPosted(channel).filter(({ deleted }) => !deleted)).toHaveLength(1);

    expect(await privately(ada.press(done, 'Delete'))).toContain('is being taken away');
    await expect.poll(() => done.content).toContain('The video was deleted, as was asked.');
    expect(labels(done)).toEqual([]);
    expect(everPosted(channel)).toMatchObject([{ deleted: true }]);
    const [thread] = channel.threads();
    expect(thread ? videosIn(thread) : []).toEqual([]);
  });

  test('a moderator deletes it, and the person whom it pinged reads so', async () => {
    const { house } = shared;
    const mod = house.discord.user({ name: 'Mo' });
    const { guild, channel } = shared.corner();
    guild.member(mod, { permissions: ['ManageMessages'] });
    await ask(channel, 'Not in this house.');
    const done = await finished(channel, 'Not in this house');
    expect(await privately(mod.press(done, 'Delete'))).toContain('is being taken away');
    await expect.poll(() => done.content).toContain('The video was deleted');
    expect(everPosted(channel)).toMatchObject([{ deleted: true }]);
  });
});

test('nobody else cancels or tries again, and each reads why in private', async () => {
  const { ada, house } = shared;
  const bob = await shared.person({ name: 'Bob' });
  const { channel } = shared.corner([bob]);
  const letGo = renders.hold();
  await ask(channel, 'Mine alone.');
  const shown = await said(channel, 'Mine alone', 'Kling is making the video');
  expect(await privately(bob.press(shown, 'Cancel'))).toContain(
    'Only the person who asked for this, or those in charge',
  );
  house.kling.faults.nextTask({ failsWith: 'Failure to pass the risk control system' });
  await ask(channel, 'This one fails.');
  await status(channel, 'This one fails');
  letGo();
  await finished(channel, 'Mine alone');
  const failed = await said(channel, 'This one fails', 'content rules');
  expect(await privately(bob.press(failed, 'Try again'))).toBe('Only the person who asked for this can do that.');
  expect(shown.content).toContain(ada.mention);
});

test('all of them work after a restart', async () => {
  const { ada, house } = shared;
  const { channel } = shared.corner();
  await ask(channel, 'Made before.');
  const done = await finished(channel, 'Made before');
  house.kling.faults.nextTask({ failsWith: 'Failure to pass the risk control system' });
  await ask(channel, 'Failed before.');
  const failed = await said(channel, 'Failed before', 'content rules');
  const letGo = renders.hold();
  await ask(channel, 'Begun before.');
  const begun = await said(channel, 'Begun before', 'Kling is making the video');
  await ask(channel, 'Waiting since before.');
  const waiting = await said(channel, 'Waiting since before', 'It waits in line');

  await house.bot.kill();
  await house.restart();
  expect(await privately(ada.press(waiting, 'Cancel'))).toContain('nothing more is charged for it');
  expect(await privately(ada.press(begun, 'Cancel'))).toContain('Kling cannot stop what it has begun');
  letGo();
  await expect.poll(() => begun.content).toContain('It was charged: 2 seconds of video');
  await expect.poll(() => waiting.content).toContain('Nothing was charged.');
  ada.press(failed, 'Try again');
  await eventually(() => channel.messages().find(({ content }) => /Failed before(.|\n)*Done:/.test(content)));
  const another = ada.press(done, 'Make another');
  await another.acknowledged();
  ada.submitModal(another, { text: 'Made after.' });
  await finished(channel, 'Made after');
  expect(await privately(ada.press(done, 'Delete'))).toContain('is being taken away');
  await expect.poll(() => done.content).toContain('The video was deleted');
  expect(
    everPosted(channel)
      .map(({ deleted }) => deleted)
      .sort(),
  ).toEqual([false, false, true]);
});
