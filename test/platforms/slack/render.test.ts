import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Button, Message, Picker, Value } from '../../../src/platforms/message.ts';
import { cut } from '../../../src/platforms/slack/cut.ts';
import type { Names } from '../../../src/platforms/slack/names.ts';
import { readPicked } from '../../../src/platforms/slack/picked.ts';
import { homeView, renderComment, renderMessage } from '../../../src/platforms/slack/render.ts';
import { messageUrl } from '../../../src/platforms/slack/urls.ts';
import { say } from '../../../src/texts.ts';
import { blockCharacters, blockProblems, usableElements } from '../../fakes/slack/blocks.ts';
import { BLOCK_LIMITS } from '../../fakes/slack/blocks-limits.ts';
import { readable, readBlocks, readMrkdwn } from './read.ts';

const names: Names = { person: () => 'Ada', group: (id) => (id === 'S1' ? 'design' : undefined) };

/** A message whose only line is filled with a value. */
const about = (value: Value, more: Partial<Message> = {}): Message => ({
  locale: 'en',
  lines: [{ key: 'media_url_unknown', params: { host: value } }],
  ...more,
});
const labelled = (host: Value): Button['label'] => ({ key: 'media_url_unknown', params: { host } });
const render = (message: Message) => renderMessage(message, names);
const elementsOf = (message: Message) => usableElements(render(message).blocks).map(({ element }) => element);

