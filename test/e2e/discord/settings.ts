import { ComponentType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import type { Person } from '../../fakes/discord/people.ts';
import type { Channel } from '../../fakes/discord/places.ts';
import { finished, photo, told } from './kit.ts';
import type { SharedHouse } from './shared.ts';

/** What those in charge of a server, and the operator, can set. */
export function settings(shared: SharedHouse): void {
  const ask = async (person: Person, channel: Channel, text: string) =>
    person.slash(channel, 'avatar', { photo: await photo(), text });

  /** A server with somebody who manages it. */
  function managed() {
    const boss = shared.house.discord.user({ name: 'Boss' });
    const corner = shared.corner();
    corner.guild.member(boss, { permissions: ['ManageGuild'] });
    const pick = async (list: 'roles' | 'channels' | 'shut-out', ids: readonly string[]) => {
      const asked = boss.slash(corner.channel, 'settings');
      expect(await told(asked)).toContain('Who may use the bot here, and in which channels.');
      if (!asked.original) throw new Error('no settings are shown');
      expect(asked.original.ephemeral).toBe(true);
      const chosen = boss.select(asked.original, `set-${list}:here`, ids);
      // the list that was picked shows again, with what holds now
      await expect.poll(() => JSON.stringify(asked.original?.components)).toContain(`"id":"${ids[0]}"`);
      expect(chosen.expired).toBe(false);
      return asked;
    };
    return { boss, pick, ...corner };
  }

  describe('/settings', () => {
    test('lets in certain roles only, at once and after a restart', async () => {
      const { guild, channel, pick } = managed();
      const role = guild.role('Speakers');
      const asked = await pick('roles', [role.id]);
      expect(asked.original?.components.map((row) => row.type)).toEqual(Array(3).fill(ComponentType.ActionRow));
      const refused = await ask(shared.ada, channel, 'Without a role.');
      expect(await told(refused)).toContain('Only certain roles may use the bot here.');
      expect(refused.original?.ephemeral).toBe(true);
      await shared.house.bot.kill();
      await shared.house.restart();
      expect(await told(await ask(shared.ada, channel, 'Still none.'))).toContain('Only certain roles');
      guild.member(shared.ada, { roles: [role.id] });
      await ask(shared.ada, channel, 'With a role.');
      await finished(channel, 'With a role');
      expect(channel.messages()).toHaveLength(1);
      // another server has its own
      const other = shared.corner();
      await ask(shared.ada, other.channel, 'Elsewhere.');
      await finished(other.channel, 'Elsewhere');
    });

    test('lets the bot be used in certain channels only, and in their threads', async () => {
      const { guild, channel, pick } = managed();
      const stage = guild.channel({ name: 'stage' });
      await pick('channels', [stage.id]);
      expect(await told(await ask(shared.ada, channel, 'Off stage.'))).toContain('may not be used in this channel');
      await ask(shared.ada, stage, 'On stage.');
      await finished(stage, 'On stage');
      const thread = stage.thread({ owner: shared.ada, under: shared.ada.says(stage, 'Let us talk') });
      await ask(shared.ada, thread, 'Behind the stage.');
      await finished(thread, 'Behind the stage');
    });

    test('shuts people out, who are told, also when they mention the bot', async () => {
      const { channel, pick } = managed();
      await pick('shut-out', [shared.ada.id]);
      expect(await told(await ask(shared.ada, channel, 'Let me in.'))).toContain(
        'Those in charge here do not let you use the bot',
      );
      const message = shared.ada.says(channel, { mentionsBot: true, content: 'Please!', files: [await photo()] });
      await expect
        .poll(() => channel.messages().find(({ repliesTo }) => repliesTo === message.id)?.content)
        .toContain('Those in charge here do not let you use the bot');
    });

    test('is not for those who do not manage the server', async () => {
      const { channel, boss, guild, pick } = managed();
      expect(() => shared.ada.slash(channel, 'settings')).toThrow('is not offered');
      const asked = await pick('roles', [guild.role('Speakers').id]);
      // who managed the server once and kept the message open cannot change it any more
      guild.member(boss, { permissions: [] });
      if (!asked.original) throw new Error('no settings are shown');
      boss.select(asked.original, 'set-roles:here', []);
      await expect.poll(() => asked.original?.content).toContain('Only those in charge here');
      expect(await told(await ask(shared.ada, channel, 'Still shut.'))).toContain('Only certain roles');
    });
  });

  test('the operator’s lists hold on every server, and are named in its settings', async () => {
    const { house, ada } = shared;
    const { discord } = house;
    const { guild, channel } = shared.corner();
    const eve = discord.user({ name: 'Eve' });
    guild.member(eve);
    const boss = discord.user({ name: 'Boss' });
    const role = guild.role('Trusted');
    guild.member(boss, { permissions: ['ManageGuild'] });
    guild.member(ada, { roles: [role.id] });
    const banned = discord.guild();
    banned.member(ada);
    const bannedChannel = banned.channel();
    // the last test of this file: the bot keeps these settings
    await house.bot.stop();
    await house.restart(0, {
      SHUT_OUT: `discord:${eve.id},discord:${banned.id}`,
      ALLOWED_ROLES: role.id,
    });
    expect(await told(await ask(eve, channel, 'Me too.'))).toContain('The bot’s operator does not let you use it.');
    expect(await told(await ask(ada, bannedChannel, 'Here?'))).toContain('does not let it be used here');
    expect(await told(await ask(boss, channel, 'And I?'))).toContain('lets only certain roles use it');
    await ask(ada, channel, 'I am trusted.');
    await finished(channel, 'I am trusted');
    const settings = await told(boss.slash(channel, 'settings'));
    expect(settings).toContain(`lets only these roles use it, wherever it is:\n• <@&${role.id}>`);
    expect(settings).toContain('has shut out some people, or all who are in some places: 2 in all.');
    expect(settings).not.toContain(eve.id);
  });
}
