import { describe, expect, test } from 'vitest';
import type { Caller } from '../../commands/desk.ts';
import { read } from '../fakes/paper-text.ts';
import { type House, openHouse } from './house.ts';

const home = async (house: House, as: Partial<Caller> = {}) =>
  read(await house.desk.home(house.ada(as)), house.clock.now());

describe('the bot’s own page', () => {
  test('says how the bot is, shows one’s videos, and how to begin', async () => {
    const house = await openHouse();
    const { id, job } = await house.ask();
    if (!job) throw new Error('The job was not made.');
    await house.becomes(id, { state: 'rendering' });
    const shown = await home(house);
    expect(shown.text.replace(/\(\[.*\)/, '(LINK)').split('\n')).toEqual([
      'The bot is ready, and no video waits in line.',
      'Your latest videos:',
      '1. being made, asked for in 0 seconds: “Good morning.” (LINK)',
      'Left today: 298 seconds for you; 1798 for everybody here together.',
      'How to begin:',
      expect.stringMatching(/\/avatar/),
      expect.stringMatching(/\/presenter list/),
      expect.stringMatching(/reply/),
      expect.stringMatching(/“Make it talk”/),
      expect.stringMatching(/\/jobs/),
      expect.stringMatching(/faces that you may use/),
    ]);
    expect(shown.buttons).toEqual([`Cancel 1 → cancel-own:${id}`]);
  });

  test('says how many videos wait in line', async () => {
    const house = await openHouse();
    await house.ask();
    const second = await house.ask();
    await house.becomes(second.id, { state: 'queued' });
    expect((await home(house)).text).toMatch(/^Videos that wait in line: 2\.\n/);
  });

  test('says why nothing is begun just now', async () => {
    const house = await openHouse({ holdup: 'kling_account' });
    expect((await home(house)).text).toMatch(/^The bot’s Kling account needs its operator’s attention.*\nNo video has/);
    await house.ask();
    expect((await home(house)).text).toMatch(/^The bot’s Kling account.*\nVideos that wait in line: 1\.\n/);
  });

  test('says that videos are made by a stand-in while there is no Kling account', async () => {
    const house = await openHouse({ sandbox: true });
    expect((await home(house)).text.split('\n')[1]).toContain('a stand-in makes its videos');
  });

  test('names the settings to those who may change them, in their language', async () => {
    const house = await openHouse();
    expect((await home(house)).text).not.toContain('/settings');
    const shown = await home(house, { manages: true, locale: 'zh' });
    expect(shown.text).toContain('/settings');
    expect(shown.text).toMatch(/^机器人已就绪/);
  });

  test('shows nobody else’s videos', async () => {
    const house = await openHouse();
    await house.ask();
    expect((await home(house, { person: 'bob' })).text).not.toContain('Good morning');
  });

  test('says so when it cannot be put together, under a number that the log has', async () => {
    const house = await openHouse();
    // what this desk has open is closed by it
    await house.disk.reopen();
    const { text } = await home(house);
    expect(text).toContain('went wrong');
    const [number = '-'] = /[0-9a-f-]{36}/.exec(text) ?? [];
    expect(house.log.join('')).toContain(number);
  });
});
