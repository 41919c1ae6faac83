import { expect, test } from 'vitest';
import type { Asked } from '../../fakes/slack/interactions-asked.ts';
import type { MessageView } from '../../fakes/slack/looking.ts';
import { eventually } from '../eventually.ts';
import type { Gate } from '../gate.ts';
import { ask, brought, everPosted, fill, finished, said, told, videosIn } from './kit.ts';
import type { SharedHouse } from './shared.ts';

const labels = (message: MessageView) => message.buttons.map(({ label }) => label);

/** What the buttons of a status message do. */
export function pressing(shared: SharedHouse, renders: Gate): void {
  const tasks = () => shared.house.kling.tasks().length;

  /** A private answer, which nobody else sees. */
  async function privately(asked: Asked): Promise<string> {
    const sentence = await told(asked);
    expect(asked.answers.every(({ record }) => record.ephemeralFor !== undefined)).toBe(true);
    return sentence;
  }

  test('an admin cancels what Kling renders, and reads that it is made and charged, but not delivered; others may not', async () => {
    const { team, channel, ada, bob } = shared.corner();
    const letGo = renders.hold();
    await ask(ada, channel, 'Too late to stop.');
    const shown = await said(channel, 'Too late to stop', 'Kling is making the video');
    expect(await privately(bob.press(shown, 'Cancel'))).toBe(
      'Only the person who asked for this, or those in charge here, can do that.',
    );
    // one who runs the workspace moderates; its requester cancels from the lists of their videos
    const admin = team.user({ name: 'Root', admin: true });
    expect(await privately(admin.press(shown, 'Cancel'))).toContain('Kling cannot stop what it has begun');
    letGo();
    await expect.poll(() => shown.shown).toContain('It was charged: 2 seconds of video');
    expect(shown.shown).not.toContain('Done:');
    expect(everPosted(channel)).toEqual([]);
  });

  test('a failure says why and what it cost, and is tried again once, however often that is pressed', async () => {
    const { channel, ada, bob } = shared.corner();
    shared.house.kling.faults.nextTask({ failsWith: 'Failure to pass the risk control system' });
    await ask(ada, channel, 'Once more, please.');
    const failed = await said(channel, 'Once more, please', 'content rules do not allow');
    expect(failed.shown).toContain('Nothing was charged.');
    expect(labels(failed)).toEqual(['Try again']);
    const before = tasks();
    expect(await privately(bob.press(failed, 'Try again'))).toBe('Only the person who asked for this can do that.');
    const twice = [ada.press(failed, 'Try again'), ada.press(failed, 'Try again')];
    await eventually(() => channel.messages().find(({ shown }) => /Once more, please(.|\n)*Done:/.test(shown)));
    for (const pressed of twice) await pressed.settled();
    expect(await privately(ada.press(failed, 'Try again'))).toContain('This was asked for before');
    expect(tasks()).toBe(before + 1);
    expect(everPosted(channel)).toHaveLength(1);
    expect(channel.messages()).toHaveLength(2);
  });

  test('another one is made with other words and the same photo, and deleted with its file, by its requester', async () => {
    const { channel, ada, bob } = shared.corner();
    await ask(ada, channel, 'The first words.');
    const done = await finished(channel, 'The first words');
    const refused = bob.press(done, 'Make another');
    expect(await privately(refused)).toBe('Only the person who asked for this can do that.');
    expect(refused.views).toEqual([]);
    const pressed = ada.press(done, 'Make another');
    const view = await eventually(() => pressed.views.at(-1));
    expect(view.field('text').value).toBe('The first words.');
    expect(view.fields.map(({ blockId }) => blockId)).not.toContain('photo');
    await fill(ada, pressed, { text: 'Quite other words.' });
    await brought(channel, 'Quite other words');
    expect(everPosted(channel)).toHaveLength(2);

    expect(await privately(bob.press(done, 'Delete'))).toContain(
      'Only the person who asked for this, or those in charge',
    );
    expect(await privately(ada.press(done, 'Delete'))).toContain('is being taken away');
    await expect.poll(() => done.shown).toContain('The video was deleted, as was asked.');
    expect(labels(done)).toEqual([]);
    expect(videosIn(channel).flatMap(({ files }) => files)).toMatchObject([
      { altText: expect.stringContaining('Quite other words') },
    ]);
  });
}
