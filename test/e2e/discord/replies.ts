import { describe, expect, test } from 'vitest';
import { confirmed, everPosted, finished, openHouse, photo, videosIn } from './kit.ts';
import { type SharedHouse, said, sound, video } from './shared.ts';

/** How a photo comes in a message, and replies to questions. */
export function replies(shared: SharedHouse): void {
  const newestTask = () => shared.house.kling.tasks().at(-1);

  /** A reply of the bot, once it is there. */
  const replyTo = (channel: Parameters<typeof said>[0], message: { readonly id: string }) => async () =>
    channel.messages().find(({ repliesTo, author }) => repliesTo === message.id && author.bot)?.content ?? '';

  describe('/avatar with words but no photo', () => {
    /** Has the bot ask for a photo. */
    async function asked(text: string, people: Parameters<typeof shared.corner>[0] = []) {
      const corner = shared.corner(people);
      const question = shared.ada.slash(corner.channel, 'avatar', { text });
      const wanted = await said(corner.channel, `${shared.ada.mention}, whose face is to speak?`);
      await expect.poll(() => question.original?.deleted).toBe(true);
      return { ...corner, wanted };
    }

    test('is asked for one in a regular message, and the reply with a picture goes on from there', async () => {
      const { channel, wanted } = await asked('From words to a face.');
      expect(wanted.ephemeral).toBe(false);
      expect(wanted.mentions).toEqual([shared.ada.id]);
      const reply = shared.ada.says(channel, { replyTo: wanted, files: [await photo()] });
      const shown = await finished(channel, 'From words to a face');
      expect(shown.repliesTo).toBe(reply.id);
      expect(newestTask()?.sound).toMatchObject({ text: 'From words to a face.' });
      await expect.poll(() => wanted.content).toBe('The photo is there, thank you. The video is being made.');
      expect(everPosted(channel)).toHaveLength(1);

      // a second picture to the same question is told that the first has come
      const second = shared.ada.says(channel, { replyTo: wanted, files: [await photo()] });
      await expect.poll(replyTo(channel, second)).toContain('The photo for this request has come already.');
      expect(everPosted(channel)).toHaveLength(1);
    });

    test('takes a recording with the picture, in the place of the words', async () => {
      const { channel, wanted } = await asked('These words give way.');
      shared.ada.says(channel, { replyTo: wanted, files: [await photo(), await sound('ogg', 3)] });
      await finished(channel, 'a video of a recording');
      expect(newestTask()?.sound).toMatchObject({ kind: 'recording' });
    });

    test('takes nobody else’s picture', async () => {
      const bob = shared.house.discord.user({ name: 'Bob' });
      const { channel, wanted } = await asked('Only mine.', [bob]);
      const stranger = bob.says(channel, { replyTo: wanted, files: [await photo()] });
      // Ada's own comes later and is made: so nothing was made of Bob's
      shared.ada.says(channel, { replyTo: wanted, files: [await photo()] });
      await finished(channel, 'Only mine');
      expect(everPosted(channel)).toHaveLength(1);
      expect(await video(channel)).toMatchObject({ mentions: [shared.ada.id] });
      expect(channel.messages().filter(({ content }) => content.includes('Done:'))).toHaveLength(1);
      expect(await replyTo(channel, stranger)()).not.toContain('asked for a video');
    });

    test('says what is wrong with a picture that cannot be used, and waits on', async () => {
      const { channel, wanted } = await asked('Try again.');
      const text = { bytes: Buffer.from('This is no photo.'), name: 'face.png', contentType: 'image/png' };
      const bad = shared.ada.says(channel, { replyTo: wanted, files: [text] });
      await expect.poll(replyTo(channel, bad)).toContain('This is not a photo that can be used.');
      shared.ada.says(channel, { replyTo: wanted, files: [await photo()] });
      await finished(channel, 'Try again');
    });

    test('says so where a reply that does not ping the bot cannot be read, and waits on', async () => {
      const { channel, wanted } = await asked('Softly.');
      const silent = shared.ada.says(channel, { replyTo: wanted, ping: false, files: [await photo()] });
      await expect.poll(replyTo(channel, silent)).toMatch(/may not look into that message.*“Make it talk”/);
      shared.ada.says(channel, { replyTo: wanted, files: [await photo()] });
      await finished(channel, 'Softly');
      expect(everPosted(channel)).toHaveLength(1);
    });

    test('is remembered over a restart', async () => {
      const { channel, wanted } = await asked('I survive.');
      await shared.house.bot.kill();
      await shared.house.restart();
      shared.ada.says(channel, { replyTo: wanted, files: [await photo()] });
      await finished(channel, 'I survive');
      expect(everPosted(channel)).toHaveLength(1);
    });

    test('lapses after an hour with a word, also while the bot is down', async () => {
      const { channel, wanted } = await asked('Nobody came.');
      const tasks = shared.house.kling.tasks().length;
      await shared.house.bot.stop();
      await shared.house.restart(60 * 60_000 + 1);
      await expect.poll(() => wanted.content).toContain('No photo came within an hour, so this request has lapsed.');
      const late = shared.ada.says(channel, { replyTo: wanted, files: [await photo()] });
      await expect.poll(replyTo(channel, late)).toContain('does not wait for a photo any more');
      expect(shared.house.kling.tasks()).toHaveLength(tasks);
    });

    test('works in direct messages', async () => {
      const dm = shared.house.discord.dm(shared.ada);
      shared.ada.slash(shared.ada.dm(), 'avatar', { text: 'Nobody hears this.' });
      const wanted = await said(dm, 'whose face is to speak?');
      shared.ada.says(shared.ada.dm(), { replyTo: wanted, files: [await photo()] });
      await finished(dm, 'Nobody hears this');
    });
  });

  describe('a message that mentions the bot', () => {
    test('with photo and words becomes a video, and the status message answers it', async () => {
      const { channel } = shared.corner();
      const files = [await photo()];
      const message = shared.ada.says(channel, { mentionsBot: true, content: 'Say this aloud.', files });
      const shown = await finished(channel, 'Say this aloud');
      expect(shown.repliesTo).toBe(message.id);
      expect(newestTask()?.sound).toMatchObject({ text: 'Say this aloud.' });
      expect((await video(channel)).mentions).toEqual([shared.ada.id]);
    });

    test('with photo and recording becomes a video', async () => {
      const { channel } = shared.corner();
      shared.ada.says(channel, { mentionsBot: true, files: [await photo(), await sound('mp3', 3)] });
      await finished(channel, 'a video of a recording');
    });

    test('and nothing else is told what the bot can do', async () => {
      const { channel } = shared.corner();
      const message = shared.ada.says(channel, { mentionsBot: true });
      await expect.poll(replyTo(channel, message)).toContain('Send one photo and some words');
    });

    test('inside a thread is answered right there', async () => {
      const { channel } = shared.corner();
      const thread = channel.thread({ owner: shared.ada, under: shared.ada.says(channel, 'Shall we?') });
      shared.ada.says(thread, { mentionsBot: true, content: 'Deep in a thread.', files: [await photo()] });
      await finished(thread, 'Deep in a thread');
      expect(videosIn(thread)).toHaveLength(1);
      expect(channel.threads()).toHaveLength(1);
    });

    test('is not needed in a direct message', async () => {
      const eve = await shared.person({ name: 'Eve' });
      const dm = shared.house.discord.dm(eve);
      eve.says(eve.dm(), { content: 'Without any command.', files: [await photo()] });
      await finished(dm, 'Without any command');
      const picture = eve.says(eve.dm(), { files: [await photo()] });
      await said(dm, 'Please give either words or a recording');
      const voiceMessage = { ...(await sound('ogg', 3)), name: 'voice-message.ogg', durationSecs: 3, waveform: 'AAAA' };
      eve.says(eve.dm(), { replyTo: picture, voiceMessage });
      await finished(dm, 'a video of a recording');
      expect(videosIn(dm)).toHaveLength(2);
    });
  });

  test('a reply to a photo that the bot may not see is told of the menu entry, and costs nothing', async () => {
    const bob = shared.house.discord.user({ name: 'Bob' });
    const { channel } = shared.corner([bob]);
    const tasks = shared.house.kling.tasks().length;
    const picture = bob.says(channel, { content: 'Look', files: [await photo()] });
    const reply = shared.ada.says(channel, { replyTo: picture, mentionsBot: true, content: 'Speak!' });
    await expect.poll(replyTo(channel, reply)).toMatch(/may not look into that message.*“Make it talk”/);
    expect(shared.house.kling.tasks()).toHaveLength(tasks);
  });

  test('with the message content intent, a reply to anybody’s photo makes it talk', async () => {
    const house = await openHouse({ discord: { messageContent: true } });
    await confirmed(house);
    const { ada, guild, discord } = house;
    const bob = discord.user({ name: 'Bob' });
    guild.member(bob);
    const channel = guild.channel();
    const files = [await photo()];

    const first = bob.says(channel, { content: 'Look', files });
    ada.says(channel, { replyTo: first, mentionsBot: true, content: 'The photo speaks.' });
    await finished(channel, 'The photo speaks');

    const second = guild.channel();
    ada.says(second, { replyTo: bob.says(second, { files }), mentionsBot: true, files: [await sound('mp3', 3)] });
    await finished(second, 'a video of a recording');

    // a voice message has no words to mention the bot in: it is the one that is replied to
    const third = guild.channel();
    const voiceMessage = { ...(await sound('ogg', 3)), name: 'voice-message.ogg', durationSecs: 3, waveform: 'AAAA' };
    ada.says(third, { replyTo: bob.says(third, { voiceMessage }), mentionsBot: true, files });
    await finished(third, 'a video of a recording');

    // somebody who talks about a photo without the bot is left alone
    const tasks = house.kling.tasks().length;
    bob.says(channel, { replyTo: first, content: 'Nice!' });
    ada.says(channel, { replyTo: first, mentionsBot: true, content: 'And once more.' });
    await finished(channel, 'And once more');
    expect(house.kling.tasks()).toHaveLength(tasks + 1);
  });
}
