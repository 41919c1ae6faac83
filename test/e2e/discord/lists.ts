import { describe, expect, test } from 'vitest';
import { finished, photo, told } from './kit.ts';
import { type Gate, type SharedHouse, said } from './shared.ts';

/** What is listed: one’s videos, a server’s, and what the bot can do. */
export function lists(shared: SharedHouse, renders: Gate): void {
  async function videoOf(person: typeof shared.ada, channel: Parameters<typeof finished>[0], text: string) {
    person.slash(channel, 'avatar', { photo: await photo(), text });
    return finished(channel, text.slice(0, -1));
  }

  describe('/jobs', () => {
    test('shows one’s own videos with their state, a link, a button to cancel, and what is left of today', async () => {
      const cleo = await shared.person({ name: 'Cleo' });
      const { channel } = shared.corner([cleo]);
      await videoOf(shared.ada, channel, 'Ada says this.');
      await videoOf(cleo, channel, 'Cleo says this.');
      const letGo = renders.hold();
      cleo.slash(channel, 'avatar', { photo: await photo(), text: 'Cleo waits.' });
      const waiting = await said(channel, 'Cleo waits', 'Kling is making the video');
      const asked = cleo.slash(channel, 'jobs');
      const list = await told(asked);
      expect(asked.original?.ephemeral).toBe(true);
      const lines = list.split('\n');
      expect(lines[0]).toBe('Your latest videos:');
      expect(lines[1]).toMatch(
        /^1\. being made, asked for <t:\d+:R>: “Cleo waits\.” \(\[how it stands\]\(<https:.*>\)\)$/,
      );
      expect(lines[1]).toContain(waiting.id);
      expect(lines[2]).toMatch(/^2\. done, asked for <t:\d+:R>: “Cleo says this\.” \(\[the video\]\(<https:.*>\)\)$/);
      expect(list).not.toContain('Ada says');
      expect(lines.at(-1)).toMatch(/^Left today: 49\d seconds for you; \d+ for everybody here together\.$/);

      const cancelled = asked.original && cleo.press(asked.original, 'Cancel 1');
      expect(cancelled?.id).toBeDefined();
      await expect
        .poll(() => asked.original?.content)
        .toMatch(/^It is to be cancelled\. Kling cannot stop what it has begun.*\nYour latest videos:\n1\. /);
      letGo();
      await expect.poll(() => waiting.content).toContain('It was charged');
    });

    test('with “everybody” shows the server’s to moderators alone', async () => {
      const mod = shared.house.discord.user({ name: 'Mo' });
      const { guild, channel } = shared.corner();
      guild.member(mod, { permissions: ['ManageMessages'] });
      await videoOf(shared.ada, channel, 'Seen by moderators.');
      const list = await told(mod.slash(channel, 'jobs', { everybody: true }));
      expect(list).toContain('Everybody’s latest videos here:');
      expect(list).toContain('Seen by moderators');
      expect(await told(mod.slash(channel, 'jobs'))).toContain('No video has been asked for yet.');
      const refused = shared.ada.slash(channel, 'jobs', { everybody: true });
      expect(await told(refused)).toContain('Only those in charge here can see everybody’s videos.');
      expect(refused.original?.ephemeral).toBe(true);
    });

    test('shows moderators nothing of what was asked for in a private message', async () => {
      const mod = shared.house.discord.user({ name: 'Mira' });
      const { guild, channel } = shared.corner();
      guild.member(mod, { permissions: ['ManageMessages'] });
      const dm = shared.house.discord.dm(shared.ada);
      shared.ada.slash(shared.ada.dm(), 'avatar', { photo: await photo(), text: 'A secret of two.' });
      await finished(dm, 'A secret of two');
      expect(await told(mod.slash(channel, 'jobs', { everybody: true }))).not.toContain('secret');
      expect(await told(shared.ada.slash(channel, 'jobs'))).toContain('A secret of two');
    });
  });

  test('/help says what the bot can do, and of its settings only to those who manage the server', async () => {
    const boss = shared.house.discord.user({ name: 'Boss' });
    const { guild, channel } = shared.corner();
    guild.member(boss, { permissions: ['ManageGuild'] });
    const asked = shared.ada.slash(channel, 'help');
    const help = await told(asked);
    expect(asked.original?.ephemeral).toBe(true);
    for (const way of ['/avatar', '/jobs', 'reply to a photo', '“Make it talk”', 'faces that you may use']) {
      expect(help).toContain(way);
    }
    expect(help).not.toContain('/settings');
    expect(await told(boss.slash(channel, 'help'))).toContain('/settings');
    expect(await told(shared.ada.slash(shared.ada.dm(), 'help'))).toContain('/avatar');
  });
}
