import { describe, expect, test } from 'vitest';
import { recentVoices } from '../../commands/recent-voices.ts';
import { voiceList } from '../../commands/voices.ts';
import { loadVoices } from '../../src/kling/voices.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { testClock } from '../clock.ts';
import { type House, openHouse } from './house.ts';

const voices = voiceList(await loadVoices(), ['uk_man2']);
const ids = (typed: string, locale: 'en' | 'zh' = 'en') => voices.fitting(typed, locale).map(({ id }) => id);

describe('looking for a voice', () => {
  test('finds it by its name, its id and its language, in either language', () => {
    expect(ids('anchor')).toEqual(['oversea_male1']);
    expect(ids('OVERSEA')).toEqual(['oversea_male1']);
    expect(ids('新闻')).toEqual(['diyinnansang_DB_CN_M_04-v2']);
    expect(ids('chin', 'zh')).toContain('tiyuxi_xuedi');
    expect(ids('中文', 'zh')).toContain('tiyuxi_xuedi');
    expect(ids('no such voice')).toEqual([]);
  });

  test('gives those first that begin so, and at most 25, each id once', () => {
    expect(ids('gr').slice(0, 1)).toEqual(['chengshu_jiejie']);
    expect(ids('')).toHaveLength(25);
    expect(new Set(ids('')).size).toBe(25);
  });

  test('begins with the operator’s own, then with the reader’s language', () => {
    expect(ids('')[0]).toBe('uk_man2');
    expect(voices.fitting('', 'zh').slice(1)).toSatisfy((all: { name: string }[]) =>
      all.every(({ name }) => name.includes('中文')),
    );
  });

  test('names a voice with its language, in the reader’s; both where it speaks two', () => {
    expect(voices.fitting('Anchor', 'en')[0]?.name).toBe('Anchor (English)');
    expect(voices.fitting('Anchor', 'zh')[0]?.name).toBe('Anchor（英语）');
    expect(voices.fitting('Sunny', 'en')[0]?.name).toBe('Sunny (English) / 阳光少年 (Chinese)');
  });

  test('never gives a name longer than what chats show', () => {
    const long = voiceList([{ id: 'x', language: 'en', name: 'a'.repeat(200) }], []);
    expect(long.fitting('', 'en')[0]?.name).toHaveLength(100);
  });

  test('takes what was typed for the id that it names, and leaves alone what it does not know', () => {
    expect(voices.idOf('Anchor (English)')).toBe('oversea_male1');
    expect(voices.idOf('anchor')).toBe('oversea_male1');
    expect(voices.idOf(' uk_man2 ')).toBe('uk_man2');
    expect(voices.idOf('brand_new')).toBe('brand_new');
  });
});

async function formOf(house: House, job?: string) {
  const start = await house.desk.form(house.ada(), job);
  if ('refused' in start) throw new Error(`No form: ${start.refused}`);
  return start;
}

describe('a form', () => {
  test('starts with the operator’s voices, then one’s recent ones, the latest first', async () => {
    const house = await openHouse();
    const photo = () => ({ file: house.paper.upload('a photo') });
    for (const voiceId of ['sunny', 'grandpa', 'sunny']) await house.ask({ text: 'Hi.', voiceId, photo: photo() });
    const form = await formOf(house);
    expect(form.voices.map(({ id }) => id)).toEqual(['ours', 'sunny', 'grandpa', 'reader']);
    expect(form).not.toHaveProperty('text');
  });

  test('for another one starts with the words of the first, for its person alone', async () => {
    const house = await openHouse();
    const { id } = await house.ask({ text: 'Hi.', voiceId: 'grandpa', photo: { file: house.paper.upload('a photo') } });
    expect(await house.desk.form(house.ada(), id)).toMatchObject({ text: 'Hi.', voiceId: 'grandpa' });
    expect(await house.desk.form(house.ada({ person: 'bob' }), id)).toEqual({ refused: 'press_not_yours' });
  });

  test('is not opened for those who may not use the bot', async () => {
    const house = await openHouse({ operator: { shutOut: ['paper:ada'] } });
    expect(await house.desk.form(house.ada())).toEqual({ refused: 'access_shut_out' });
  });

  test('starts without them when the store cannot be read', async () => {
    const house = await openHouse();
    await house.disk.reopen();
    expect((await formOf(house, 'j0')).voices).toHaveLength(4);
    expect(house.log.join()).toContain('a form starts without');
  });
});

describe('recent voices', () => {
  const caller = { place: { platform: 'paper', space: 'home' }, person: 'ada', locale: 'en' } as const;
  const whole = { ...caller, roles: [], moderates: false, manages: false };
  const records = { getMany: async () => [], newest: () => new Promise<never>(() => {}) };

  test('are not waited for longer than a form may take', async () => {
    const clock = testClock();
    const found = recentVoices({ records, clock, onError: () => {} }, whole);
    await clock.pass(1_000);
    expect(await found).toEqual([]);
  });

  test('that cannot be read are none, and that is told', async () => {
    const errors: unknown[] = [];
    const newest = () => Promise.reject(new StoreError('lists', 'read'));
    const options = {
      records: { ...records, newest },
      clock: testClock(),
      onError: (error: unknown) => errors.push(error),
    };
    expect(await recentVoices(options, whole)).toEqual([]);
    expect(errors).toEqual([expect.any(StoreError)]);
  });
});
