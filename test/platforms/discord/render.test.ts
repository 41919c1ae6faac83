import { ButtonStyle, ComponentType } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAction } from '../../../src/platforms/action-ids.ts';
import { cut, renderMessage } from '../../../src/platforms/discord/render.ts';
import type { Button, Message, Value } from '../../../src/platforms/message.ts';
import { say } from '../../../src/texts.ts';
import { readContent } from './read.ts';

/** A message whose only line is filled with a value. */
const about = (value: Value, more: Partial<Message> = {}): Message => ({
  locale: 'en',
  lines: [{ key: 'media_url_unknown', params: { host: value } }],
  ...more,
});
const content = (value: Value, locale: Message['locale'] = 'en') => renderMessage(about(value, { locale })).content;
const labelled = (host: Value): Button['label'] => ({ key: 'media_url_unknown', params: { host } });

describe('a line', () => {
  test('is said in the language of its message', () => {
    expect(content('x.org')).toBe('There is no server called x.org. Please check the address.');
    expect(content('x.org', 'zh')).toBe('找不到名为 x.org 的服务器。请检查地址。');
  });

  test.each<[Value, string]>([
    [{ person: '80351110224678912' }, '<@80351110224678912>'],
    [{ channel: '80351110224678912' }, '<#80351110224678912>'],
    [{ role: '80351110224678912' }, '<@&80351110224678912>'],
    [{ when: 1_700_000_000_999 }, '<t:1700000000:R>'],
    [12, '12'],
    [{ code: 'channels:history' }, '`channels:history`'],
    [{ code: '`*x*`' }, '\\`\\*x\\*\\`'],
    ['<@1> @everyone **b** https://x.org', '\\<\\@1\\> \\@everyone \\*\\*b\\*\\* https\\:\\/\\/x.org'],
    [
      { url: 'https://x.org/a?b=(1)#>', label: 'discord_permission_send' },
      '[Send Messages](<https://x.org/a?b=(1)#%3E>)',
    ],
    [{ key: 'media_audio_long', params: { max: '*' } }, 'The recording is longer than \\* seconds.'],
    [{ person: '1> @everyone <@2' }, '1\\> \\@everyone \\<\\@2'],
  ])('shows %j as Discord does', (value, shown) => {
    expect(content(value)).toContain(`called ${shown}`);
  });
});

test('what goes by a name of Discord’s own is called by that', () => {
  const said = (
    key: 'access_roles_here' | 'help_avatar' | 'announce_set_up_how' | 'presenters_none',
    locale: Message['locale'],
  ) => renderMessage({ locale, lines: [{ key }] }).content;
  expect(said('announce_set_up_how', 'en')).toContain('/announce pause has it say nothing');
  expect(said('announce_set_up_how', 'zh')).toContain('/播报 暂停 让它');
  expect(said('presenters_none', 'zh')).toContain('/主播 添加 保存');
  expect(said('access_roles_here', 'en')).toContain('Only certain roles may use the bot here.');
  expect(said('access_roles_here', 'zh')).toContain('只有特定的身份组可以使用机器人');
  expect(said('help_avatar', 'en')).toContain('right in the command');
});

describe('what a message pings', () => {
  test('is whom it names, each once, and nobody else', () => {
    expect(renderMessage(about({ person: '1' }, { pings: ['1', '1'] })).allowed_mentions).toEqual({
      parse: [],
      users: ['1'],
      replied_user: false,
    });
    expect(renderMessage(about({ person: '1' })).allowed_mentions).toEqual({
      parse: [],
      users: [],
      replied_user: false,
    });
  });
});

