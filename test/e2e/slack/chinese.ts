import { expect, test } from 'vitest';
import { readable } from '../../platforms/slack/read.ts';
import { eventually } from '../eventually.ts';
import { ask, brought, finished, photo, said, told, toldMessage } from './kit.ts';
import type { SharedHouse } from './shared.ts';

/** Letters that are no part of what stands in every language: numbers, links, names of commands, Kling. */
const ENGLISH = /\b(?!Kling\b|AI\b|Herald\b|UTC\b)[A-Za-z]{3,}\b/;
const plain = (text: string) =>
  readable(text)
    .replace(/<[^>]*>|\/(?:announce|presenter) \w+|\/\w+/g, '')
    .replace(/[“@]\p{L}+[”\s]?/gu, '');

/** What people read whose Slack is in Chinese. */
export function chinese(shared: SharedHouse): void {
  test('a person with Slack in Chinese reads Chinese everywhere', async () => {
    const { team, channel } = shared.corner();
    const mei = team.user({ name: 'Mei', locale: 'zh-CN' });
    expect(plain(await told(mei.slash(channel, '/help')))).not.toMatch(ENGLISH);
    const opened = mei.slash(channel, '/avatar', '大家好，很高兴见到你们。');
    const view = await eventually(() => opened.views.at(-1));
    expect(view.title).toBe('让照片说话');
    expect(plain(view.text)).not.toMatch(ENGLISH);
    const sent = await mei.submit(view, { photo: [await photo()], text: '' }).settled();
    expect(sent.errors.text).toMatch(/^\p{Script=Han}/u);
    mei.submit(view, { text: '大家好，很高兴见到你们。' });
    const question = await toldMessage(opened);
    expect(question.shown).toMatch(/^在制作你的第一个视频之前，请确认/);
    mei.press(question, '我有权使用');
    const shown = await finished(channel, '大家好');
    expect(plain(shown.shown)).not.toMatch(ENGLISH);
    expect(shown.buttons.map(({ label }) => label)).toEqual(['再做一个', '删除']);
    const posted = await brought(channel, '大家好');
    expect(posted.text).toBe(`由 AI 生成，应 <@${mei.id}> 的要求制作`);
    expect(posted.files[0]?.altText).not.toMatch(ENGLISH);

    shared.house.kling.faults.nextTask({ failsWith: 'Failure to pass the risk control system' });
    await ask(mei, channel, '这个不行。');
    const failed = await said(channel, '这个不行', '没有收费');
    expect(plain(failed.shown).replace(/[a-z0-9]{12,}/, '')).not.toMatch(ENGLISH);
    expect(plain(await told(mei.slash(channel, '/jobs')))).not.toMatch(ENGLISH);
    mei.opensHome();
    expect(plain((await eventually(() => mei.home)).text)).not.toMatch(ENGLISH);
    // a message tells nothing of a language: it is that of the person's Slack all the same
    const asked = mei.says(channel, { mentionsBot: true, text: '照片呢？' });
    const wanted = await said(channel, '要让谁的脸说话？');
    expect(wanted).toMatchObject({ thread: asked.ts, pings: [mei.id] });
  });
}
