import { GatewayIntentBits } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { backoff } from '../../../src/platforms/backoff.ts';
import { presence } from '../../../src/platforms/discord/presence.ts';
import { say } from '../../../src/texts.ts';
import { testClock } from '../../clock.ts';
import { incoming, PHOTO } from './incoming-rig.ts';

const stateOf = (shown: { readonly activities: readonly object[] } | undefined) => shown?.activities[0];

describe('at start', () => {
  test('the log says how to invite the bot, and what it sees', async () => {
    const { discord, lines } = await incoming();
    const line = lines.map((each) => JSON.parse(each)).find(({ invite }) => invite);
    expect(line).toMatchObject({ servers: 1, channels: 1, messageContent: false });
    const { origin, pathname, searchParams } = new URL(line.invite);
    expect(`${origin}${pathname}`).toBe('https://discord.com/oauth2/authorize');
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: discord.applicationId,
      scope: 'bot applications.commands',
      // view, send, send in threads, create public threads, attach, embed, read history, connect
      permissions: `${(1n << 10n) | (1n << 11n) | (1n << 38n) | (1n << 35n) | (1n << 15n) | (1n << 14n) | (1n << 16n) | (1n << 20n)}`,
      integration_type: '0',
    });
    expect(discord.violations).toEqual([]);
  });

  test.each([true, false])('the message content intent is asked for where the application has it: %s', async (has) => {
    const { discord } = await incoming({ messageContent: has });
    const asked = discord.gateway.sessions[0]?.intents ?? 0;
    expect((asked & GatewayIntentBits.MessageContent) !== 0).toBe(has);
    expect(discord.gateway.counts).toEqual({ identified: 1, resumed: 0 });
  });

  test('a process takes the shards that it is told to take, and no others', async () => {
    const { discord, desk, connect } = await incoming({ start: false });
    await connect({ shards: { first: 2, last: 2, of: 4 } }).start(desk);
    expect(discord.gateway.sessions.map(({ shard }) => shard)).toEqual([[2, 4]]);
  });

  test('commands can be registered in one server alone', async () => {
    const { discord, guild, desk, connect } = await incoming({ start: false });
    await connect({ guild: guild.id }).start(desk);
    expect(discord.commands()).toEqual([]);
    expect(discord.commands(guild)).toHaveLength(7);
    expect(discord.violations).toEqual([]);
  });

  test('commands registered in one server take none away from the others', async () => {
    const { discord, guild, desk, herald, connect } = await incoming();
    await herald.stop();
    await connect({ guild: guild.id }).start(desk);
    expect(discord.commands()).toHaveLength(7);
    expect(discord.commands(guild)).toHaveLength(7);
  });

  test('commands that Discord refuses are no reason not to listen', async () => {
    const { discord, channel, ada, desk, lines, herald } = await incoming({ start: false });
    discord.faults.next('listCommands', { answer: { code: 50001 } });
    await herald.start(desk);
    ada.says(channel, { mentionsBot: true });
    await desk.next('help');
    expect(lines.join('')).toContain('did not take the commands');
  });

  test('an outage is waited out', async () => {
    const { discord, desk, herald, lines } = await incoming({ start: false });
    discord.faults.next('application', { answer: { status: 503 } }, 4);
    await herald.start(desk);
    expect(discord.gateway.sessions).toHaveLength(1);
    expect(lines.filter((line) => line.includes('cannot be reached'))).toHaveLength(1);
  });

  test('stopping ends the waiting', async () => {
    const { discord, desk, herald } = await incoming({ start: false });
    await discord.close();
    const started = herald.start(desk);
    await herald.stop();
    await expect(started).resolves.toBeUndefined();
  });

  test.each(['application', 'me', 'listCommands', 'createCommand', 'gatewayBot'] as const)(
    'stopping while Discord is asked (%s) ends the start, and nothing connects later',
    async (route) => {
      const { discord, desk, herald } = await incoming({ start: false });
      const asked = Promise.withResolvers<void>();
      discord.on(route, 'before', async () => {
        asked.resolve();
        return undefined;
      });
      discord.faults.next(route, { answer: 'stall' });
      const started = herald.start(desk);
      await asked.promise;
      await herald.stop();
      await started;
      expect(discord.gateway.counts.identified).toBe(0);
    },
  );

  test('a token that is refused while the commands are registered ends the start', async () => {
    const { discord, desk, herald, fatal } = await incoming({ start: false });
    discord.faults.next('createCommand', { answer: { status: 401 } });
    await herald.start(desk);
    expect(fatal).toEqual([expect.stringContaining('DISCORD_TOKEN')]);
    expect(discord.gateway.counts.identified).toBe(0);
  });
});

