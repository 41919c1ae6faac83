import { InteractionResponseType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { hasAstronaut } from '../bot.ts';
import { astronaut, everPosted, finished, photo, status, videosIn } from './kit.ts';
import { type Gate, type SharedHouse, said, sound, video } from './shared.ts';

/** What /avatar does, from a photo and words to a video. */
export function asking(shared: SharedHouse, renders: Gate): void {
  const newestTask = () => shared.house.kling.tasks().at(-1);

  describe('/avatar', () => {
    // the photo of ../shared/media; where that is absent, the next tests ask with a plain picture
    test.skipIf(!hasAstronaut)(
      'with a real photo and words shows one status message, and the video below it',
      async () => {
        const { channel } = shared.corner();
        const { ada } = shared;
        const letGo = renders.hold();
        const asked = ada.slash(channel, 'avatar', { photo: astronaut(), text: 'One small step for a bot.' });
        expect(await asked.acknowledged()).toBe(InteractionResponseType.DeferredChannelMessageWithSource);
        expect(asked.original?.ephemeral).toBe(true);

        const shown = await status(channel, 'One small step for a bot');
        await expect.poll(() => shown.content).toContain('Kling is making the video; it began <t:');
        expect(shown.content).toContain(`${ada.mention} asked for a video: “One small step for a bot.”`);
        expect(shown.mentions).toEqual([]);
        expect(shown.buttons.map(({ label }) => label)).toEqual(['Cancel']);
        // the waiting sign is gone: the status message says it all
        await expect.poll(() => asked.original?.deleted).toBe(true);
        letGo();

        await finished(channel, 'One small step for a bot');
        const [thread] = channel.threads();
        expect(thread).toMatchObject({ id: shown.id, name: expect.stringMatching(/^AI-generated video, /) });
        const [posted] = thread ? videosIn(thread) : [];
        expect(posted?.content).toBe(`AI-generated, asked for by ${ada.mention}`);
        expect(posted?.mentions).toEqual([ada.id]);
        expect(posted?.files[0]?.description).toContain('One small step for a bot.');
        expect(shown.content).toContain(`/${thread?.id}/${posted?.id}`);
        expect(shown.content).toContain('It was charged: 2 seconds of video, 0.8 Kling units.');
        expect(shown.buttons.map(({ label }) => label)).toEqual(['Make another', 'Delete']);
        expect(channel.messages()).toHaveLength(1);
        expect(everPosted(channel)).toHaveLength(1);
      },
    );

    test('says at once that it is accepted, and for how many seconds', async () => {
      const { channel } = shared.corner();
      shared.house.kling.faults.next('create', { answer: { lateMs: 400 } });
      shared.ada.slash(channel, 'avatar', { photo: await photo(), text: 'This sentence takes three seconds long.' });
      const shown = await said(channel, 'Accepted: it will be about 3 seconds long.');
      await finished(channel, 'three seconds');
      expect(shown.content).toContain('It was charged: 2 seconds of video');
    });

    test.each(['mp3', 'ogg', 'wav'] as const)(
      'with a photo and a recording as %s makes the photo speak it',
      async (as) => {
        const { channel } = shared.corner();
        shared.ada.slash(channel, 'avatar', { photo: await photo(), audio: await sound(as, 3) });
        const shown = await finished(channel, 'a recording of');
        // encoders add a few samples
        expect(shown.content).toMatch(/a video of a recording of [34] seconds\./);
        expect(newestTask()?.sound).toMatchObject({ kind: 'recording' });
        const posted = await video(channel);
        expect(posted.files[0]?.description).toContain('speaks a recording');
        expect(channel.threads()[0]?.name).toMatch(/^AI-generated video, [\d-]{10} \([a-z0-9]{4}\)$/);
      },
    );

    test('takes a voice and a ratio', async () => {
      const { channel } = shared.corner();
      const options = { photo: await photo(), text: 'As you like it.', voice: 'uk_boy1', ratio: '9:16' };
      shared.ada.slash(channel, 'avatar', options);
      await finished(channel, 'As you like it');
      expect(newestTask()).toMatchObject({ ratio: '9:16', sound: { voiceId: 'uk_boy1' } });
    });

    test('suggests voices by name and language, in both languages', async () => {
      const mei = shared.house.discord.user({ name: 'Mei', locale: 'zh-CN' });
      const { channel } = shared.corner([mei]);
      const suggested = async (person: typeof mei, voice: string) => {
        const asked = person.autocomplete(channel, 'avatar', 'voice', { voice });
        expect(await asked.acknowledged()).toBe(InteractionResponseType.ApplicationCommandAutocompleteResult);
        return (asked.choices ?? []).map(({ name }) => name);
      };
      expect((await suggested(shared.ada, ''))[0]).toMatch(/\(English\)/);
      expect(await suggested(shared.ada, '')).toHaveLength(25);
      expect((await suggested(shared.ada, 'chin')).every((name) => name.includes('(Chinese)'))).toBe(true);
      expect((await suggested(mei, ''))[0]).toContain('（中文）');
      expect((await suggested(mei, '英语')).every((name) => name.includes('（英语）'))).toBe(true);
      expect(await suggested(shared.ada, 'nobody is called this')).toEqual([]);
    });

    test('takes a voice that was typed by its name instead of chosen', async () => {
      const { channel } = shared.corner();
      const asked = shared.ada.autocomplete(channel, 'avatar', 'voice', { voice: 'uk_boy1' });
      await asked.acknowledged();
      const [choice] = asked.choices ?? [];
      shared.ada.slash(channel, 'avatar', { photo: await photo(), text: 'By name.', voice: choice?.name });
      await finished(channel, 'By name');
      expect(newestTask()?.sound).toMatchObject({ voiceId: 'uk_boy1' });
    });

    test('with words and a recording, or neither, is answered at once and privately, and nothing is begun', async () => {
      const { channel } = shared.corner();
      const tasks = shared.house.kling.tasks().length;
      const both = { photo: await photo(), text: 'Hello', audio: await sound('mp3') };
      for (const [options, sentence] of [
        [both, /^You gave words and a recording.*Nothing was started.*just one\.$/],
        [{ photo: both.photo }, /^What is the face to say\? Nothing was started/],
      ] as const) {
        const asked = shared.ada.slash(channel, 'avatar', options);
        expect(await asked.acknowledged()).toBe(InteractionResponseType.ChannelMessageWithSource);
        expect(asked.original).toMatchObject({ ephemeral: true, content: expect.stringMatching(sentence) });
      }
      expect(channel.messages()).toEqual([]);
      expect(shared.house.kling.tasks()).toHaveLength(tasks);
    });

    test('in a direct message is answered right there', async () => {
      const dm = shared.house.discord.dm(shared.ada);
      const before = videosIn(dm).length;
      shared.ada.slash(shared.ada.dm(), 'avatar', { photo: await photo(), text: 'Between us.' });
      const shown = await finished(dm, 'Between us');
      const posted = videosIn(dm).slice(before);
      expect(posted).toHaveLength(1);
      expect(shown.content).toContain(`/@me/${dm.id}/${posted[0]?.id}`);
    });
  });

  test('what people write stays plain, and pings nobody', async () => {
    const { house, ada } = shared;
    const bob = house.discord.user({ name: 'Bob' });
    const { guild, channel } = shared.corner([bob]);
    const role = guild.role('Everybody awake');
    const text = `@everyone @here <@${bob.id}> <@&${role.id}> **bold** [free](https://evil.example) https://evil.example`;
    ada.slash(channel, 'avatar', { photo: await photo(), text });
    const shown = await status(channel, 'free');
    await expect.poll(() => shown.content).toMatch(/^Done/m);
    const posted = await video(channel);
    for (const message of [...channel.history(), ...channel.threads().flatMap((thread) => thread.history())]) {
      expect(message.mentions.filter((id) => id !== ada.id)).toEqual([]);
      expect(message.record).toMatchObject({ mentionEveryone: false, mentionRoles: [] });
      expect(message.content).not.toContain(bob.mention);
      // not one of them is markdown any more
      expect(message.content).not.toMatch(/(?<!\\)\*\*|(?<!\\)\[free|(?<![\\<(])https:\/\/evil/);
    }
    expect(posted.mentions).toEqual([ada.id]);
    expect(posted.content).toBe(`AI-generated, asked for by ${ada.mention}`);
  });

  test('two commands of one person at once are two videos, each with its own status message', async () => {
    const { channel } = shared.corner();
    for (const text of ['The first.', 'The second.'])
      shared.ada.slash(channel, 'avatar', { photo: await photo(), text });
    await finished(channel, 'The first');
    await finished(channel, 'The second');
    expect(channel.messages()).toHaveLength(2);
    expect(everPosted(channel)).toHaveLength(2);
  });
}
