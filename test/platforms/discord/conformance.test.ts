import { ComponentType, MessageFlags } from 'discord.js';
import { expect, onTestFinished } from 'vitest';
import type { Place } from '../../../src/jobs/job.ts';
import { readAction } from '../../../src/platforms/action-ids.ts';
import { channelOf } from '../../../src/platforms/discord/places.ts';
import { BOT_DEFAULT, type Permissions } from '../../fakes/discord/permissions.ts';
import type { MessageView } from '../../fakes/discord/views.ts';
import { conformsToPlatform } from '../conformance.ts';
import type { Seen } from '../under-test.ts';
import { rig } from './outgoing-rig.ts';
import { readContent } from './read.ts';

const MiB = 1024 * 1024;

const without = (...taken: string[]): Permissions => BOT_DEFAULT.filter((name) => !taken.includes(name));

conformsToPlatform('discord', async () => {
  const { discord, guild, channel, ada, bob, platform, place } = await rig({ messageContent: true });
  const news = guild.channel({ name: 'news', type: 'announcement' });
  onTestFinished(() => expect(discord.violations).toEqual([]));
  const channelAt = (where: Place) => discord.channel(channelOf(where) ?? '');
  return {
    platform: { name: 'discord', ...platform },
    remembersKeys: true,
    quotes: true,
    place,
    person: ada.id,
    other: bob.id,
    role: guild.role('Editors').id,
    hardLimit: 10 * MiB,
    called: { space: 'A server', channel: 'general' },
    hiddenFrom: () => ({
      ...place,
      channel: guild.channel({ others: { [ada.id]: { deny: ['ViewChannel'] } } }).id,
    }),
    followed: {
      place: { ...place, channel: news.id },
      published: () =>
        [channel, news]
          .flatMap((each) => each.messages())
          .filter(({ flags }) => (flags & MessageFlags.Crossposted) !== 0)
          .map(({ id }) => id),
    },
    now: discord.now,
    look: (where) =>
      channelAt(where)
        .messages()
        .filter(({ author }) => author.id === discord.bot.id)
        .map(seen),
    writes: () => ada.says(channel, 'Make me talk').id,
    takesAway: (_, message) => discord.deleteMessage(discord.message(message)),
    upload(content, name) {
      const bytes = Buffer.from(content);
      return { url: discord.proxied({ bytes, name }), name, bytes: bytes.byteLength };
    },
    expire: () => discord.faults.next('cdn', { answer: { status: 404 } }),
    loseAnswer: () => discord.faults.next('createMessage', { effect: 'before', answer: 'drop' }),
    hide: () => guild.botPermissions(without('ReadMessageHistory')),
    close: () => guild.botPermissions(without('SendMessages', 'SendMessagesInThreads')),
    deafen: () => guild.botPermissions(without('ViewChannel', 'ReadMessageHistory')),
    tearDown: () => channel.delete(),
    outlastWindow: () => discord.pass(600_000),
  };
});

function actionOf(customId: string): string {
  const action = readAction(customId);
  return action ? `${action.name}:${action.subject}` : 'nothing';
}

/** A message as a person sees it in Discord's client. */
function seen({ id, content, mentions, components, files, repliesTo, record }: MessageView): Seen {
  const { text, links } = readContent(content);
  const inRows = components.flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []));
  const buttons = inRows.flatMap((each) => {
    if (each.type !== ComponentType.Button || !('label' in each)) return [];
    return `${each.label} → ${'custom_id' in each ? actionOf(each.custom_id) : 'url' in each ? each.url : ''}`;
  });
  const pickers = inRows.flatMap((each) => {
    if (!('placeholder' in each) || !('default_values' in each)) return [];
    const chosen = (each.default_values ?? []).map((value) => value.id).join(', ');
    return `${each.placeholder}: ${chosen} → ${actionOf(each.custom_id)}`;
  });
  const urls = inRows.flatMap((each) => ('url' in each ? [each.url] : []));
  const [file] = files;
  return {
    id,
    text,
    links: [...links, ...urls],
    pings: record.editedAt === undefined ? mentions : [],
    buttons,
    pickers,
    ...(file && { file: { name: file.name, bytes: file.bytes.byteLength, alt: file.description ?? '' } }),
    ...(repliesTo !== undefined && { replyTo: repliesTo }),
  };
}
