import { describe, expect, test } from 'vitest';
import type { Asked } from '../../fakes/discord/asked.ts';
import type { Person } from '../../fakes/discord/people.ts';
import { eventually, everPosted, finished, photo, told } from './kit.ts';
import type { SharedHouse } from './shared.ts';

/** How people confirm that they may use the faces they send. */
export function confirming(shared: SharedHouse): void {
  let met = 0;

  /** Somebody who has never used the bot, in a server of their own. */
  function stranger() {
    met += 1;
    const person = shared.house.discord.user({ name: `Stranger ${met}` });
    return { person, ...shared.corner([person]) };
  }

  async function ask(person: Person, channel: Parameters<Person['slash']>[0], text: string): Promise<Asked> {
    return person.slash(channel, 'avatar', { photo: await photo(), text });
  }

  function shownTo({ original }: Asked) {
    if (!original) throw new Error('nothing was shown');
    return original;
  }

  describe('whose face', () => {
    test('is confirmed once, privately, by a button; a restart forgets neither the question nor the answer', async () => {
      const { person, channel } = stranger();
      const asked = await ask(person, channel, 'My first.');
      expect(await told(asked)).toMatch(/^Before your first video, please confirm: .*You are asked this once/);
      expect(shownTo(asked)).toMatchObject({ ephemeral: true });
      expect(shownTo(asked).buttons.map(({ label }) => label)).toEqual(['I may use them', 'No, stop']);
      expect(channel.messages()).toEqual([]);

      await shared.house.bot.kill();
      await shared.house.restart();
      person.press(shownTo(asked), 'I may use them');
      await finished(channel, 'My first');
      await expect.poll(() => shownTo(asked).deleted).toBe(true);

      // and Ada, who confirmed before the restart, is not asked again
      await ask(shared.ada, channel, 'My second.');
      await finished(channel, 'My second');
      expect(everPosted(channel)).toHaveLength(2);
      expect(channel.messagesFor(shared.ada)).toEqual([]);
    });

    test('is confirmed twice by two quick presses, and one video comes of it', async () => {
      const { person, channel } = stranger();
      const tasks = shared.house.kling.tasks().length;
      const asked = await ask(person, channel, 'Twice pressed.');
      await told(asked);
      const presses = [1, 2].map(() => person.press(shownTo(asked), 'I may use them'));
      for (const press of presses) await press.acknowledged();
      await finished(channel, 'Twice pressed');
      await ask(person, channel, 'Another one.');
      await finished(channel, 'Another one');
      expect(shared.house.kling.tasks()).toHaveLength(tasks + 2);
      expect(everPosted(channel)).toHaveLength(2);
      expect(channel.messages()).toHaveLength(2);
    });

    test('is declined: nothing is made or kept, and the next time it is asked again', async () => {
      const { person, channel } = stranger();
      const tasks = shared.house.kling.tasks().length;
      const asked = await ask(person, channel, 'Rather not.');
      await told(asked);
      person.press(shownTo(asked), 'No, stop');
      await expect.poll(() => shownTo(asked).content).toMatch(/^Nothing was made, charged or kept\./);
      expect(shownTo(asked).buttons).toEqual([]);
      const again = await ask(person, channel, 'Well, yes.');
      expect(await told(again)).toContain('Before your first video');
      person.press(shownTo(again), 'I may use them');
      await finished(channel, 'Well, yes');
      expect(shared.house.kling.tasks()).toHaveLength(tasks + 1);
    });

    test('is asked of those who mention the bot as well, where only they can press', async () => {
      const { person, channel } = stranger();
      person.says(channel, { mentionsBot: true, content: 'From a mention.', files: [await photo()] });
      await expect.poll(() => channel.messages().length).toBe(2);
      const [, question] = channel.messages();
      if (!question) throw new Error('nothing was asked');
      expect(question.content).toContain('Before your first video');
      const meddler = shared.ada.press(question, 'I may use them');
      expect(await told(meddler)).toBe('Only the person who asked for this can do that.');
      expect(meddler.original?.ephemeral).toBe(true);
      person.press(question, 'I may use them');
      await finished(channel, 'From a mention');
      expect(everPosted(channel)).toHaveLength(1);
      expect(question).toMatchObject({ content: 'Thank you, that is confirmed.', buttons: [] });
    });

    test('that everybody sees is declined, or lapses, and stands there without buttons', async () => {
      const { person, channel } = stranger();
      const asks = async (content: string) => {
        const message = person.says(channel, { mentionsBot: true, content, files: [await photo()] });
        return eventually(() => channel.messages().find(({ repliesTo }) => repliesTo === message.id));
      };
      const first = await asks('Rather not.');
      expect(await told(person.press(first, 'No, stop'))).toMatch(/^Nothing was made, charged or kept\./);
      await expect.poll(() => first.content).toMatch(/^Nothing was made, charged or kept\./);
      expect(first.buttons).toEqual([]);

      const second = await asks('I forgot.');
      const { person: other, channel: elsewhere } = stranger();
      const alone = await ask(other, elsewhere, 'I forgot, too.');
      await told(alone);
      await shared.house.bot.stop();
      await shared.house.restart(60 * 60_000 + 1);
      await expect.poll(() => second.content).toContain('did not confirm within an hour');
      expect(second.buttons).toEqual([]);
      expect(channel.messages().filter(({ author }) => author.bot)).toHaveLength(2);
      // what only its person saw is told nothing, least of all before everybody
      expect(elsewhere.messages()).toEqual([]);
      other.press(shownTo(alone), 'I may use them');
      await expect.poll(() => shownTo(alone).content).toContain('does not wait any more');
      expect(shownTo(alone).buttons).toEqual([]);
    });

    test('comes before the photo, where that is missing', async () => {
      const { person, channel } = stranger();
      const asked = person.slash(channel, 'avatar', { text: 'No photo yet.' });
      expect(await told(asked)).toContain('Before your first video');
      person.press(shownTo(asked), 'I may use them');
      await expect.poll(() => channel.messages().length).toBe(1);
      const [question] = channel.messages();
      if (!question) throw new Error('nothing was asked');
      person.says(channel, { replyTo: question, files: [await photo()] });
      await finished(channel, 'No photo yet');
    });
  });
}
