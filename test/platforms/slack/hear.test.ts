import { expect, test } from 'vitest';
import { kindOf } from '../../../src/platforms/slack/contents.ts';
import { addressed, callsForHelp, hear, isWritten } from '../../../src/platforms/slack/hear.ts';
import { PAYLOADS } from '../../../src/platforms/slack/payloads.ts';
import { speakable, spokenWords } from '../../../src/platforms/slack/spoken.ts';

const ME = 'U0ME';
const NAMES = {
  person: (id: string) => (id === 'U0ADA' ? 'Ada Lovelace' : undefined),
  group: (id: string) => (id === 'S0CREW' ? 'crew' : undefined),
};

const said = (more: object) =>
  PAYLOADS.messageEvent.parse({ type: 'message', channel: 'C01', user: 'U0ADA', ts: '1700000000.000100', ...more });

test.each([
  ['<@U0ME> Hello there', 'Hello there'],
  ['<@U0ME|herald>, hello', ', hello'],
  ['Hello <@U0ADA>, and <@U0NOBODY|bob>', 'Hello Ada Lovelace, and bob'],
  ['for <!subteam^S0CREW> and <!subteam^S0OTHER|@others>', 'for crew and others'],
  ['in <#C01|general> or <#C02|>', 'in general or'],
  ['see <https://example.com/a|our page>', 'see our page'],
  ['see <https://example.com/a>', 'see https://example.com/a'],
  ['<!here> at <!date^1700000000^{time}|noon>', 'at noon'],
  ['salt &amp; pepper &lt;3 &amp;lt;', 'salt & pepper <3 &lt;'],
  [':wave: hi :+1::skin-tone-3: there :thumbs_up:', 'hi there'],
  ['at 10:30:45 we *really* _start_ ~now~ `here`', 'at 10:30:45 we really start now here'],
  ['*_both_* and 2*3*4 and snake_case_word', 'both and 2*3*4 and snake_case_word'],
  ['&gt; quoted\nplain', 'quoted\nplain'],
  ['```\ncode\n```', 'code'],
  ['她说：你好，世界', '她说：你好，世界'],
])('a face says of “%s”: “%s”', (text, words) => {
  expect(spokenWords(text, ME, NAMES)).toBe(words);
});

test.each(['<@U0ME>', '<@U0ME> :tada:', '  ', '!!!', '<@U0ME> <@U0UNKNOWN>'])('there are no words in “%s”', (text) => {
  expect(spokenWords(text, ME, NAMES)).toBeUndefined();
});

test('words that are all marks and brackets are read as soon as any others', () => {
  const hostile = [
    '*a '.repeat(13_000),
    '<'.repeat(40_000),
    '`_*~'.repeat(10_000),
    ':+'.repeat(20_000),
    '<|a'.repeat(13_000),
  ];
  for (const text of hostile) expect(spokenWords(text, ME, NAMES)?.length ?? 0).toBeLessThanOrEqual(text.length);
});

test('what was typed into a form is taken as it is, without emoji', () => {
  expect(speakable(' *Hello* :wave: <you> &amp; ')).toBe('*Hello* <you> &amp;');
  expect(speakable(':tada:')).toBeUndefined();
});

test.each([
  ['an image by its type', { mimetype: 'image/webp' }, 'picture'],
  [
    'a clip by what Slack recorded, though it is declared a video',
    { subtype: 'slack_audio', mimetype: 'video/mp4' },
    'recording',
  ],
  ['a clip by its name', { name: 'audio_message_1.webm', mimetype: 'video/webm' }, 'recording'],
  ['a recorded video', { subtype: 'slack_video', mimetype: 'video/mp4', name: 'clip.mp4' }, 'other'],
  ['sound by its type', { mimetype: 'audio/mpeg', name: 'x' }, 'recording'],
  ['a picture by its name, where no type tells', { name: 'FACE.JPG', mimetype: 'application/octet-stream' }, 'picture'],
  ['one of a shared channel', { file_access: 'check_file_info', mode: 'file_access' }, 'hidden'],
  ['one that was deleted', { mode: 'tombstone', mimetype: 'image/png' }, 'other'],
  ['one that is kept elsewhere', { mode: 'external', mimetype: 'image/png' }, 'other'],
  ['a text', { mimetype: 'text/plain', name: 'a.txt' }, 'other'],
] as const)('%s is known for what it is', (_, facts, kind) => {
  expect(kindOf(PAYLOADS.file.parse({ id: 'F01', ...facts }))).toBe(kind);
});

test.each([
  ['an edit', { subtype: 'message_changed', hidden: true }],
  ['somebody who joined', { subtype: 'channel_join' }],
  ['a bot', { bot_id: 'B01' }],
  ['a bot of the old kind', { subtype: 'bot_message', user: undefined }],
  ['the bot itself', { user: ME }],
  ['a mention in a message that was changed', { type: 'app_mention', edited: { user: 'U0ADA', ts: '1.0' } }],
])('%s is not heard', (_, more) => {
  expect(isWritten(said(more), ME)).toBe(false);
});

test('a message is meant for the bot in a direct talk, by its name, and perhaps with a file in a thread', () => {
  const files = [{ id: 'F01', mimetype: 'image/png' }];
  expect(addressed(said({ text: 'hi' }), ME)).toBe('no');
  expect(addressed(said({ text: 'hi', channel: 'D01' }), ME)).toBe('yes');
  expect(addressed(said({ text: `hi <@${ME}>` }), ME)).toBe('yes');
  expect(addressed(said({ text: 'hi', files }), ME)).toBe('no');
  expect(addressed(said({ text: 'hi', thread_ts: '1699999999.000100' }), ME)).toBe('no');
  expect(addressed(said({ files, thread_ts: '1699999999.000100' }), ME)).toBe('perhaps');
});

test('a message’s own picture goes before that of its thread, and words before the thread’s recording', () => {
  const own = said({ files: [{ id: 'F1', mimetype: 'image/png' }] });
  const first = said({
    files: [
      { id: 'F2', mimetype: 'image/png' },
      { id: 'F3', mimetype: 'audio/mpeg' },
    ],
  });
  expect(hear(own, 'hi', first)).toMatchObject({ photo: { id: 'F1' }, text: 'hi' });
  expect(hear(own, 'hi', first)).not.toHaveProperty('audio');
  expect(hear(said({}), undefined, first)).toMatchObject({ photo: { id: 'F2' }, audio: { id: 'F3' } });
});

test('a file that Slack does not show is one that may be the picture', () => {
  const hidden = said({ files: [{ id: 'F1', file_access: 'check_file_info' }] });
  expect(hear(hidden, 'hi', undefined)).toEqual({ kind: 'ask', text: 'hi', unseen: true });
});

test('a message that says nothing is a request for help', () => {
  expect(hear(said({}), undefined, undefined)).toEqual({ kind: 'help' });
});

test.each(['help', 'HELP', 'Help!', 'help?', '帮助', '帮助！'])('“%s” calls for help', (text) => {
  expect(callsForHelp(said({ text }), text)).toBe(true);
});

test('more than that word, or a file beside it, is for a face to say', () => {
  for (const text of ['help me', 'Please help', '请帮助我', 'helpful']) {
    expect(callsForHelp(said({ text }), text)).toBe(false);
  }
  const files = [{ id: 'F1', mimetype: 'image/png' }];
  expect(callsForHelp(said({ text: 'help', files }), 'help')).toBe(false);
  expect(callsForHelp(said({}), undefined)).toBe(false);
});