describe('what only the operator can mend ends with a sentence', () => {
  test('a token that Discord does not know', async () => {
    const { desk, connect, fatal } = await incoming({ start: false });
    await connect({ token: 'MTIz.wrong.token' }).start(desk);
    expect(fatal).toEqual([expect.stringContaining('DISCORD_TOKEN')]);
  });

  test('a token that was taken away while Herald ran', async () => {
    const { discord, guild, channel, herald, fatal } = await incoming();
    discord.faults.next('createMessage', { answer: { status: 401 } });
    const place = { platform: 'discord', space: guild.id, channel: channel.id };
    const message = { locale: 'en', lines: [{ key: 'job_missing' }] } as const;
    const posted = await herald.platform.post(place, { key: 'key1', message }, new AbortController().signal);
    expect(posted.outcome).toBe('later');
    expect(fatal).toEqual([expect.stringContaining('DISCORD_TOKEN')]);
  });

  test.each([
    [4004, 'DISCORD_TOKEN'],
    [4011, 'DISCORD_SHARDS'],
    [4014, 'message content intent'],
  ])('the gateway closing with %i, at the first connection', async (code, words) => {
    const { discord, desk, herald, fatal } = await incoming({ start: false });
    discord.gateway.refuse(code);
    await herald.start(desk);
    expect(fatal).toEqual([expect.stringContaining(words)]);
  });

  test('the gateway closing for good later on', async () => {
    const { discord, fatal } = await incoming();
    discord.gateway.close(4014);
    await expect.poll(() => fatal).toEqual([expect.stringContaining('message content intent')]);
    expect(discord.gateway.counts.identified).toBe(1);
  });
});

// they wait for much the most part: Discord lets a bot identify once in five seconds
describe.concurrent('a connection that breaks', () => {
  test.for([
    ['is cut', 'drop'],
    ['is asked to reconnect', 'reconnect'],
  ] as const)(
    'comes back when it %s, without a message lost or doubled',
    async ([, how], { expect, onTestFinished }) => {
      const { discord, channel, ada, desk, fatal } = await incoming({}, onTestFinished);
      ada.says(channel, { mentionsBot: true, content: 'one', files: [PHOTO] });
      await desk.next('ask');
      discord.gateway[how]();
      ada.says(channel, { mentionsBot: true, content: 'two', files: [PHOTO] });
      expect((await desk.next('ask')).text).toBe('two');
      await expect.poll(() => discord.gateway.counts).toEqual({ identified: 1, resumed: 1 });
      expect(desk.count).toBe(2);
      expect(fatal).toEqual([]);
    },
  );

  test('comes back with a new session where the old one is invalid, and shows the queue again', async ({
    expect,
    onTestFinished,
  }) => {
    const { discord, channel, ada, desk, herald } = await incoming({}, onTestFinished);
    herald.platform.showQueue(3);
    await expect
      .poll(() => stateOf(discord.presence))
      .toMatchObject({ state: say('discord_presence_queue', { count: 3 }) });
    discord.gateway.invalidate(false);
    await expect.poll(() => discord.gateway.counts.identified).toBe(2);
    await expect
      .poll(() => stateOf(discord.presence))
      .toMatchObject({ state: say('discord_presence_queue', { count: 3 }) });
    ada.says(channel, { mentionsBot: true });
    await desk.next('help');
  });

  test('shows what the queue came to while it was away', async ({ expect, onTestFinished }) => {
    const { discord, desk, connect } = await incoming({ start: false }, onTestFinished);
    const away = Promise.withResolvers<() => void>();
    // the wait before the next connection, for as long as the test likes
    const after = (ms: number, callback: () => void) => {
      if (ms === 1_000) away.resolve(callback);
      return ms === 1_000 ? () => undefined : systemClock.after(ms, callback);
    };
    const herald = connect({ clock: { ...systemClock, after }, random: () => 1 });
    await herald.start(desk);
    discord.gateway.drop();
    const goOn = await away.promise;
    herald.platform.showQueue(3);
    goOn();
    await expect
      .poll(() => stateOf(discord.presence))
      .toMatchObject({ state: say('discord_presence_queue', { count: 3 }) });
    expect(discord.gateway.counts).toEqual({ identified: 1, resumed: 1 });
  });

  test('waits longer before each further connection', async ({ expect, onTestFinished }) => {
    const { discord, desk, connect } = await incoming({ start: false }, onTestFinished);
    const pauses: number[] = [];
    const after = (ms: number, callback: () => void) => {
      pauses.push(ms);
      return systemClock.after(0, callback);
    };
    await connect({ clock: { ...systemClock, after }, random: () => 1 }).start(desk);
    for (const resumed of [1, 2, 3]) {
      discord.gateway.drop();
      await expect.poll(() => discord.gateway.counts.resumed, { timeout: 5_000 }).toBe(resumed);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000]);
  });

  test('is tried again after longer and longer waits, until one has lasted', ({ expect }) => {
    let now = 0;
    const next = backoff({ now: () => now }, () => 1);
    const pauses = Array.from({ length: 10 }, () => {
      const pause = next();
      now += pause + 100;
      return pause;
    });
    expect(pauses).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 120_000, 120_000]);
    now += 61_000;
    expect(next()).toBe(0);
  });
});

describe('the presence', () => {
  test('shows the latest count, at most once in twenty seconds, and nothing that is shown already', async () => {
    const clock = testClock();
    const shown: string[] = [];
    const { queue, stop } = presence(clock, (text) => void shown.push(text));
    for (const count of [0, 1, 2, 3]) queue(count);
    expect(shown).toEqual(['Videos in line: 1']);
    await clock.pass(19_999);
    expect(shown).toHaveLength(1);
    await clock.pass(1);
    expect(shown).toEqual(['Videos in line: 1', 'Videos in line: 3']);
    await clock.pass(20_000);
    queue(3);
    expect(shown).toHaveLength(2);
    stop();
    queue(9);
    await clock.pass(60_000);
    expect(shown).toHaveLength(2);
  });
});
