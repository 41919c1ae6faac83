import { expect, test } from 'vitest';
import { hookLines } from '../../../commands/announce-set-up.ts';
import type { Announcement } from '../../../commands/announcements.ts';
import type { SOURCES } from '../../../commands/sources.ts';
import { escaped } from '../../../src/platforms/slack/escape.ts';
import { type Incoming, incoming, PHOTO } from './incoming-rig.ts';

const SECRET = 'whsec_dG9_rZW4*tb2Y~tMzIt/Ynl0ZXM+:see@x.org=';
const URL_OF = (id: string) => `https://herald.example.org:8443/hooks/${id}_*~.a:b`;

/** What Slack was given to show for the answer to a form: blocks and text, as they came over the wire. */
async function answered({ ada, channel, desk }: Incoming, source: (typeof SOURCES)[number]) {
  const opened = ada.slash(channel, '/announce', 'hook Releases');
  await expect.poll(() => opened.views).toHaveLength(1);
  ada.submit(opened.view);
  const { answer } = await desk.next('verb');
  const announcement = { id: 'a1', trigger: { kind: 'hook', source } } as unknown as Announcement;
  const lines = hookLines({ announcement, hook: { url: URL_OF('a1'), secret: SECRET } });
  await answer.say({ locale: 'en', lines });
  await expect.poll(() => opened.answers).toHaveLength(1);
  const { blocks, text } = opened.answers[0]?.record ?? { blocks: [], text: '' };
  return { blocks: JSON.stringify(blocks), text: JSON.stringify(text) };
}

/** How a string stands in JSON. */
const raw = (words: string) => JSON.stringify(words).slice(1, -1);

test.each([
  [
    'text',
    `curl -H 'Authorization: Bearer ${SECRET}' -H 'Content-Type: application/json' -d '{"text":"Hello"}' ${URL_OF('a1')}`,
  ],
  ['alert', `Authorization: Bearer ${SECRET}`],
  ['github-release', SECRET],
] as const)(
  'address, secret and call of a hook for %s reach Slack character by character, as code',
  async (source, call) => {
    const rig = await incoming();
    const { blocks, text } = await answered(rig, source);
    for (const shown of [blocks, text]) {
      for (const copied of [SECRET, URL_OF('a1'), call]) expect(shown).toContain(`\`${raw(copied)}\``);
      for (const [, code = ''] of shown.matchAll(/`([^`]*)`/g)) expect(code).not.toMatch(/[^ -~]/);
    }
    expect(rig.slack.violations).toEqual([]);
  },
);

const SHOWN = 'Release {{release.tag_name}} of *all*: see https://x.org/a_b @ 9:30 👩‍💻';
/** As it stands in a message of Herald's, with what is put between its characters. */
const COPIED = escaped(SHOWN);

test('what was copied from a message is what was written there: in forms, commands, menus and messages', async () => {
  expect(COPIED).toMatch(/\ufeff/);
  const rig = await incoming();
  const { slack, ada, channel, desk } = rig;
  desk.known = [{ id: 'a1', name: 'News.v2' }];

  const opened = ada.slash(channel, '/announce', 'now');
  await expect.poll(() => opened.views).toHaveLength(1);
  ada.submit(opened.view, { words: COPIED });
  expect((await desk.next('verb')).given).toMatchObject({ words: SHOWN });

  ada.slash(channel, '/announce', `show ${escaped('News.v2')}`);
  expect((await desk.next('verb')).given).toEqual({ announcement: 'News.v2' });

  const form = ada.slash(channel, '/announce', 'show');
  await expect.poll(() => form.views).toHaveLength(1);
  await ada.suggests(form.view, 'announcement', escaped('News.v2')).settled();
  expect(desk.asked.at(-1)).toMatchObject({ typed: 'News.v2' });

  ada.says(channel, { text: `Say v${escaped('2.0_beta')} at ${escaped('9:30')}`, mentionsBot: true, files: [PHOTO] });
  expect((await desk.next('ask')).text).toBe('Say v2.0_beta at 9:30');
  expect(slack.violations).toEqual([]);
});
