import { writeFile } from 'node:fs/promises';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Place } from '../../src/jobs/job.ts';
import { answers, type PrivateWay } from '../../src/platforms/answers.ts';
import type { Message } from '../../src/platforms/message.ts';
import { keyFor } from '../../src/platforms/reply-keys.ts';
import { testClock } from '../clock.ts';
import { paperPlatform } from '../fakes/paper.ts';
import { temporary } from '../media/temporary.ts';

const PLACE: Place = { platform: 'paper', space: 'home', channel: 'general' };
const KEY = 'j0mgh8rk00abcdefghijklmnw';
const MINUTE = 60_000;

const FIRST: Message = { locale: 'en', lines: [{ key: 'job_missing' }] };
const SECOND: Message = { locale: 'en', lines: [{ key: 'job_cancelled' }] };
const [SAID_FIRST, SAID_SECOND] = ['There is no such video.', 'The video was cancelled, as was asked.'];

const inFolder = temporary();

async function video() {
  const path = inFolder('shown.mp4');
  await writeFile(path, 'a video');
  return { path, bytes: 7, name: 'j1.mp4', alt: 'A face speaks' };
}

/** A private way that lasts until it is shut, and takes no files. */
function privateWay() {
  const way = {
    open: true,
    shown: undefined as Message | undefined,
    say: async (message: Message, file?: unknown) => {
      if (!way.open || file) return false;
      way.shown = message;
      return true;
    },
    async remove() {
      way.shown = undefined;
    },
  };
  return way satisfies PrivateWay;
}

interface Options {
  readonly forgets?: boolean;
  /** There is a private way to answer. */
  readonly own?: boolean;
  readonly place?: Place;
}

function open({ forgets = false, own = false, place = PLACE }: Options = {}) {
  const clock = testClock();
  const paper = paperPlatform({ now: clock.now, forgets });
  const way = privateWay();
  const log: string[] = [];
  const ending = new AbortController();
  onTestFinished(() => ending.abort(new Error('Herald stops.')));
  const start = () =>
    answers({
      platform: paper,
      privately: () => way,
      isDirect: ({ channel }) => channel?.startsWith('dm.') === true,
      clock,
      log: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
      signal: ending.signal,
    });
  const about = { key: KEY, person: 'ada', place, since: clock.now() };
  const asked = paper.writes(place);
  const answer = start().begin({ ...about, ...(own ? { own: 'w' } : { replyTo: asked }) });
  /** Says something, however long that takes. */
  async function says(message: Message, by = answer, file?: Awaited<ReturnType<typeof video>>): Promise<void> {
    const said = by.say(message, file);
    await clock.pass(10 * MINUTE);
    await said;
  }
  const texts = (where: Place) => paper.messages(where).map(({ text }) => text);
  return { clock, paper, way, log, asked, answer, says, texts, ending, restore: () => start().restore(answer.ref) };
}

describe('an answer to a message', () => {
  test('is given in its place, changes with what is said next, and is taken away in the end', async () => {
    const { paper, says, answer } = open();
    await says(FIRST);
    await says(SECOND);
    expect(paper.messages(PLACE)).toMatchObject([{ text: SAID_SECOND, key: KEY, edits: 1, pings: [] }]);
    await answer.done();
    expect(paper.everything()).toEqual([]);
  });

  test('is a reply to it', async () => {
    const { paper, says, asked } = open();
    await says(FIRST);
    expect(paper.messages(PLACE)).toMatchObject([{ replyTo: asked }]);
  });

  test('is said anew when somebody has deleted what was said before', async () => {
    const { paper, says, texts } = open({ forgets: true });
    await says(FIRST);
    paper.takesAway(paper.messages(PLACE)[0]?.id ?? '');
    await says(SECOND);
    expect(texts(PLACE)).toEqual([SAID_SECOND]);
  });

  test('changes although the platform was down for a while, and is not said twice for that', async () => {
    const { paper, says, texts } = open({ forgets: true });
    await says(FIRST);
    paper.next('edit', 'later', 'later');
    await says(SECOND);
    expect(texts(PLACE)).toEqual([SAID_SECOND]);
  });

  test('goes to the person where the place is closed', async () => {
    const { paper, says, texts } = open();
    paper.close(PLACE);
    await says(FIRST);
    expect(texts(paper.direct('ada'))).toEqual([SAID_FIRST]);
  });

  test('is given up, in the log, where the person cannot be reached either', async () => {
    const { paper, says, log } = open();
    paper.close(PLACE);
    paper.always('openDirect', 'closed');
    await says(FIRST);
    expect(paper.everything()).toEqual([]);
    expect(log.join('')).toContain('could not be answered');
  });

  test('goes to the person where what was said in the place cannot be changed for minutes', async () => {
    const { paper, says, texts } = open();
    await says(FIRST);
    paper.always('edit', 'later');
    await says(SECOND);
    expect(texts(PLACE)).toEqual([SAID_FIRST]);
    expect(texts(paper.direct('ada'))).toEqual([SAID_SECOND]);
  });

  test('is tried for some minutes while the platform is down, not before the time that it names', async () => {
    const { clock, paper, answer, texts } = open();
    paper.next('post', { later: clock.now() + MINUTE });
    const said = answer.say(FIRST);
    await clock.pass(MINUTE - 1);
    expect(texts(PLACE)).toEqual([]);
    await clock.pass(1);
    await said;
    expect(texts(PLACE)).toEqual([SAID_FIRST]);
  });

  test('is given up after that, in the log', async () => {
    const { paper, says, log, texts } = open();
    paper.always('post', 'later');
    await says(FIRST);
    expect(texts(PLACE)).toEqual([]);
    expect(log.join('')).toContain('could not be answered');
  });

  test('is not said to have been given when Herald stops, without a word in the log', async () => {
    const { clock, paper, answer, ending, log } = open();
    paper.always('post', 'later');
    const said = answer.say(FIRST);
    await clock.settle();
    ending.abort(new Error('Herald stops.'));
    await expect(said).rejects.toThrow('Herald stops.');
    await expect(answer.say(SECOND)).rejects.toThrow('Herald stops.');
    expect(log).toEqual([]);
  });
});

