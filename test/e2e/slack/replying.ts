import { describe, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { sound } from '../sounds.ts';
import { ask, brought, everPosted, fill, finished, photo, said, status, told, videosBelow, videosIn } from './kit.ts';
import type { SharedHouse } from './shared.ts';

/** What people ask for in messages, and in answer to the bot. */
export function replying(shared: SharedHouse): void {
  const newestTask = () => shared.house.kling.tasks().at(-1);
  const tasks = () => shared.house.kling.tasks().length;
  const spoken = async () => ({ bytes: (await sound('m4a', 3)).bytes });

  describe('a message that mentions the bot', () => {
    test('with photo and words becomes one video in its thread, though Slack tells of it three times', async () => {
      const { channel, ada } = shared.corner();
      const before = tasks();
      const asked = ada.says(channel, { mentionsBot: true, text: 'Say this aloud.', files: [await photo()] });
      const shown = await finished(channel, 'Say this aloud');
      expect(shown.thread).toBe(asked.ts);
      expect(newestTask()?.sound).toMatchObject({ text: 'Say this aloud.' });
      expect(videosBelow(channel, asked)).toMatchObject([{ pings: [ada.id], text: expect.stringContaining('AI-') }]);
      const { slack } = shared.house;
      const events = slack.events.filter(({ payload }) => JSON.stringify(payload.event).includes(`"ts":"${asked.ts}"`));
      expect(
        events
          .map(({ type }) => type)
          .slice(0, 2)
          .sort(),
      ).toEqual(['app_mention', 'message']);
      for (const event of events) await slack.redeliver(event);
      ada.says(channel, { mentionsBot: true, text: 'And after it.', files: [await photo()] });
      await brought(channel, 'And after it');
      expect(tasks()).toBe(before + 2);
      expect(everPosted(channel)).toHaveLength(2);
      expect(channel.messages()).toHaveLength(2);
      expect(channel.thread(asked)).toHaveLength(2);
    });

    test('in a thread makes the photo talk that the thread began with: words, or a clip recorded there', async () => {
      const { channel, ada, bob } = shared.corner();
      const first = bob.says(channel, { text: 'Look at my cat', files: [await photo()] });
      bob.says(channel, { thread: first, text: 'Is it not sweet?' });
      ada.says(channel, { thread: first, mentionsBot: true, text: 'The photo *speaks*.' });
      expect(await brought(channel, 'The photo speaks')).toMatchObject({ thread: first.ts, pings: [ada.id] });
      expect(await status(channel, 'The photo speaks')).toMatchObject({ thread: first.ts });
      ada.says(channel, { thread: first, mentionsBot: true, audioClip: await spoken() });
      await brought(channel, 'speaks a recording');
      expect(newestTask()?.sound).toMatchObject({ kind: 'recording' });
      await expect.poll(() => videosBelow(channel, first).length).toBe(2);
      expect(channel.messages()).toHaveLength(1);
    });

    test('by somebody new waits until they, and nobody else, confirm', async () => {
      const { team, channel, ada } = shared.corner();
      const cleo = team.user({ name: 'Cleo' });
      const asked = cleo.says(channel, { mentionsBot: true, text: 'My first.', files: [await photo()] });
      const question = await said(channel, 'Before your first video');
      expect(question.thread).toBe(asked.ts);
      expect(await told(ada.press(question, 'I may use them'))).toBe('Only the person who asked for this can do that.');
      cleo.press(question, 'I may use them');
      await brought(channel, 'My first');
      expect(question).toMatchObject({ shown: 'Thank you, that is confirmed.', buttons: [] });
      expect(everPosted(channel)).toHaveLength(1);
    });

    test('and nothing else is told what the bot can do', async () => {
      const { channel, ada } = shared.corner();
      const asked = ada.says(channel, { mentionsBot: true });
      const help = await said(channel, 'Send one photo and some words');
      expect(help.thread).toBe(asked.ts);
    });

    test('with a photo from another company’s workspace takes it, though Slack shows it by its id alone', async () => {
      const { channel, ada } = shared.corner({ shared: true });
      const files = [{ ...(await photo()), hidden: true }];
      ada.says(channel, { mentionsBot: true, text: 'From afar.', files });
      await brought(channel, 'From afar');
      expect(everPosted(channel)).toHaveLength(1);
    });
  });

  test('a direct message with photo and words becomes a video right there, and a clip does in the answer to it', async () => {
    const { ada } = shared.corner();
    const dm = shared.house.slack.dm(ada);
    ada.says(dm, { text: 'Between us.', files: [await photo()] });
    expect(await brought(dm, 'Between us')).toMatchObject({ thread: undefined, pings: [ada.id] });
    expect(await status(dm, 'Between us')).toMatchObject({ thread: undefined });
    // the bot is asked by nothing else that is said there
    ada.says(dm, { files: [await photo()], audioClip: await spoken() });
    await brought(dm, 'speaks a recording');
    expect(videosIn(dm)).toHaveLength(2);
  });

  test('“Make it talk” takes the photo of anybody’s message, and brings the video into its thread', async () => {
    const { channel, ada, bob } = shared.corner();
    const picture = bob.says(channel, { text: 'My cat', files: [await photo()] });
    const opened = ada.shortcut(picture, 'make_it_talk');
    const view = await eventually(() => opened.views.at(-1));
    expect(view.fields.map(({ blockId }) => blockId)).not.toContain('photo');
    await fill(ada, opened, { text: 'Meow, says the photo.' });
    expect(await brought(channel, 'Meow, says the photo')).toMatchObject({ thread: picture.ts, pings: [ada.id] });
    expect(await status(channel, 'Meow, says the photo')).toMatchObject({ thread: picture.ts });

    const none = ada.shortcut(bob.says(channel, 'No picture here'), 'make_it_talk');
    expect(await told(none)).toContain('There is no picture in that message.');
    expect(everPosted(channel)).toHaveLength(1);
  });

  describe('a request without a photo', () => {
    test('is asked for one, and goes on from the answer in the thread, which need not mention the bot', async () => {
      const { channel, ada, bob } = shared.corner();
      const { opened } = await ask(ada, channel, 'From words to a face.', { photo: [] });
      const wanted = await said(channel, 'whose face is to speak?');
      expect(wanted.pings).toEqual([ada.id]);
      expect(opened.answers).toEqual([]);
      // nobody else's photo is taken for it
      bob.says(channel, { thread: wanted, files: [await photo()] });
      ada.says(channel, { thread: wanted, text: 'Just a moment.' });
      ada.says(channel, { thread: wanted, files: [await photo()] });
      const posted = await brought(channel, 'From words to a face');
      // where it was asked for
      const shown = await status(channel, 'From words to a face');
      expect(shown.thread).toBeUndefined();
      expect(posted).toMatchObject({ thread: shown.ts, pings: [ada.id] });
      expect(newestTask()?.sound).toMatchObject({ text: 'From words to a face.' });
      await expect.poll(() => wanted.shown).toBe('The photo is there, thank you. The video is being made.');
      expect(everPosted(channel)).toHaveLength(1);
    });

    test('that was a message is asked in its thread, and an answer that is no photo is told so', async () => {
      const { channel, ada } = shared.corner();
      const asked = ada.says(channel, { mentionsBot: true, text: 'Whose face?' });
      const wanted = await said(channel, 'whose face is to speak?');
      expect(wanted.thread).toBe(asked.ts);
      const none = { bytes: Buffer.from('This is no photo.'), name: 'face.png' };
      ada.says(channel, { thread: asked, files: [none] });
      await said(channel, 'This is not a photo that can be used.');
      ada.says(channel, { thread: asked, files: [await photo()] });
      await brought(channel, 'Whose face');
      expect(videosBelow(channel, asked)).toHaveLength(1);
    });

    test('in a direct message goes on from the next message with one', async () => {
      const { ada } = shared.corner();
      const dm = shared.house.slack.dm(ada);
      ada.says(dm, 'Nobody hears this.');
      await said(dm, 'whose face is to speak?');
      ada.says(dm, { files: [await photo()] });
      expect(await brought(dm, 'Nobody hears this')).toMatchObject({ thread: undefined });
    });
  });
}