describe('buttons and pickers', () => {
  const button = (subject: string): Button => ({ label: labelled('x'), does: { name: 'show', subject } });

  test('stand five in a row, and a picker alone', () => {
    const rows = renderMessage(
      about('x', {
        buttons: ['a', 'b', 'c', 'd', 'e', 'f'].map(button),
        pickers: [{ kind: 'roles', label: labelled('x'), does: { name: 'set-roles', subject: 'here' }, chosen: ['7'] }],
      }),
    ).components;
    expect(rows.map(({ components }) => components.length)).toEqual([1, 5, 1]);
    expect(rows[0]?.components[0]).toMatchObject({
      type: ComponentType.RoleSelect,
      custom_id: 'set-roles:here',
      min_values: 0,
      max_values: 25,
      default_values: [{ id: '7', type: 'role' }],
    });
  });

  test('look like what they do', () => {
    const does = { name: 'remove', subject: 'j1' };
    const [row] = renderMessage(
      about('x', {
        buttons: [
          { label: labelled('x'), does, style: 'danger' },
          { label: labelled('x'), does: { name: 'retry', subject: 'j1' }, style: 'main' },
          { label: labelled('x'), does: { url: 'https://x.org' } },
          { label: labelled('<@1>\n*'), does: { name: 'another', subject: 'j1' } },
        ],
      }),
    ).components;
    expect(row?.components).toMatchObject([
      { style: ButtonStyle.Danger, custom_id: 'remove:j1' },
      { style: ButtonStyle.Primary, custom_id: 'retry:j1' },
      { style: ButtonStyle.Link, url: 'https://x.org' },
      {
        style: ButtonStyle.Secondary,
        custom_id: 'another:j1',
        label: 'There is no server called <@1> *. Please check the address.',
      },
    ]);
  });

  test('are taken away by an edit that has none', () => {
    expect(renderMessage(about('x')).components).toEqual([]);
  });

  test('are a defect when there are too many, or when they could not be read again', () => {
    const many = Array.from({ length: 26 }, (_, index) => button(`j${index}`));
    expect(() => renderMessage(about('x', { buttons: many }))).toThrow(RangeError);
    expect(() => renderMessage(about('x', { buttons: [button('No Subject')] }))).toThrow(RangeError);
  });

  test('that do the same do not have the same id, and tell the same action', () => {
    const [row] = renderMessage(about('x', { buttons: [button('j1'), button('j1')] })).components;
    const ids = row?.components.map((each) => ('custom_id' in each ? each.custom_id : '')) ?? [];
    expect(new Set(ids).size).toBe(2);
    expect(ids.map(readAction)).toEqual([
      { name: 'show', subject: 'j1' },
      { name: 'show', subject: 'j1' },
    ]);
  });

  test('bear the mark that they were given', () => {
    const cancel: Button = { label: labelled('x'), does: { name: 'cancel', subject: 'j1' } };
    const [row] = renderMessage(about('x', { buttons: [cancel] }), '~s').components;
    expect(row?.components).toMatchObject([{ custom_id: 'cancel:j1~s' }]);
  });
});

describe('a message that is too long', () => {
  test('is cut at the end of a line', () => {
    const long = `${'a'.repeat(60)}\n${'b'.repeat(30)}\n${'c'.repeat(30)}`;
    expect(cut(long, 100)).toBe(`${'a'.repeat(60)}\n${'b'.repeat(30)}\n…`);
    expect(cut(long, 200)).toBe(long);
  });

  test.each([
    ['a mention', `${'a'.repeat(90)}<@80351110224678912>`, `${'a'.repeat(90)}…`],
    ['a link’s label', `${'a'.repeat(90)}[Send Messages](<https://x.org>)`, `${'a'.repeat(90)}…`],
    ['a link’s address', `${'a'.repeat(70)}[Send](<https://x.org/${'b'.repeat(50)}>)`, `${'a'.repeat(70)}…`],
    ['a link before its end', `${'a'.repeat(78)}[Send](<https://x.org>)`, `${'a'.repeat(78)}…`],
    ['an escape', `${'a'.repeat(98)}\\*bb`, `${'a'.repeat(98)}…`],
    [
      'a mention after a backslash that is shown',
      `${'a'.repeat(88)}\\\\<@80351110224678912>`,
      `${'a'.repeat(88)}\\\\…`,
    ],
    ['a character', `${'a'.repeat(98)}👋👋`, `${'a'.repeat(98)}…`],
  ])('is not cut within %s', (_, long, short) => {
    expect(cut(long, 100)).toBe(short);
  });

  test.each([
    ['stars', '*'.repeat(1_700)],
    ['pings', '@everyone <@&1> '.repeat(106)],
    ['lines', '- so\n'.repeat(340)],
    ['characters of two halves', '👋'.repeat(850)],
  ])('loses %s of an announcement’s words, and not what is said about it', (_, words) => {
    const { content: whole, allowed_mentions } = renderMessage({
      locale: 'en',
      lines: [
        { key: 'post_announced_words', params: { words } },
        { key: 'post_announced', params: { presenter: 'Ada' } },
      ],
    });
    expect(whole.length).toBeLessThanOrEqual(2_000);
    expect(whole.isWellFormed()).toBe(true);
    expect(allowed_mentions).toEqual({ parse: [], users: [], replied_user: false });
    const [credit, ...rest] = readContent(whole).text.split('\n').reverse();
    expect(credit).toBe(say('post_announced', { presenter: 'Ada' }));
    const shown = rest.reverse().join('\n').replace(/\n?…$/, '');
    expect(shown.length).toBeGreaterThan(800);
    expect(words.startsWith(shown)).toBe(true);
  });

  test('is never longer than Discord takes, whatever fills it', () => {
    // a few characters over and over: thousands of them would take long to make up, and longer to make smaller
    const some = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });
    const long = fc
      .tuple(some, fc.integer({ min: 1_000, max: 3_000 }))
      .map(([few, length]) => few.repeat(length).slice(0, length));
    fc.assert(fc.property(long, (words) => void expect(content(words).length).toBeLessThanOrEqual(2_000)));
  });
});
