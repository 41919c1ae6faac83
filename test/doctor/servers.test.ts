import { describe, expect, test } from 'vitest';
import { serverFinding } from '../../src/doctor/discord-servers.ts';
import type { ChannelFacts } from '../../src/platforms/discord/check.ts';

const INVITE = 'https://discord.com/invite-me';
const fine = (name: string): ChannelFacts => ({ name, seen: true, lacks: [] });
const hidden = (name: string): ChannelFacts => ({ name, seen: false, lacks: ['discord_permission_view'] });
const mute = (name: string, ...lacks: ChannelFacts['lacks']): ChannelFacts => ({ name, seen: true, lacks });
const find = (...channels: readonly ChannelFacts[]) => serverFinding({ name: 'Cats', channels }, INVITE);

describe('of a server is said', () => {
  test('that all is well, and how many channels are hidden', () => {
    expect(find(fine('a'), fine('b'), hidden('c'))).toEqual({
      mark: 'ok',
      about: 'Discord server “Cats”',
      says: 'the bot can work in 2 of 3 text channels; 1 hidden from it.',
    });
  });

  test('which channel lacks what, as a note, while others work', () => {
    const { mark, says } = find(fine('a'), mute('rules', 'discord_permission_send', 'discord_permission_attach'));
    expect(mark).toBe('note');
    expect(says).toContain('#rules lacks Send Messages, Attach Files');
    expect(says).toContain('Edit Channel → Permissions');
  });

  test('what is lacking everywhere, once, with the invite', () => {
    const { mark, says } = find(
      mute('a', 'discord_permission_history', 'discord_permission_attach'),
      mute('b', 'discord_permission_attach'),
    );
    expect(mark).toBe('wrong');
    expect(says).toMatch(/^the bot lacks Attach Files in every channel/);
    expect(says).not.toContain('Read Message History');
    expect(says).toContain(INVITE);
  });

  test('that no channel works, though none lacks what another lacks', () => {
    const { mark, says } = find(mute('a', 'discord_permission_history'), mute('b', 'discord_permission_attach'));
    expect(mark).toBe('wrong');
    expect(says).toContain('#a lacks Read Message History; #b lacks Attach Files');
  });

  test('that the bot sees nothing', () => {
    expect(find(hidden('a'))).toMatchObject({
      mark: 'wrong',
      says: expect.stringMatching(/sees no text channel.*invite/),
    });
  });

  test('a handful of channels, and how many more there are', () => {
    const lacking = Array.from('abcdefgh', (name) => mute(name, 'discord_permission_send'));
    const { says } = find(fine('z'), ...lacking);
    expect(says).toContain('#e lacks');
    expect(says).not.toContain('#f lacks');
    expect(says).toContain('and 3 more');
  });
});
