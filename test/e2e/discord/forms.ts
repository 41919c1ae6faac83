import { ComponentType, InteractionResponseType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import type { Asked } from '../../fakes/discord/asked.ts';
import { finished, photo, told, videosIn } from './kit.ts';
import { type SharedHouse, said, sound, video } from './shared.ts';

/** What is asked by a form: from /avatar with nothing, and from a message’s menu. */
export function forms(shared: SharedHouse): void {
  const newestTask = () => shared.house.kling.tasks().at(-1);

  async function modalOf(asked: Asked) {
    expect(await asked.acknowledged()).toBe(InteractionResponseType.Modal);
    const fields = (asked.modal?.components ?? []).flatMap((part) =>
      part.type === ComponentType.Label ? [part.component] : [],
    );
    const field = (id: string) => fields.find((each) => 'custom_id' in each && each.custom_id === id);
    const voices = field('voice');
    const text = field('text');
    return {
      names: fields.map((each) => ('custom_id' in each ? each.custom_id : '')),
      voices: voices?.type === ComponentType.StringSelect ? voices.options : [],
      text: text?.type === ComponentType.TextInput ? text.value : undefined,
    };
  }

  describe('/avatar with nothing', () => {
    test('opens a form with a long text, 25 voices at most and uploads; it becomes a video', async () => {
      const { channel } = shared.corner();
      const asked = shared.ada.slash(channel, 'avatar');
      const { names, voices } = await modalOf(asked);
      expect(names).toEqual(['photo', 'text', 'voice', 'audio']);
      expect(voices).toHaveLength(25);
      const text = 'Written into a form.';
      const last = voices.at(-1)?.value ?? '';
      const sent = shared.ada.submitModal(asked, { photo: [await photo()], text, voice: [last] });
      await finished(channel, 'Written into a form');
      await expect.poll(() => sent.original?.deleted).toBe(true);
      expect((await video(channel)).mentions).toEqual([shared.ada.id]);

      // the voice that was used last comes first
      const { voices: again } = await modalOf(shared.ada.slash(channel, 'avatar'));
      expect(again[0]?.value).toBe(last);
    });

    test('takes a recording in the form', async () => {
      const { channel } = shared.corner();
      const asked = shared.ada.slash(channel, 'avatar');
      await asked.acknowledged();
      shared.ada.submitModal(asked, { photo: [await photo()], audio: [await sound('mp3', 3)] });
      await finished(channel, 'a video of a recording');
      expect(newestTask()?.sound).toMatchObject({ kind: 'recording' });
    });

    test('keeps the ratio and the voice that were chosen with the command', async () => {
      const { channel } = shared.corner();
      const asked = shared.ada.slash(channel, 'avatar', { voice: 'genshin_vindi2', ratio: '1:1' });
      const { voices } = await modalOf(asked);
      expect(voices.filter((voice) => voice.default).map(({ value }) => value)).toEqual(['genshin_vindi2']);
    });

    test('without a photo in the form is asked for one, and goes on with it', async () => {
      const { channel } = shared.corner();
      const asked = shared.ada.slash(channel, 'avatar');
      await asked.acknowledged();
      shared.ada.submitModal(asked, { text: 'The photo comes later.' });
      await expect.poll(() => channel.messages().length).toBe(1);
      const [question] = channel.messages();
      if (!question) throw new Error('nothing was asked');
      expect(question.content).toContain('whose face is to speak?');
      shared.ada.says(channel, { replyTo: question, files: [await photo()] });
      await finished(channel, 'The photo comes later');
    });

    test('with both words and a recording in it, or neither, is told so privately', async () => {
      const { channel } = shared.corner();
      for (const [values, sentence] of [
        [{ photo: [await photo()], text: 'Hello', audio: [await sound('mp3')] }, 'You gave words and a recording'],
        [{ photo: [await photo()] }, 'What is the face to say?'],
      ] as const) {
        const asked = shared.ada.slash(channel, 'avatar');
        await asked.acknowledged();
        const sent = shared.ada.submitModal(asked, values);
        expect(await told(sent)).toContain(sentence);
        expect(sent.original?.ephemeral).toBe(true);
      }
      expect(channel.messages()).toEqual([]);
    });

    test('and a form that is sent after a restart of the bot is good, unless its picture cannot be read again', async () => {
      const bob = shared.house.discord.user({ name: 'Bob' });
      const { channel } = shared.corner([bob]);
      const asked = shared.ada.slash(channel, 'avatar', { ratio: '1:1' });
      await asked.acknowledged();
      const talk = shared.ada.messageMenu(bob.says(channel, { files: [await photo()] }), 'Make it talk');
      await talk.acknowledged();
      await shared.house.bot.kill();
      // the other profile, for those that follow as well: directions for the face go to Kling there
      await shared.house.restart(0, { KLING_PROFILE: 'image2video' });
      shared.ada.submitModal(asked, { photo: [await photo()], text: 'After the night.' });
      await finished(channel, 'After the night');
      const lost = shared.ada.submitModal(talk, { text: 'Bob’s picture.' });
      expect(await told(lost)).toContain('Please pick “Make it talk” from the message’s menu again');
    });
  });

  test('directions for the face go to Kling, where it takes them', async () => {
    const { channel } = shared.corner();
    shared.ada.slash(channel, 'avatar', { photo: await photo(), text: 'I nod.', prompt: 'nods slowly' });
    await finished(channel, 'I nod');
    expect(newestTask()?.prompt).toBe('nods slowly');
  });

  describe('“Make it talk”', () => {
    const talk = async (message: Parameters<typeof shared.ada.messageMenu>[0], text: string) => {
      const asked = shared.ada.messageMenu(message, 'Make it talk');
      const { names } = await modalOf(asked);
      expect(names).toEqual(['text', 'voice', 'audio']);
      return shared.ada.submitModal(asked, { text });
    };
    const bobs = () => {
      const bob = shared.house.discord.user({ name: 'Bob' });
      return { bob, ...shared.corner([bob]) };
    };

    test('takes a picture that is attached, though the bot may not read the channel', async () => {
      const { bob, channel } = bobs();
      const picture = bob.says(channel, { content: 'My cat', files: [await photo()] });
      await talk(picture, 'Meow, says the attachment.');
      await finished(channel, 'Meow, says the attachment');
      expect((await video(channel)).mentions).toEqual([shared.ada.id]);
    });

    test('takes the picture of an embed, by its proxied address', async () => {
      const { bob, channel } = bobs();
      const image = {
        url: 'https://example.org/cat.jpg',
        proxy_url: shared.house.discord.proxied(await photo()),
        width: 640,
        height: 360,
      };
      await talk(bob.says(channel, { content: 'https://example.org/', embeds: [{ image }] }), 'Says the embed.');
      await finished(channel, 'Says the embed');
    });

    test('takes the picture of a message that was forwarded', async () => {
      const { bob, guild, channel } = bobs();
      const source = bob.says(guild.channel(), { files: [await photo()] });
      await talk(bob.says(channel, { forward: source }), 'Says the forward.');
      await finished(channel, 'Says the forward');
    });

    test('takes the picture that a component shows', async () => {
      const { bob, channel } = bobs();
      const proxy_url = shared.house.discord.proxied(await photo());
      const media = { url: 'https://example.org/cat.jpg', proxy_url, content_type: 'image/jpeg' };
      const gallery = { type: ComponentType.MediaGallery as const, items: [{ media }] };
      await talk(bob.says(channel, { components: [gallery] }), 'Says the gallery.');
      await finished(channel, 'Says the gallery');
    });

    test('answers at once and privately where there is no picture', async () => {
      const { bob, channel } = bobs();
      const asked = shared.ada.messageMenu(bob.says(channel, 'No picture here'), 'Make it talk');
      expect(await asked.acknowledged()).toBe(InteractionResponseType.ChannelMessageWithSource);
      expect(asked.original).toMatchObject({
        ephemeral: true,
        content: expect.stringContaining('There is no picture in that message.'),
      });
    });

    test('works in direct messages, where a photo alone is asked what it is to say', async () => {
      const dm = shared.house.discord.dm(shared.ada);
      const before = videosIn(dm).length;
      const picture = shared.ada.says(shared.ada.dm(), { files: [await photo()] });
      await said(dm, 'Please give either words or a recording');
      await talk(picture, 'It is me, in private.');
      await finished(dm, 'It is me, in private');
      expect(videosIn(dm)).toHaveLength(before + 1);
    });
  });
}
