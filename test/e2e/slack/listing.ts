import { describe, expect, test } from 'vitest';
import { readable } from '../../platforms/slack/read.ts';
import { eventually } from '../eventually.ts';
import type { Gate } from '../gate.ts';
import { ask, brought, finished, said, told, toldMessage } from './kit.ts';
import type { SharedHouse } from './shared.ts';

/** What is listed: one's videos, a workspace's, what the bot can do, and the bot's own page. */
export function listing(shared: SharedHouse, renders: Gate): void {
  describe('/jobs', () => {
    test('shows one’s own videos with their state, a link and a button to cancel, to them alone', async () => {
      const { channel, ada, bob } = shared.corner();
      await ask(ada, channel, 'Ada says this.');
      await finished(channel, 'Ada says this');
      const letGo = renders.hold();
      await ask(ada, channel, 'Ada waits.');
      const waiting = await said(channel, 'Ada waits', 'Kling is making the video');

      const asked = ada.slash(channel, '/jobs');
      const list = await toldMessage(asked);
      expect(list.record.ephemeralFor).toBe(ada.id);
      const lines = readable(list.shown).split('\n');
      expect(lines[0]).toBe('Your latest videos:');
      expect(lines[1]).toMatch(/^1\. being made, asked for <!date.*>: “Ada waits\.” \(<https:.*\|how it stands>\)$/);
      expect(lines[2]).toMatch(/^2\. done, asked for <!date.*>: “Ada says this\.” \(<https:.*\|the video>\)$/);
      expect(list.shown).toContain('Left today: ');
      expect(await told(bob.slash(channel, '/jobs'))).toContain('No video has been asked for yet.');
      expect(await told(bob.slash(channel, '/jobs', 'everybody'))).toContain(
        'Only those in charge here can see everybody’s',
      );

      ada.press(list, 'Cancel 1');
      await expect.poll(() => list.shown).toContain('It is to be cancelled.');
      expect(list.shown).toContain('Your latest videos:');
      letGo();
      await expect.poll(() => waiting.shown).toContain('It was charged');
    });

    test('with “everybody” shows the workspace’s to those who run it', async () => {
      const { team, channel, ada } = shared.corner();
      const admin = team.user({ name: 'Root', admin: true });
      await ask(ada, channel, 'Seen by admins.');
      await brought(channel, 'Seen by admins');
      const list = await told(admin.slash(channel, '/jobs', 'everybody'));
      expect(list).toContain('Everybody’s latest videos here:');
      expect(list).toContain('Seen by admins');
    });
  });

  test('/help says what the bot can do, and of its settings only to those who manage the workspace', async () => {
    const { team, channel, ada } = shared.corner();
    const help = await told(ada.slash(channel, '/help'));
    for (const way of [
      '/avatar',
      '/jobs',
      'in the thread of anybody’s photo',
      '“Make it talk”',
      'faces that you may use',
    ]) {
      expect(help).toContain(way);
    }
    expect(help).not.toContain('/settings');
    expect(await told(team.user({ name: 'Root', admin: true }).slash(channel, '/help'))).toContain('/settings');
  });

  test('the bot’s own page shows how it is, one’s newest videos, and how to begin; a press there changes it', async () => {
    const { channel, ada } = shared.corner();
    ada.opensHome();
    const page = await eventually(() => ada.home);
    expect(page.text).toContain('The bot is ready');
    expect(page.text).toContain('Your latest videos:');
    expect(page.text).toContain('How to begin:');
    const letGo = renders.hold();
    await ask(ada, channel, 'Seen at home.');
    const waiting = await said(channel, 'Seen at home', 'Kling is making the video');
    ada.opensHome();
    await expect.poll(() => ada.home?.text).toContain('Seen at home');
    ada.pressHome('Cancel 1');
    await expect.poll(() => ada.home?.buttons).toEqual([]);
    await said(shared.house.slack.dm(ada), 'It is to be cancelled.');
    letGo();
    await expect.poll(() => waiting.shown).toContain('It was charged');
  });
}
