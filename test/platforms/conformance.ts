import { describe, expect, test } from 'vitest';
import { filesConformance } from './conformance-files.ts';
import { looksConformance } from './conformance-looks.ts';
import { placesConformance } from './conformance-places.ts';
import { standingConformance } from './conformance-standing.ts';
import { type AnswerUnderTest, going, message, type PlatformUnderTest, post } from './under-test.ts';

/** What every platform must do. Registers tests; `setUp` gives a fresh platform for each. */
export function conformsToPlatform(name: string, setUp: () => Promise<PlatformUnderTest>): void {
  describe(`${name}, posting`, () => {
    test('posts a message where it was told to, and says where it is', async () => {
      const { platform, place, look } = await setUp();
      const outcome = await platform.post(place, post('one1s'), going);
      const [seen, ...more] = await look(place);
      expect(more).toEqual([]);
      expect(outcome).toEqual({
        outcome: 'posted',
        sent: { place, message: seen?.id, url: expect.stringMatching(/^https?:\/\/.+/) },
      });
      expect(seen?.text).toBe('Accepted: it will be about 7 seconds long.');
    });

    test('posts once under a key, whatever it is asked the second time', async ({ skip }) => {
      const { platform, place, look, remembersKeys } = await setUp();
      if (!remembersKeys) skip('keys are not remembered');
      const first = await platform.post(place, post('one1s'), going);
      const second = await platform.post(place, post('one1s', { message: message({ locale: 'zh' }) }), going);
      expect(second).toEqual(first);
      expect(await look(place)).toHaveLength(1);
      await platform.post(place, post('one1v'), going);
      expect(await look(place)).toHaveLength(2);
    });

    test('says that it is unclear when the answer was lost, and posts that once under its key', async ({ skip }) => {
      const under = await setUp();
      const { platform, place, look, remembersKeys } = under;
      if (!remembersKeys) skip('keys are not remembered');
      under.loseAnswer();
      expect(await platform.post(place, post('job1s'), going)).toEqual({ outcome: 'unclear' });
      const [seen] = await look(place);
      const again = await platform.post(place, post('job1s'), going);
      expect(again).toMatchObject({ outcome: 'posted', sent: { message: seen?.id } });
      expect(await look(place)).toHaveLength(1);
    });

    test('finds what it posted when the answer was lost', async () => {
      const under = await setUp();
      const { platform, place, look } = under;
      const since = under.now();
      await platform.post(place, post('j0mgh8rk00zzzzzzzzzzzzzzs'), going);
      const key = 'j0mgh8rk00abcdefghijklmns';
      const actions = message({
        buttons: [{ label: { key: 'status_button_cancel' }, does: { name: 'cancel', subject: key.slice(0, -1) } }],
      });
      under.loseAnswer();
      expect(await platform.post(place, post(key, { message: actions }), going)).toEqual({ outcome: 'unclear' });
      const seen = await look(place);
      expect(seen).toHaveLength(2);
      expect(await platform.find(place, { key }, since, going)).toMatchObject({
        outcome: 'found',
        sent: { place, message: seen[1]?.id },
      });
    });

    test('says that a post is absent only where it could be seen', async () => {
      const under = await setUp();
      const { platform, place } = under;
      const since = under.now();
      const key = 'j0mgh8rk00abcdefghijklmns';
      await platform.post(place, post('j0mgh8rk00zzzzzzzzzzzzzzs'), going);
      await under.settle?.();
      expect(await platform.find(place, { key }, since, going)).toMatchObject({ outcome: 'absent' });
      await under.outlastWindow();
      expect(await platform.find(place, { key }, since, going)).toMatchObject({ outcome: 'absent' });
      await under.hide(place);
      expect(await platform.find(place, { key }, since, going)).toEqual({ outcome: 'blind' });
    });

    test('says of a post that was just lost that it is absent only where another one is the same, else waits', async () => {
      const under = await setUp();
      const { platform, place, remembersKeys } = under;
      const since = under.now();
      const key = 'j0mgh8rk00abcdefghijklmns';
      under.loseAnswer();
      await platform.post(place, post(key), going);
      const other = { key: 'j0mgh8rk00zzzzzzzzzzzzzzs' };
      await platform.post(place, post(other.key), going);
      const [, lost] = await under.look(place);
      await under.takesAway(place, lost?.id ?? '');
      const { outcome } = await platform.find(place, other, since, going);
      expect(outcome).toBe(remembersKeys ? 'absent' : 'later');
      await under.settle?.();
      expect(await platform.find(place, other, since, going)).toMatchObject({ outcome: 'absent' });
    });

    test('says of a place that is there no more that it is gone, whatever was in it', async () => {
      const under = await setUp();
      const { platform, place } = under;
      const since = under.now();
      const posted = await platform.post(place, post('j0mgh8rk00abcdefghijklmns'), going);
      if (posted.outcome !== 'posted') throw new Error(posted.outcome);
      await under.tearDown(place);
      expect(await platform.find(place, { key: 'j0mgh8rk00abcdefghijklmns' }, since, going)).toMatchObject({
        outcome: 'gone',
      });
      expect(await platform.post(place, post('two1s'), going)).toEqual({ outcome: 'closed' });
      expect(await platform.edit(posted.sent, message())).toEqual({ outcome: 'gone' });
      expect(await platform.remove(posted.sent)).toEqual({ outcome: 'gone' });
    });

    test('does without the message that it is told to answer when that is gone', async () => {
      const under = await setUp();
      const { platform, place, look } = under;
      const asked = await under.writes(place);
      expect(await platform.post(place, post('one1s', { replyTo: asked }), going)).toMatchObject({ outcome: 'posted' });
      await under.takesAway(place, asked);
      expect(await platform.post(place, post('two1s', { replyTo: asked }), going)).toMatchObject({ outcome: 'posted' });
      const [, second] = await look(place);
      expect(second).not.toHaveProperty('replyTo');
    });

    test('says which message it answers', async ({ skip }) => {
      const under = await setUp();
      if (!under.quotes) skip('messages answer none');
      const asked = await under.writes(under.place);
      await under.platform.post(under.place, post('one1s', { replyTo: asked }), going);
      expect(await under.look(under.place)).toMatchObject([{ replyTo: asked }]);
    });

    test('stops when it is told to', async () => {
      const { platform, place } = await setUp();
      const stopped = AbortSignal.abort(new Error('Herald stops.'));
      await expect(platform.post(place, post('one1s'), stopped)).rejects.toThrow('Herald stops.');
    });
  });

  describe(`${name}, changing`, () => {
    test('shows another message in place of what is shown, and notifies nobody by it', async () => {
      const { platform, place, look, person } = await setUp();
      const posted = await platform.post(place, post('one1s'), going);
      if (posted.outcome !== 'posted') throw new Error(posted.outcome);
      const next = message({ lines: [{ key: 'status_asked_words', params: { person: { person }, words: 'Hello' } }] });
      expect(await platform.edit(posted.sent, next)).toEqual({ outcome: 'done' });
      expect(await look(place)).toMatchObject([
        { id: posted.sent.message, text: `@${person} asked for a video: “Hello”`, buttons: [], pings: [] },
      ]);
    });

    test('takes away the buttons that the new message has not', async () => {
      const { platform, place, look } = await setUp();
      const button = { label: { key: 'status_button_cancel' }, does: { name: 'cancel', subject: 'one1' } } as const;
      const posted = await platform.post(place, post('one1s', { message: message({ buttons: [button] }) }), going);
      if (posted.outcome !== 'posted') throw new Error(posted.outcome);
      expect(await look(place)).toMatchObject([{ buttons: ['Cancel → cancel:one1'] }]);
      await platform.edit(posted.sent, message());
      expect(await look(place)).toMatchObject([{ buttons: [] }]);
    });

    test('says that a message is gone that somebody took away', async () => {
      const { platform, place, takesAway } = await setUp();
      const posted = await platform.post(place, post('one1s'), going);
      if (posted.outcome !== 'posted') throw new Error(posted.outcome);
      await takesAway(place, posted.sent.message);
      expect(await platform.edit(posted.sent, message())).toEqual({ outcome: 'gone' });
      expect(await platform.remove(posted.sent)).toEqual({ outcome: 'gone' });
    });

    test('takes a message away', async () => {
      const { platform, place, look } = await setUp();
      const posted = await platform.post(place, post('one1s'), going);
      if (posted.outcome !== 'posted') throw new Error(posted.outcome);
      expect(await platform.remove(posted.sent)).toEqual({ outcome: 'done' });
      expect(await look(place)).toEqual([]);
      expect(await platform.remove(posted.sent)).toEqual({ outcome: 'gone' });
    });
  });

  placesConformance(name, setUp);
  looksConformance(name, setUp);
  filesConformance(name, setUp);
  standingConformance(name, setUp);
}

/** What every platform's answers to requests must do; `ask` makes a request, which is not answered yet. */
export function conformsToAnswers(name: string, ask: () => Promise<AnswerUnderTest>): void {
  describe(`${name}, answering`, () => {
    test('says something in the place of what was said before', async () => {
      const { answer, shown } = await ask();
      await answer.say(message());
      expect(await shown()).toBe('Accepted: it will be about 7 seconds long.');
      await answer.say(message({ locale: 'zh' }));
      expect(await shown()).toBe('已接受：视频大约 7 秒。');
    });

    test('takes the waiting sign away when nothing is left to say', async () => {
      const { answer, shown } = await ask();
      await answer.done();
      expect(await shown()).toBeUndefined();
    });

    test('goes on with an answer that was begun before a restart', async () => {
      const { platform, answer, shown } = await ask();
      await platform.answer(answer.ref).say(message());
      expect(await shown()).toBe('Accepted: it will be about 7 seconds long.');
    });
  });
}
