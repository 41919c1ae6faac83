import { expect, test } from 'vitest';
import type { Came } from '../../../commands/desk.ts';
import type { Locale } from '../../../src/texts.ts';
import { type Incoming, incoming, PHOTO } from './incoming-rig.ts';

/** What is told to the desk before Slack was asked anything, and what Slack told then. */
function notesOf({ desk }: Incoming) {
  const came: Came[] = [];
  const spoken: Locale[] = [];
  const taking: typeof desk.taking = (one, work) => {
    came.push(one);
    return work(Promise.resolve(), (locale) => void spoken.push(locale));
  };
  Object.assign(desk, { taking });
  return { came, spoken };
}

test('a request is noted in the language of its person as soon as Slack tells that', async () => {
  const rig = await incoming();
  const { came, spoken } = notesOf(rig);
  rig.bob.says(rig.channel, { mentionsBot: true, text: 'Hello', files: [PHOTO] });
  await rig.desk.next('ask');
  expect(came.map(({ locale }) => locale)).toEqual(came.map(() => 'en'));
  expect(new Set(spoken)).toEqual(new Set(['zh']));
});

test('a button that confirms is noted with the request that it is about', async () => {
  const rig = await incoming();
  const { channel, ada, desk, herald, team } = rig;
  const { came } = notesOf(rig);
  const buttons = ['confirm', 'retry'].map((name) => ({
    label: { key: 'face_confirm' } as const,
    does: { name, subject: 'job1' },
  }));
  const message = { locale: 'en', lines: [{ key: 'job_missing' }], buttons } as const;
  const place = { platform: 'slack', space: team.id, channel: channel.id };
  const posted = await herald.platform.post(place, { key: 'j1s', message }, new AbortController().signal);
  if (posted.outcome !== 'posted') throw new Error(`It was not posted: ${posted.outcome}`);
  const shown = channel.messages().find(({ ts }) => ts === posted.sent.message);
  if (!shown) throw new Error('It is not there.');
  for (const name of ['confirm', 'retry']) {
    ada.press(shown, `${name}:job1`);
    await desk.next('press');
  }
  expect(came.map(({ confirms }) => confirms)).toEqual(['job1', undefined]);
});

test('a photo that answers a question is noted with that', async () => {
  const rig = await incoming();
  const { team, channel, ada, desk, questions } = rig;
  const { came } = notesOf(rig);
  const question = channel.say('Whose face is to speak?');
  const place = { platform: 'slack', space: team.id, channel: channel.id };
  questions.push({ person: ada.id, place, message: question.ts });
  ada.says(channel, { files: [PHOTO], thread: question });
  await desk.next('ask');
  expect(came.map(({ answers }) => answers)).toEqual([question.ts]);
});
