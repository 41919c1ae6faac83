import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { say } from '../../../src/texts.ts';
import { temporary } from '../../media/temporary.ts';
import { incoming } from './incoming-rig.ts';

const FIRST = { locale: 'en', lines: [{ key: 'job_missing' }] } as const;
const ALOUD = { ...FIRST, aloud: true } as const;
const SECOND = { locale: 'en', lines: [{ key: 'ask_closing' }] } as const;

const inFolder = temporary();

const QUARTER = 15 * 60_000;

async function asked() {
  const rig = await incoming();
  const interaction = rig.ada.slash(rig.channel, 'help');
  const { answer } = await rig.desk.next('help');
  return { ...rig, interaction, answer };
}

describe('the answer to an interaction', () => {
  test('takes the place of the waiting sign, and of what was said before', async () => {
    const { discord, interaction, answer, channel } = await asked();
    await answer.say(FIRST);
    expect(interaction.original).toMatchObject({ content: say('job_missing'), ephemeral: true, loading: false });
    await answer.say(SECOND);
    expect(interaction.original?.content).toBe(say('ask_closing'));
    expect(channel.messages()).toEqual([]);
    expect(discord.violations).toEqual([]);
  });

  test('is gone when there is nothing to say', async () => {
    const { discord, ada, answer, channel } = await asked();
    await answer.done();
    expect(channel.messagesFor(ada)).toEqual([]);
    expect(discord.violations).toEqual([]);
  });

  test('can hold a file, which the next words take away again', async () => {
    const { discord, interaction, answer } = await asked();
    const path = inFolder('shown.mp4');
    await writeFile(path, 'a video');
    await answer.say(FIRST, { path, bytes: 7, name: 'j1.mp4', alt: 'A face speaks' });
    expect(interaction.original?.files).toMatchObject([{ name: 'j1.mp4', description: 'A face speaks' }]);
    expect(Buffer.from(interaction.original?.files[0]?.bytes ?? []).toString()).toBe('a video');
    await answer.say(SECOND);
    expect(interaction.original?.files).toEqual([]);
    expect(discord.violations).toEqual([]);
  });

  test('can be given after a restart', async () => {
    const { interaction, answer, herald, connect } = await asked();
    await herald.stop();
    await connect().platform.answer(answer.ref).say(FIRST);
    expect(interaction.original).toMatchObject({ content: say('job_missing'), ephemeral: true });
  });

  test('is tried again while Discord is down', async () => {
    const { discord, interaction, answer } = await asked();
    discord.faults.next('editOriginal', { answer: 'drop' });
    await answer.say(FIRST);
    expect(interaction.original?.content).toBe(say('job_missing'));
  });

  test('is a direct message when the token has died, and never one that others see', async () => {
    const { discord, ada, answer, channel } = await asked();
    discord.pass(QUARTER);
    await answer.say(FIRST);
    const [said] = discord.dm(ada).messages();
    expect(said?.content).toBe(say('job_missing'));
    await answer.say(SECOND);
    expect(discord.dm(ada).messages()).toHaveLength(1);
    expect(said?.content).toBe(say('ask_closing'));
    expect(channel.messages()).toEqual([]);
    expect(discord.violations).toEqual([]);
  });

  test.each([50027, 10015, 10062, 10008] as const)(
    'is a direct message also where the token has died before its time: %i',
    async (code) => {
      const { discord, ada, answer, channel } = await asked();
      discord.faults.next('editOriginal', { answer: { code } });
      await answer.say(FIRST);
      expect(discord.dm(ada).messages()).toHaveLength(1);
      expect(channel.messages()).toEqual([]);
    },
  );

  test('that died is said once, in its latest words, although Herald restarted in between', async () => {
    const { discord, ada, answer, desk, connect } = await asked();
    discord.pass(QUARTER);
    await answer.say(FIRST);
    const herald = connect();
    await herald.start(desk);
    await herald.platform.answer(answer.ref).say(SECOND);
    expect(
      discord
        .dm(ada)
        .messages()
        .map(({ content }) => content),
    ).toEqual([say('ask_closing')]);
  });

  test('that may be said aloud is a message in the place when the token has died, and pings only the person', async () => {
    const { discord, ada, answer, channel } = await asked();
    discord.pass(QUARTER);
    await answer.say(ALOUD);
    const [said] = channel.messages();
    expect(said).toMatchObject({ mentions: [ada.id], ephemeral: false });
    expect(said?.content).toContain(say('job_missing'));
    await answer.say({ ...SECOND, aloud: true });
    expect(channel.messages()).toHaveLength(1);
    expect(said?.content).toContain(say('ask_closing'));
    expect(discord.violations).toEqual([]);
  });

  test('that was said aloud does not change into private words', async () => {
    const { discord, ada, answer, channel } = await asked();
    discord.pass(QUARTER);
    await answer.say(ALOUD);
    await answer.say(SECOND);
    expect(channel.messages()[0]?.content).toContain(say('job_missing'));
    expect(
      discord
        .dm(ada)
        .messages()
        .map(({ content }) => content),
    ).toEqual([say('ask_closing')]);
  });

  test('in a private thread goes to the person alone as well', async () => {
    const { discord, channel, ada, bob, desk } = await incoming();
    const thread = channel.thread({ owner: bob, private: true, members: [ada, bob] });
    ada.slash(thread, 'help');
    const { answer } = await desk.next('help');
    discord.pass(QUARTER);
    await answer.say(FIRST);
    expect(thread.messages()).toEqual([]);
    expect(discord.dm(ada).messages()).toHaveLength(1);
  });

  test('is given up, in the log, where the person takes no direct messages', async () => {
    const { discord, ada, answer, channel, lines } = await asked();
    discord.pass(QUARTER);
    ada.takesDms(false);
    await answer.say(FIRST);
    expect(channel.messages()).toEqual([]);
    expect(lines.join('')).toContain('could not be answered');
  });

  test('lives as long by this clock as Discord lets it, however wrong the clock is', async () => {
    const { discord, desk, channel, ada, connect } = await incoming({ start: false });
    await connect({ clock: { ...systemClock, now: () => discord.now() + 2 * QUARTER } }).start(desk);
    const interaction = ada.slash(channel, 'help');
    await (await desk.next('help')).answer.say(FIRST);
    expect(interaction.original?.content).toBe(say('job_missing'));
  });

  test('with a file never becomes a message that others see', async () => {
    const { discord, ada, answer, channel } = await asked();
    const path = inFolder('kept.mp4');
    await writeFile(path, 'a video');
    discord.pass(QUARTER);
    await answer.say(FIRST, { path, bytes: 7, name: 'j1.mp4', alt: 'A face speaks' });
    expect(channel.messages()).toEqual([]);
    expect(discord.dm(ada).messages()).toMatchObject([{ files: [{ name: 'j1.mp4' }] }]);
  });

  test('that cannot be given is in the log, without its token', async () => {
    const { discord, ada, interaction, answer, guild, lines } = await asked();
    discord.pass(QUARTER);
    guild.removeBot();
    ada.takesDms(false);
    await answer.say(FIRST);
    expect(lines.join('')).toContain('could not be answered');
    expect(lines.join('')).not.toContain(interaction.record.token);
  });
});
