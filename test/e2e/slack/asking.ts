import { describe, expect, test } from 'vitest';
import type { FieldValues } from '../../fakes/slack/views-fill.ts';
import { readable } from '../../platforms/slack/read.ts';
import { hasAstronaut } from '../bot.ts';
import { eventually } from '../eventually.ts';
import type { Gate } from '../gate.ts';
import { sound } from '../sounds.ts';
import {
  ask,
  astronaut,
  brought,
  everPosted,
  everything,
  fill,
  finished,
  photo,
  said,
  told,
  toldMessage,
  video,
} from './kit.ts';
import type { SharedHouse } from './shared.ts';

/** A recording made in Slack, which declares it a video. */
async function clip() {
  const { bytes } = await sound('m4a', 3);
  return { bytes, name: 'audio_message.mp4', mimetype: 'video/mp4', subtype: 'slack_audio' as const };
}

/** What `/avatar` does, from its form to a video. */
export function asking(shared: SharedHouse, renders: Gate): void {
  const newestTask = () => shared.house.kling.tasks().at(-1);

  describe('/avatar', () => {
    // the photo of ../shared/media; where that is absent, the next tests ask with a plain picture
    test.skipIf(!hasAstronaut)(
      'opens a form with the words in it; the first video waits until its face is confirmed, once',
      async () => {
        const { team, channel } = shared.corner();
        const cleo = team.user({ name: 'Cleo' });
        const opened = cleo.slash(channel, '/avatar', 'One small step for a bot.');
        const view = await eventually(() => opened.views.at(-1));
        expect(opened.waited).toBeLessThan(3_000);
        expect(view.title).toBe('Make a photo talk');
        expect(view.field('text').value).toBe('One small step for a bot.');
        expect(view.fields.map(({ blockId }) => blockId)).toEqual([
          'photo',
          'text',
          'voice',
          'audio',
          'ratio',
          'prompt',
        ]);
        await fill(cleo, opened, { photo: [astronaut()] });
        expect(view.isOpen).toBe(false);

        const question = await toldMessage(opened);
        expect(question.shown).toMatch(/^Before your first video, please confirm: .*You are asked this once/);
        expect(channel.messages()).toEqual([]);
        const letGo = renders.hold();
        cleo.press(question, 'I may use them');
        const shown = await said(channel, 'One small step for a bot', 'Kling is making the video; it began <!date^');
        expect(readable(shown.shown)).toContain('@Cleo asked for a video: “One small step for a bot.”');
        expect(shown.buttons.map(({ label }) => label)).toEqual(['Cancel']);
        // nothing is left of the question
        await expect.poll(() => channel.ephemerals(cleo).filter(({ buttons }) => buttons.length > 0)).toEqual([]);
        letGo();

        await finished(channel, 'One small step for a bot');
        const [posted] = channel.thread(shown);
        expect(posted).toMatchObject({
          text: `AI-generated, asked for by <@${cleo.id}>`,
          pings: [cleo.id],
          files: [{ altText: expect.stringContaining('speaks the words of the person who asked for it: “One small') }],
        });
        expect(shown.shown).toContain(posted?.permalink.replaceAll('&', '&amp;'));
        expect(shown.shown).toContain('It was charged: 2 seconds of video, 0.8 Kling units.');
        expect(shown.buttons.map(({ label }) => label)).toEqual(['Make another', 'Delete']);
        expect(shown.pings).toEqual([]);

        const { opened: again } = await ask(cleo, channel, 'One giant leap.');
        await brought(channel, 'One giant leap');
        expect(again.answers.filter(({ shown: answer }) => answer.includes('confirm'))).toEqual([]);
        expect(channel.messages()).toHaveLength(2);
        expect(everPosted(channel)).toHaveLength(2);
      },
    );

    test('with a recording makes the photo speak it: a file, or a clip that Slack declares a video', async () => {
      const { channel, ada } = shared.corner();
      await ask(ada, channel, '', { audio: [await sound('ogg', 3)] });
      const first = await finished(channel, 'a video of a recording of');
      expect(newestTask()?.sound).toMatchObject({ kind: 'recording' });
      expect(channel.thread(first)[0]?.files[0]?.altText).toContain('speaks a recording');
      await ask(ada, channel, '', { audio: [await clip()] });
      await expect.poll(() => everPosted(channel).length).toBe(2);
      expect(newestTask()?.sound).toMatchObject({ kind: 'recording' });
      expect(channel.messages()).toHaveLength(2);
    });

    test('takes a voice that is looked for by its name, a shape, and other words than were typed', async () => {
      const { channel, ada } = shared.corner();
      const opened = ada.slash(channel, '/avatar', 'As you like it.');
      const view = await eventually(() => opened.views.at(-1));
      expect((await ada.suggests(view, 'voice', '').settled()).suggestions?.length).toBeGreaterThan(20);
      const found = await ada.suggests(view, 'voice', 'uk_boy').settled();
      expect(found.suggestions?.map(({ value }) => value)).toContain('uk_boy1');
      await fill(ada, opened, { photo: [await photo()], text: 'As I like it.', voice: 'uk_boy1', ratio: '9:16' });
      await brought(channel, 'As I like it');
      expect(newestTask()).toMatchObject({ ratio: '9:16', sound: { voiceId: 'uk_boy1', text: 'As I like it.' } });
    });

    test('shows in the form what is wrong with it, and takes it when that is mended', async () => {
      const { channel, ada } = shared.corner();
      const tasks = shared.house.kling.tasks().length;
      const opened = ada.slash(channel, '/avatar');
      const view = await eventually(() => opened.views.at(-1));
      const wrong = async (values: FieldValues) => (await ada.submit(view, values).settled()).errors;
      const fine = { photo: [await photo()], audio: [await sound('mp3')] };
      const text = { bytes: Buffer.from('This is no photo.'), name: 'notes.pdf' };

      expect(await wrong({ photo: fine.photo })).toEqual({
        text: expect.stringContaining('write what the face is to'),
      });
      expect(await wrong({ ...fine, text: 'And words.' })).toEqual({
        audio: 'One face can say either the words or the recording. Please keep just one of them.',
      });
      expect(await wrong({ photo: [text], audio: [] })).toEqual({
        photo: 'This is not a photo that can be used. Please send a JPEG, PNG, WebP, AVIF or GIF.',
      });
      expect(await wrong({ photo: fine.photo, text: '', audio: [text] })).toEqual({
        audio: expect.stringContaining('This is not a recording that can be used.'),
      });
      expect(view.isOpen).toBe(true);
      expect(channel.messages()).toEqual([]);

      expect(await wrong({ audio: [], text: 'All is well now.' })).toEqual({});
      await brought(channel, 'All is well now');
      expect(shared.house.kling.tasks()).toHaveLength(tasks + 1);
      expect(everPosted(channel)).toHaveLength(1);
    });

    test('whose form reaches the bot twice becomes one video', async () => {
      const { channel, ada } = shared.corner();
      const tasks = shared.house.kling.tasks().length;
      const opened = ada.slash(channel, '/avatar', 'Only once.');
      const view = await eventually(() => opened.views.at(-1));
      const values = { photo: [await photo()] };
      for (const sent of [ada.submit(view, values), ada.submit(view, values)]) await sent.settled();
      await brought(channel, 'Only once');
      await ask(ada, channel, 'After that.');
      await brought(channel, 'After that');
      expect(shared.house.kling.tasks()).toHaveLength(tasks + 2);
      expect(channel.messages()).toHaveLength(2);
      expect(everPosted(channel)).toHaveLength(2);
    });

    test('with a photo that turns out to be none tells its person alone, and costs nothing', async () => {
      const { channel, ada } = shared.corner();
      const tasks = shared.house.kling.tasks().length;
      const none = { bytes: Buffer.from('This is no photo.'), name: 'face.png' };
      const { opened } = await ask(ada, channel, 'What face?', { photo: [none] });
      expect(await told(opened)).toContain('This is not a photo that can be used.');
      expect(channel.messages()).toEqual([]);
      expect(shared.house.kling.tasks()).toHaveLength(tasks);
    });
  });

  test('what people write stays plain, and pings nobody', async () => {
    const { team, channel, ada, bob } = shared.corner();
    const group = team.group({ handle: 'awake', users: [bob] });
    const text = `<!channel> <!here> @everyone <@${bob.id}> <!subteam^${group.id}> *bold* <https://evil.example|free> https://evil.example`;
    await ask(ada, channel, '', { text });
    const shown = await finished(channel, 'free');
    const posted = await video(channel);
    expect(posted.pings).toEqual([ada.id]);
    for (const message of everything(channel)) {
      if (message.ts !== posted.ts) expect(message.pings).toEqual([]);
      for (const written of [message.text, message.shown]) {
        expect(written).not.toMatch(/<[!@](?!date\^)(?!U[A-Z0-9]+> *$)|<https:..evil|(?<![^\s])\*bold/);
      }
    }
    expect(readable(shown.shown)).toContain('&lt;!channel&gt;');
    expect(newestTask()?.sound).toMatchObject({ text: expect.stringContaining('bold') });
  });
}
