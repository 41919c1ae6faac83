import { expect, test } from 'vitest';
import type { Person } from '../../fakes/discord/people.ts';
import { confirmed, finished, photo, told } from './kit.ts';
import { type Gate, type SharedHouse, said, video } from './shared.ts';

/** What people read whose Discord is in Chinese. */
export function chinese(shared: SharedHouse, renders: Gate): void {
  /** Letters that are no part of what stands in every language: numbers, links, names of commands' options, Kling. */
  const ENGLISH = /\b(?!Kling\b|AI\b|Herald\b)[A-Za-z]{3,}\b/;
  const plain = (text: string) => text.replace(/<[^>]*>/g, '').replace(/“.*?”/g, '');

  async function ask(person: Person, channel: Parameters<Person['slash']>[0], text: string) {
    return person.slash(channel, 'avatar', { photo: await photo(), text });
  }

  test.each(['zh-CN', 'zh-TW'])('a person with Discord in %s reads Chinese everywhere', async (locale) => {
    const { house } = shared;
    const mei = house.discord.user({ name: 'Mei', locale });
    const { channel } = shared.corner([mei]);
    const first = await ask(mei, channel, '大家好，很高兴见到你们。');
    expect(await told(first)).toMatch(/^在制作你的第一个视频之前，请确认/);
    expect(first.original?.buttons.map(({ label }) => label)).toEqual(['我有权使用', '不，停止']);
    const letGo = renders.hold();
    if (first.original) mei.press(first.original, '我有权使用');
    const shown = await said(channel, '大家好', 'Kling 正在制作视频');
    expect(plain(shown.content)).not.toMatch(ENGLISH);
    expect(shown.buttons.map(({ label }) => label)).toEqual(['取消']);
    letGo();
    await finished(channel, '大家好');
    expect(plain(shown.content)).not.toMatch(ENGLISH);
    expect(shown.buttons.map(({ label }) => label)).toEqual(['再做一个', '删除']);
    const posted = await video(channel);
    expect(posted.content).toBe(`由 AI 生成，应 ${mei.mention} 的要求制作`);
    expect(posted.files[0]?.description).not.toMatch(ENGLISH);

    const refused = mei.slash(channel, 'avatar', { photo: await photo() });
    expect(await told(refused)).toMatch(/^这张脸要说什么呢？/);
    house.kling.faults.nextTask({ failsWith: 'Failure to pass the risk control system' });
    await ask(mei, channel, '这个不行。');
    const failed = await said(channel, '这个不行', '没有收费');
    expect(plain(failed.content).replace(/[a-z0-9]{12,}/, '')).not.toMatch(ENGLISH);
    for (const command of ['jobs', 'help'] as const) {
      expect(plain(await told(mei.slash(channel, command)))).not.toMatch(ENGLISH);
    }
    const form = mei.slash(channel, 'avatar');
    await form.acknowledged();
    expect(form.modal?.title).toBe('让照片说话');
    const asked = mei.slash(channel, 'avatar', { text: '照片呢？' });
    await said(channel, mei.mention, '要让谁的脸说话？');
    await expect.poll(() => asked.original?.deleted).toBe(true);
  });

  test('a message has no language of its own: it is answered in the one that its person’s Discord was in last', async () => {
    const mei = shared.house.discord.user({ name: 'Mei', locale: 'zh-CN' });
    const { channel } = shared.corner([mei]);
    await confirmed(shared.house, mei, channel);
    mei.says(channel, { mentionsBot: true, content: '用消息提交。', files: [await photo()] });
    const shown = await finished(channel, '用消息提交');
    expect(plain(shown.content)).not.toMatch(ENGLISH);
  });

  test('what is registered has Chinese names and descriptions', () => {
    const commands = shared.house.discord.commands();
    const names = commands.map(({ name }) => name).sort();
    expect(names).toEqual(['Make it talk', 'announce', 'avatar', 'help', 'jobs', 'presenter', 'settings']);
    for (const command of commands) {
      for (const locale of ['zh-CN', 'zh-TW'] as const) {
        expect(command.name_localizations?.[locale], command.name).toMatch(/^\p{Script=Han}+$/u);
        if (command.description) expect(command.description_localizations?.[locale]).toMatch(/\p{Script=Han}/u);
        for (const option of command.options ?? []) {
          expect(option.name_localizations?.[locale], option.name).toMatch(/^\p{Script=Han}+$/u);
          expect(option.description_localizations?.[locale]).toMatch(/\p{Script=Han}/u);
        }
      }
    }
  });
}