describe.each([
  ['remembers keys', false],
  ['forgets its posts', true],
])('where a platform that %s lost the answer to a post', (_, forgets) => {
  test('what is there is found and not said again', async () => {
    const { paper, says, texts } = open({ forgets });
    paper.next('post', 'lost');
    await says(FIRST);
    expect(texts(PLACE)).toEqual([SAID_FIRST]);
  });

  test('what is not there is said again', async () => {
    const { paper, says, texts } = open({ forgets });
    paper.next('post', 'unclear');
    await says(FIRST);
    expect(texts(PLACE)).toEqual([SAID_FIRST]);
  });

  test('what could not be looked for at first is said once', async () => {
    const { paper, says, texts } = open({ forgets });
    paper.next('post', 'lost');
    paper.next('find', 'later', 'later');
    await says(FIRST);
    expect(texts(PLACE)).toEqual([SAID_FIRST]);
  });

  test('and nobody can tell whether it is there, it is left at that, with a word in the log', async () => {
    const { paper, says, texts, log } = open({ forgets });
    paper.next('post', 'lost');
    paper.always('find', 'blind');
    await says(FIRST);
    expect(texts(PLACE)).toEqual([SAID_FIRST]);
    expect(log.join('')).toContain('cannot be told whether somebody was answered');
  });

  test('and the place is gone, the person is told directly', async () => {
    const { clock, paper, answer, texts } = open({ forgets });
    paper.next('post', 'lost');
    const said = answer.say(FIRST);
    await clock.settle();
    paper.tearDown(PLACE);
    await clock.pass(10 * MINUTE);
    await said;
    expect(texts(paper.direct('ada'))).toEqual([SAID_FIRST]);
  });

  test('the next words take the place of the first, though nobody knew whether these were there', async () => {
    const { paper, says, texts } = open({ forgets });
    paper.always('find', 'later');
    paper.next('post', 'lost');
    await says(FIRST);
    paper.always('find', undefined);
    await says(SECOND);
    expect(texts(PLACE)).toEqual([SAID_SECOND]);
  });

  test('nothing is left of it once nothing is left to say', async () => {
    const { clock, paper, says, answer } = open({ forgets });
    paper.always('find', 'later');
    paper.next('post', 'lost');
    await says(FIRST);
    paper.always('find', undefined);
    const done = answer.done();
    await clock.pass(10 * MINUTE);
    await done;
    expect(paper.everything()).toEqual([]);
  });

  test('a file is found by its mark, and is not posted twice', async () => {
    const { paper, says, answer } = open({ forgets });
    paper.next('post', 'lost');
    await says(FIRST, answer, await video());
    expect(paper.everything()).toMatchObject([{ place: paper.direct('ada'), file: { name: 'j1.mp4' } }]);
  });
});

