import { describe, expect, test } from 'vitest';
import type { Discord } from '../../fakes/discord/discord.ts';
import type { Channel } from '../../fakes/discord/places.ts';
import { tasksOf } from '../kling.ts';
import { everPosted, finished, photo, status, told } from './kit.ts';
import { gate, sharedHouse } from './shared.ts';

const renders = gate();
const shared = sharedHouse({ kling: { render: renders.render } });

const ALL = 1_000;

/** Asks for a video and sees it done. */
async function works(channel: Channel, words: string): Promise<void> {
  shared.ada.slash(channel, 'avatar', { photo: await photo(), text: words });
  await finished(channel, words);
}

// each connection makes the bot wait longer before the next; the restart before those below lets it begin anew
test('a connection that cannot be opened is tried again, later each time', { timeout: 60_000 }, async () => {
  const { discord, bot } = shared.house;
  const { channel } = shared.corner();
  const { identified } = discord.gateway.counts;
  discord.gateway.refuse(4000);
  discord.gateway.close(4009);
  // Discord lets a bot identify once in five seconds
  await expect.poll(() => discord.gateway.counts.identified, { timeout: 25_000 }).toBe(identified + 2);
  await expect.poll(() => discord.gateway.sessions.length).toBe(1);
  await works(channel, 'After all.');
  expect(everPosted(channel)).toHaveLength(1);
  expect(discord.gateway.counts.identified).toBe(identified + 2);
  expect(bot.log.filter(({ level }) => level === 'error')).toEqual([]);
});

describe('events that come again', () => {
  test('make no second job and no second answer, whatever was asked, and however', async () => {
    const { house, ada } = shared;
    const { discord, kling } = house;
    const { channel } = shared.corner();
    const before = tasksOf(kling).length;
    const letGo = renders.hold();
    ada.slash(channel, 'avatar', { photo: await photo(), text: 'By a command.' });
    ada.says(channel, { content: 'By a message.', files: [await photo()], mentionsBot: true });
    const helped = ada.slash(channel, 'help');
    await told(helped);
    const shown = await status(channel, 'By a message');
    await expect.poll(() => shown.content).toContain('Kling is making');
    const cancelled = ada.press(shown, 'Cancel');
    await told(cancelled);
    discord.gateway.replay(ALL);
    letGo();
    await finished(channel, 'By a command');
    discord.gateway.replay(ALL);

    // what came before it has been dealt with when this is there
    await told(ada.slash(channel, 'help'));
    const fromBot = channel.history().filter(({ author }) => author.bot);
    expect(fromBot).toHaveLength(2);
    expect(everPosted(channel)).toHaveLength(1);
    expect(tasksOf(kling)).toHaveLength(before + 2);
    expect([helped, cancelled].map(({ followUps }) => followUps)).toEqual([[], []]);
  });

  test('make nothing new after a restart either', async () => {
    const { house, ada } = shared;
    const { discord, kling } = house;
    const { channel } = shared.corner();
    ada.says(channel, { content: 'Said once.', files: [await photo()], mentionsBot: true });
    await finished(channel, 'Said once');
    const [before, said] = [tasksOf(kling).length, channel.messages().length];
    const old = discord.gateway.sessions.flatMap(({ events }) => events).filter(({ t }) => t === 'MESSAGE_CREATE');
    await house.bot.kill();
    await house.restart();
    for (const { d, t } of old)
      for (const { socket, sequence } of discord.gateway.sessions)
        socket?.send(JSON.stringify({ op: 0, t, s: sequence, d }));
    await told(ada.slash(channel, 'help'));
    expect(tasksOf(kling)).toHaveLength(before);
    expect(channel.messages()).toHaveLength(said);
  });
});

/** What may happen to a connection whose session goes on afterwards. */
const HAPPENINGS: Readonly<Record<string, (discord: Discord) => void>> = {
  'the connection is cut': ({ gateway }) => gateway.drop(),
  'Discord asks it to reconnect': ({ gateway }) => gateway.reconnect(),
  'Discord closes for a reason of its own': ({ gateway }) => gateway.close(4000),
};

describe('a connection that ends', () => {
  test.each(Object.entries(HAPPENINGS))(
    'is taken up again when %s, and what was asked meanwhile is heard',
    async (_, happen) => {
      const { discord, ada, kling } = shared.house;
      const { channel } = shared.corner();
      const { identified, resumed } = discord.gateway.counts;
      const tasks = tasksOf(kling).length;
      happen(discord);
      ada.says(channel, { content: 'While nobody listened.', files: [await photo()], mentionsBot: true });
      await finished(channel, 'While nobody listened');
      await expect.poll(() => discord.gateway.counts).toEqual({ identified, resumed: resumed + 1 });
      discord.gateway.replay(ALL);
      await works(channel, 'Afterwards.');
      expect(everPosted(channel)).toHaveLength(2);
      expect(tasksOf(kling)).toHaveLength(tasks + 2);
    },
  );

  test('is begun anew when its session is over', async () => {
    const { discord } = shared.house;
    const { channel } = shared.corner();
    const { identified } = discord.gateway.counts;
    discord.gateway.invalidate();
    await expect.poll(() => discord.gateway.counts.identified).toBe(identified + 1);
    await expect.poll(() => discord.gateway.sessions.length).toBe(1);
    await works(channel, 'In a new session.');
    expect(everPosted(channel)).toHaveLength(1);
  });
});
