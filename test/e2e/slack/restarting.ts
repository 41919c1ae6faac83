import { expect, test } from 'vitest';
import type { Gate } from '../gate.ts';
import { ask, brought, everPosted, fill, photo, said, toldMessage } from './kit.ts';
import type { SharedHouse } from './shared.ts';

const HOUR = 60 * 60_000;

/** What outlives the bot's process, and what time ends. */
export function restarting(shared: SharedHouse, renders: Gate): void {
  test('a restart forgets no question, no form, no button, and nothing that Kling makes', async () => {
    const { team, channel, ada } = shared.corner();
    const cleo = team.user({ name: 'Cleo' });
    await ask(ada, channel, 'I survive.', { photo: [] });
    const wanted = await said(channel, 'whose face is to speak?');
    const { opened: terms } = await ask(cleo, channel, 'I confirm later.');
    const question = await toldMessage(terms);
    const form = ada.slash(channel, '/avatar', 'A form of yesterday.');
    await expect.poll(() => form.views.length).toBe(1);
    const letGo = renders.hold();
    await ask(ada, channel, 'Begun before.');
    const begun = await said(channel, 'Begun before', 'Kling is making the video');

    await shared.house.bot.kill();
    letGo();
    await shared.house.restart();
    await expect.poll(() => begun.shown).toContain('Done:');
    ada.says(channel, { thread: wanted, files: [await photo()] });
    cleo.press(question, 'I may use them');
    await fill(ada, form, { photo: [await photo()] });
    for (const words of ['I survive', 'I confirm later', 'A form of yesterday']) await brought(channel, words);
    ada.press(begun, 'Delete');
    await expect.poll(() => begun.shown).toContain('The video was deleted, as was asked.');
    expect(everPosted(channel)).toHaveLength(4);
  });

  test('what nobody answers within an hour lapses with a word, also while the bot is down', async () => {
    const { channel, ada } = shared.corner();
    const tasks = shared.house.kling.tasks().length;
    await ask(ada, channel, 'Nobody came.', { photo: [] });
    const wanted = await said(channel, 'whose face is to speak?');
    await shared.house.bot.stop();
    await shared.house.restart(HOUR + 1);
    await expect.poll(() => wanted.shown).toContain('No photo came within an hour, so this request has lapsed.');
    ada.says(channel, { thread: wanted, files: [await photo()] });
    const late = ada.says(channel, { thread: wanted, mentionsBot: true, files: [await photo()] });
    // the words have lapsed with it
    await expect.poll(() => channel.thread(wanted).at(-1)?.shown).toContain('Please give either words or a recording');
    expect(channel.thread(wanted).at(-2)?.ts).toBe(late.ts);
    expect(shared.house.kling.tasks()).toHaveLength(tasks);
    // and the bot goes on
    await ask(ada, channel, 'I came back.');
    await brought(channel, 'I came back');
  });
}