describe.each([
  ['remembers keys', false],
  ['forgets its posts', true],
])('after a restart, on a platform that %s', (_, forgets) => {
  test('an answer is said once, in its latest words', async () => {
    const { paper, says, texts, restore } = open({ forgets });
    await says(FIRST);
    await says(SECOND, restore());
    expect(texts(PLACE)).toEqual([SAID_SECOND]);
    expect(paper.everything()).toHaveLength(1);
  });

  test('an answer that was not given before is given', async () => {
    const { says, texts, restore } = open({ forgets });
    await says(FIRST, restore());
    expect(texts(PLACE)).toEqual([SAID_FIRST]);
  });

  test('an answer is given where nobody can tell whether it was before', async () => {
    const { paper, says, texts, restore } = open({ forgets });
    paper.always('find', 'blind');
    await says(FIRST, restore());
    expect(texts(PLACE)).toEqual([SAID_FIRST]);
  });

  test('what was said before is taken away when nothing is left to say', async () => {
    const { clock, paper, says, restore } = open({ forgets });
    await says(FIRST);
    const again = restore();
    paper.next('find', 'later');
    paper.next('remove', 'later');
    const done = again.done();
    await clock.pass(10 * MINUTE);
    await done;
    expect(paper.everything()).toEqual([]);
  });

  test('nothing is taken away where nothing was said', async () => {
    const { clock, log, restore } = open({ forgets });
    const done = restore().done();
    await clock.pass(10 * MINUTE);
    await done;
    expect(log).toEqual([]);
  });
});

describe('an answer with a private way of its own', () => {
  test('is given by that, and taken away there', async () => {
    const { paper, way, says, answer } = open({ own: true });
    await says(FIRST);
    expect(way.shown).toEqual(FIRST);
    await answer.done();
    expect(way.shown).toBeUndefined();
    expect(paper.everything()).toEqual([]);
  });

  test('goes to the person alone once that is shut, and to nobody else', async () => {
    const { paper, way, says, texts } = open({ own: true });
    way.open = false;
    await says(FIRST);
    await says(SECOND);
    expect(texts(paper.direct('ada'))).toEqual([SAID_SECOND]);
    expect(paper.messages(paper.direct('ada'))[0]?.key).toBe(keyFor('alone', KEY));
    expect(texts(PLACE)).toEqual([]);
  });

  test('is said in the place when it may be said aloud, to its person by name', async () => {
    const { paper, way, says } = open({ own: true });
    way.open = false;
    await says({ ...FIRST, aloud: true });
    expect(paper.messages(PLACE)).toMatchObject([{ text: `For @ada:\n${SAID_FIRST}`, pings: ['ada'] }]);
  });

  test('in a talk with one person is said there, without naming them', async () => {
    const place: Place = { platform: 'paper', space: 'home', channel: 'dm.ada', private: true };
    const { paper, way, says } = open({ own: true, place });
    way.open = false;
    await says(FIRST);
    expect(paper.messages(place)).toMatchObject([{ text: SAID_FIRST, pings: [] }]);
  });

  test('brings a file to the person alone, where that way takes none', async () => {
    const { paper, says, answer, texts } = open({ own: true });
    await says(FIRST, answer, await video());
    expect(paper.messages(paper.direct('ada'))).toMatchObject([{ text: SAID_FIRST, file: { name: 'j1.mp4' } }]);
    expect(texts(PLACE)).toEqual([]);
  });

  test.each([
    ['openDirect', 'closed', 'answer_file_closed'],
    ['openDirect', 'later', 'answer_file_later'],
    ['post', 'closed', 'answer_file_closed'],
    ['post', 'later', 'answer_file_unsure'],
    ['post', 'unclear', 'answer_file_unsure'],
  ] as const)('says that a file could not be given to the person alone: %s, %s', async (call, fault, key) => {
    const { paper, way, says, answer } = open({ own: true, forgets: true });
    paper.always(call as 'post', fault as 'closed');
    await says(FIRST, answer, await video());
    expect(paper.everything()).toEqual([]);
    expect(way.shown?.lines).toEqual([{ key }]);
  });

  test('says so where nobody can tell whether a file is there', async () => {
    const { paper, way, says, answer } = open({ own: true, forgets: true });
    paper.next('post', 'lost');
    paper.always('find', 'blind');
    await says(FIRST, answer, await video());
    expect(paper.everything()).toHaveLength(1);
    expect(way.shown?.lines).toEqual([{ key: 'answer_file_unsure' }]);
  });

  test('says so in its place where there is no private way, and never brings the file there', async () => {
    const { paper, says, answer } = open();
    paper.always('openDirect', 'closed');
    await says(FIRST, answer, await video());
    expect(paper.messages(PLACE)).toMatchObject([{ text: expect.stringContaining('could not be sent to you') }]);
    expect(paper.everything().filter(({ file }) => file)).toEqual([]);
  });

  test.each([
    ['too_large', 'answer_too_large'],
    [{ fileless: 'storage_full' }, 'storage_full'],
  ] as const)('says why a file is not taken: %o', async (fault, key) => {
    const { paper, way, says, answer } = open({ own: true });
    paper.always('post', fault);
    await says(FIRST, answer, await video());
    expect(paper.everything()).toEqual([]);
    expect(way.shown?.lines).toEqual([{ key }]);
  });
});
