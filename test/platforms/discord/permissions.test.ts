import { PermissionFlagsBits as Bits, ChannelType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import {
  INVITE_PERMISSIONS,
  lacking,
  obstacles,
  type PlaceKind,
  placeKind,
} from '../../../src/platforms/discord/permissions.ts';
import { inEveryLocale } from '../../../src/texts.ts';

describe('what the bot lacks in a place', () => {
  test.each<[PlaceKind, number]>([
    ['text', 6],
    ['thread', 4],
    ['voice', 5],
    ['direct', 0],
  ])('is nothing in a place of kind %s with all that the invite asks for, and %i without any', (kind, needed) => {
    expect(lacking(INVITE_PERMISSIONS, kind)).toEqual([]);
    expect(lacking(Bits.Administrator, kind)).toEqual([]);
    expect(lacking(0n, kind)).toHaveLength(needed);
  });

  test('is named one by one', () => {
    expect(lacking(INVITE_PERMISSIONS & ~Bits.AttachFiles & ~Bits.CreatePublicThreads, 'text')).toEqual([
      'discord_permission_create_threads',
      'discord_permission_attach',
    ]);
    expect(inEveryLocale('discord_permission_attach')).toEqual({ en: 'Attach Files', zh: '添加附件' });
  });

  test('is judged in a thread by what counts in threads', () => {
    expect(lacking(INVITE_PERMISSIONS & ~Bits.SendMessages, 'thread')).toEqual([]);
    expect(lacking(INVITE_PERMISSIONS & ~Bits.SendMessagesInThreads, 'thread')).toEqual([
      'discord_permission_send_in_threads',
    ]);
  });
});

describe('what stands in the way of a request', () => {
  const place = { platform: 'discord', space: '1', channel: '2' };
  const permission = { key: 'lacks_permission', params: { permission: { key: 'discord_permission_attach' } } } as const;

  test('names the permissions that are missing, where, and what to do', () => {
    const named = (channel: string) => ({ key: 'lacks_in', params: { channel: { channel } } });
    const next = { key: 'lacks_next' };
    expect(obstacles(['discord_permission_attach'], place)).toEqual([named('2'), permission, next]);
    const thread = { ...place, thread: '3' };
    expect(obstacles(['discord_permission_attach'], thread)).toEqual([named('3'), permission, next]);
  });

  test('is nothing where none is missing', () => {
    expect(obstacles([], place)).toEqual([]);
  });
});

test('every permission that some place needs is in the invite, and none that manages anything', () => {
  expect(INVITE_PERMISSIONS).toBe(
    Bits.ViewChannel |
      Bits.Connect |
      Bits.SendMessages |
      Bits.SendMessagesInThreads |
      Bits.CreatePublicThreads |
      Bits.AttachFiles |
      Bits.EmbedLinks |
      Bits.ReadMessageHistory,
  );
});

test.each([
  [ChannelType.GuildText, 'text'],
  [ChannelType.GuildAnnouncement, 'text'],
  [ChannelType.PublicThread, 'thread'],
  [ChannelType.PrivateThread, 'thread'],
  [ChannelType.AnnouncementThread, 'thread'],
  [ChannelType.GuildVoice, 'voice'],
  [ChannelType.GuildStageVoice, 'voice'],
  [ChannelType.DM, 'direct'],
])('a channel of type %i is a place of kind %s', (type, kind) => {
  expect(placeKind(type)).toBe(kind);
});