describe('a message', () => {
  test('says the same in its blocks as in its text, which alone is in notifications', () => {
    const { text, blocks } = render({ ...about('x *y*'), lines: [labelled('x *y*'), labelled({ channel: 'C1' })] });
    expect(readable(readBlocks(blocks).text)).toBe(
      'There is no server called x *y*. Please check the address.\nThere is no server called #C1. Please check the address.',
    );
    expect(readMrkdwn(text, true)).toEqual(readBlocks(blocks));
  });

  test('lets Slack make no links of its words, and hide none of them', () => {
    expect(render(about('x')).blocks).toMatchObject([{ type: 'section', text: { verbatim: true }, expand: true }]);
  });

  test('has as many sections as its words need, and loses none at their ends', () => {
    const lines = Array.from({ length: 40 }, (_, at) => labelled(`${at}:${'x'.repeat(30)}`));
    const { blocks } = render({ locale: 'en', lines });
    expect(blocks.length).toBe(2);
    expect(readable(readBlocks(blocks).text).split('\n')).toHaveLength(40);
    expect(blockProblems(blocks, 'message')).toEqual([]);
  });

  test('is taken by Slack, whatever fills it', () => {
    const some = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('<', '&*', '字'));
    const value = fc.tuple(some, fc.nat(3_000)).map(([words, length]) => words.repeat(300).slice(0, length));
    fc.assert(
      fc.property(value, value, fc.nat(25), (one, two, count) => {
        const buttons = Array.from(
          { length: count },
          (): Button => ({ label: labelled(two), does: { name: 'show', subject: 'j1' } }),
        );
        const { text, blocks } = render({ locale: 'en', lines: [labelled(one), labelled(two)], buttons });
        expect(text.length).toBeLessThanOrEqual(4_000);
        expect(blockProblems(blocks, 'message')).toEqual([]);
        expect(blockCharacters(blocks)).toBeLessThanOrEqual(BLOCK_LIMITS.messageCharacters);
        expect(readBlocks(blocks).links).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('buttons', () => {
  const button = (subject: string): Button => ({ label: labelled('x'), does: { name: 'show', subject } });

  test('look like what they do', () => {
    const does = { name: 'remove', subject: 'j1' };
    const elements = elementsOf(
      about('x', {
        buttons: [
          { label: labelled('x'), does, style: 'danger' },
          { label: { key: 'post_link_label' }, does: { name: 'retry', subject: 'j1' }, style: 'main' },
          { label: { key: 'post_link_label' }, does: { url: 'https://x.org' } },
          { label: labelled('<@U1>\n:smile:'), does: { name: 'another', subject: 'j1' } },
        ],
      }),
    );
    expect(elements).toEqual([
      {
        type: 'button',
        style: 'danger',
        action_id: 'remove:j1',
        text: { type: 'plain_text', text: 'There is no server called x. Please check the address.', emoji: false },
        accessibility_label: 'There is no server called x. Please check the address.',
      },
      {
        type: 'button',
        style: 'primary',
        action_id: 'retry:j1',
        text: { type: 'plain_text', text: 'Watch the video', emoji: false },
      },
      { type: 'button', url: 'https://x.org', text: { type: 'plain_text', text: 'Watch the video', emoji: false } },
      expect.objectContaining({
        text: {
          type: 'plain_text',
          text: 'There is no server called <@U1> :smile:. Please check the address.',
          emoji: false,
        },
      }),
    ]);
  });

  test('are up to 25, each with an id of its own', () => {
    const buttons = Array.from({ length: 25 }, () => button('j1'));
    expect(new Set(elementsOf(about('x', { buttons })).map(({ action_id }) => action_id)).size).toBe(25);
    expect(blockProblems(render(about('x', { buttons })).blocks, 'message')).toEqual([]);
    expect(() => render(about('x', { buttons: [...buttons, button('j2')] }))).toThrow(RangeError);
  });
});

describe('pickers', () => {
  const picker = (kind: Picker['kind'], chosen: string[]): Picker => ({
    kind,
    label: { key: 'settings_roles' },
    does: { name: `set-${kind}`, subject: 'here' },
    chosen,
  });

  test('show what is chosen, each in a section with its label', () => {
    const pickers = [picker('people', ['U1', 'W2']), picker('channels', ['C1', 'G2']), picker('roles', ['S1', 'S2'])];
    const { blocks } = render(about('x', { pickers }));
    expect(blockProblems(blocks, 'message')).toEqual([]);
    expect(blocks.slice(1)).toMatchObject(
      pickers.map(() => ({ type: 'section', text: { type: 'plain_text', text: 'Only these user groups may use it' } })),
    );
    expect(usableElements(blocks).map(({ element }) => element)).toMatchObject([
      { type: 'multi_users_select', action_id: 'set-people:here', initial_users: ['U1', 'W2'] },
      {
        type: 'multi_conversations_select',
        action_id: 'set-channels:here',
        initial_conversations: ['C1', 'G2'],
        filter: { include: ['public', 'private'], exclude_bot_users: true },
      },
      {
        type: 'multi_external_select',
        action_id: 'set-roles:here',
        min_query_length: 0,
        initial_options: [
          { text: { text: '@design' }, value: 'S1' },
          { text: { text: '@S2' }, value: 'S2' },
        ],
      },
    ]);
  });

  test('for user groups say so where Slack shows none, and can be used all the same', () => {
    const message = about('x', { pickers: [picker('roles', ['S1']), picker('people', [])] });
    const { blocks } = renderMessage(message, { ...names, noGroups: true });
    expect(blockProblems(blocks, 'message')).toEqual([]);
    expect(blocks.slice(1)).toMatchObject([
      {
        text: {
          text: expect.stringMatching(/^Only these user groups may use it – Slack shows the bot no user groups here\./),
        },
      },
      { text: { text: 'Only these user groups may use it' } },
    ]);
    expect(usableElements(blocks)[0]?.element).toMatchObject({ initial_options: [{ value: 'S1' }] });
  });

  test('of which nothing is chosen, or what is no id, name nothing that Slack would refuse', () => {
    for (const kind of ['people', 'channels', 'roles'] as const) {
      const { blocks } = render(about('x', { pickers: [picker(kind, ['80351110224678912', '<!here>'])] }));
      expect(blockProblems(blocks, 'message')).toEqual([]);
      for (const { element } of usableElements(blocks)) {
        expect(Object.keys(element).filter((field) => field.startsWith('initial'))).toEqual([]);
      }
    }
  });

  const block = { block_id: 'b', action_ts: '1.2', action_id: 'set-people:here' };
  const option = { text: { type: 'plain_text' as const, text: '@design' }, value: 'S1' };

  test('tell what was picked, of whatever kind they are', () => {
    expect(readPicked({ ...block, type: 'multi_users_select', selected_users: ['U1', 'U2'] })).toEqual(['U1', 'U2']);
    expect(readPicked({ ...block, type: 'multi_conversations_select', selected_conversations: ['C1'] })).toEqual([
      'C1',
    ]);
    expect(readPicked({ ...block, type: 'multi_external_select', selected_options: [option] })).toEqual(['S1']);
    expect(readPicked({ ...block, type: 'multi_external_select' })).toEqual([]);
    const text = { type: 'plain_text' as const, text: 'x' };
    expect(readPicked({ ...block, type: 'button', text, value: 'x' })).toBeUndefined();
  });
});

describe('the comment that goes with a file', () => {
  test('is the message’s words, and notifies whom the message pings', () => {
    const message: Message = {
      locale: 'en',
      lines: [{ key: 'post_video', params: { person: { person: 'U1' } } }],
      pings: ['U1'],
    };
    expect(renderComment(message, names)).toEqual({ initial_comment: 'AI-generated, asked for by <@U1>' });
  });

  test('links nothing that people wrote, though Slack looks for addresses in it', () => {
    const words = 'https://evil.example/a www.evil.example evil.example a@evil.example #general @here';
    const comment = renderComment(about(words), names);
    const text = 'initial_comment' in comment ? comment.initial_comment : '';
    expect(readMrkdwn(text, false).links).toEqual([]);
    expect(readable(readMrkdwn(text, false).text)).toContain(
      'https://evil.example/a www.evil.example evil.example a@evil.example #general @here',
    );
  });
});

describe('an announcement', () => {
  /** What an announcement with these words shows. */
  const announced = (words: string): Message => ({
    locale: 'en',
    lines: [
      { key: 'post_announced_words', params: { words } },
      { key: 'post_announced', params: { presenter: 'Ada' } },
      { key: 'post_announced_cut' },
    ],
  });
  /** Where words without any line end go on in another section, a line ends as well. */
  const inOneLine = (text: string) => text.replaceAll('\n', '');
  const credit = [say('post_announced', { presenter: 'Ada' }), say('post_announced_cut')].join('\n');
  const shown = (comment: ReturnType<typeof renderComment>) =>
    readable('blocks' in comment ? readBlocks(comment.blocks).text : readMrkdwn(comment.initial_comment, false).text);

  test.each([
    ['plain words in several lines', 'One sentence, and another.\n\n'.repeat(61).trimEnd()],
    ['stars', '*'.repeat(1_700)],
    ['marks of every kind', '*_~`'.repeat(425)],
    ['brackets', '<'.repeat(1_700)],
    ['brackets that close', '>'.repeat(1_700)],
    ['ampersands', '&'.repeat(1_700)],
    ['calls to everybody', '<!channel> @here <@U1> <!subteam^S1> '.repeat(45).trimEnd()],
  ])('shows %s whole, just as they are, with what stands below them', (_, words) => {
    const comment = renderComment(announced(words), names);
    expect(inOneLine(shown(comment))).toBe(inOneLine(`${words}${credit}`));
    expect(shown(comment)).toContain(`\n${credit}`);
    const { text, blocks } = render(announced(words));
    expect(readable(readBlocks(blocks).text)).toContain(`\n${credit}`);
    expect(inOneLine(readable(readBlocks(blocks).text))).toBe(inOneLine(`${words}${credit}`));
    expect([blockProblems(blocks, 'message'), blockCharacters(blocks) <= BLOCK_LIMITS.messageCharacters]).toEqual([
      [],
      true,
    ]);
    expect(text.length).toBeLessThanOrEqual(4_000);
    expect(readable(readMrkdwn(text, true).text)).toContain(credit);
  });

  test('of too many words loses some of them, and not what stands below them', () => {
    for (const limited of [
      renderComment(announced('<'.repeat(9_000)), names),
      renderComment(announced('x '.repeat(9_000)), names),
    ])
      expect(shown(limited)).toMatch(/^[<x \n]{2000,}…\nSaid by Ada/);
  });
});

describe('the home tab', () => {
  test('holds more than a message does, and what can be pressed', () => {
    const lines = Array.from({ length: 150 }, (_, at) => labelled(`number ${at}`));
    const buttons: Button[] = [{ label: labelled('x'), does: { name: 'show', subject: 'j1' } }];
    const view = homeView({ locale: 'en', lines, buttons }, names);
    expect(view.type).toBe('home');
    expect(blockProblems(view.blocks, 'home')).toEqual([]);
    expect(readBlocks(view.blocks).text).toContain('number 149');
    expect(usableElements(view.blocks)).toHaveLength(1);
  });
});

describe('a message that is too long', () => {
  const letters = (count: number) => Array.from({ length: count }, () => 'a');
  const shortened = (content: readonly string[]) => cut(content, 100).join('');

  test('is cut at the end of a line', () => {
    const long = [...letters(60), '\n', ...letters(30), '\n', ...letters(30)];
    expect(shortened(long)).toBe(`${'a'.repeat(60)}\n${'a'.repeat(30)}\n…`);
    expect(cut(long, 200)).toEqual(long);
  });

  test('is cut within a line where a whole one would be too much to lose, and never within what is whole', () => {
    expect(shortened([...letters(20), '\n', ...letters(100)])).toBe(`${'a'.repeat(20)}\n${'a'.repeat(78)}…`);
    expect(shortened([...letters(95), '<@U012AB3CD>', 'a'])).toBe(`${'a'.repeat(95)}…`);
    expect(shortened([...letters(97), '&amp;', 'a'])).toBe(`${'a'.repeat(97)}…`);
  });

  test('keeps what fits exactly', () => {
    expect(shortened(letters(100))).toBe('a'.repeat(100));
    expect(shortened(letters(101))).toBe(`${'a'.repeat(99)}…`);
  });
});

describe('the address of a message', () => {
  test('opens it in its channel, or in its thread', () => {
    const base = 'https://acme.slack.com/';
    expect(messageUrl(base, 'C1', '1700000000.000100')).toBe('https://acme.slack.com/archives/C1/p1700000000000100');
    expect(messageUrl(base, 'C1', '1700000000.000200', '1700000000.000100')).toBe(
      'https://acme.slack.com/archives/C1/p1700000000000200?thread_ts=1700000000.000100&cid=C1',
    );
    expect(messageUrl(base, 'C1', '1700000000.000100', '1700000000.000100')).toBe(
      'https://acme.slack.com/archives/C1/p1700000000000100',
    );
  });
});
