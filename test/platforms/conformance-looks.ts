import { describe, expect, test } from 'vitest';
import type { Message, Value } from '../../src/platforms/message.ts';
import { going, message, type PlatformUnderTest, post } from './under-test.ts';

/** Words that are anything but plain on one platform or another. */
const HOSTILE = [
  '**bold** _slanted_ __under__ ~~struck~~ ||hidden|| `code` ```block``` \\* \\\\',
  '# heading',
  '> quoted',
  '- item',
  '@everyone @here <!everyone> <!here> <!channel> <@&1> <@!1> <#1> <:smile:1> :smile: <t:1:R> </avatar:1>',
  '[click](https://evil.example/a) <https://evil.example/b> https://evil.example/c http://evil.example/d www.evil.example',
  'discord.gg/evil &lt;&amp;',
];

/** What is put between characters so that nothing is made of them, and cannot be seen. */
const readable = (text = '') => text.replace(/\u200B|\u200C|\u200D|\u2060|\uFEFF/g, '');

/** How messages look, and whom they notify. */
export function looksConformance(name: string, setUp: () => Promise<PlatformUnderTest>): void {
  const shown = async (under: PlatformUnderTest, what: Message) => {
    const posted = await under.platform.post(under.place, post('one1s', { message: what }), going);
    expect(posted).toMatchObject({ outcome: 'posted' });
    const [seen] = await under.look(under.place);
    if (!seen) throw new Error('Nothing was posted.');
    return seen;
  };
  const said = (words: Value, more: Partial<Message> = {}) =>
    message({ lines: [{ key: 'status_asked_words', params: { person: { person: '1' }, words } }], ...more });

  describe(`${name}, looks`, () => {
    test.each(HOSTILE)('shows people’s words plain, linking nothing and notifying nobody: %s', async (words) => {
      const under = await setUp();
      const asked = message({
        lines: [
          {
            key: 'status_asked_words',
            params: { person: { person: under.person }, words: `${words} <@${under.other}>` },
          },
        ],
      });
      const seen = await shown(under, asked);
      expect(readable(seen.text)).toBe(`@${under.person} asked for a video: “${words} <@${under.other}>”`);
      expect(seen).toMatchObject({ links: [], pings: [] });
    });

    test('shows people’s words plain also in an edit', async () => {
      const under = await setUp();
      const posted = await under.platform.post(under.place, post('one1s'), going);
      if (posted.outcome !== 'posted') throw new Error(posted.outcome);
      await under.platform.edit(posted.sent, said(`@everyone <@${under.other}> **x** https://evil.example`));
      const [seen] = await under.look(under.place);
      expect(readable(seen?.text)).toContain(`“@everyone <@${under.other}> **x** https://evil.example”`);
      expect(seen).toMatchObject({ links: [], pings: [] });
    });

    test('notifies only those whom the message pings, not all whom it names', async () => {
      const under = await setUp();
      const { person, other } = under;
      const words = { person: other };
      const named = message({
        lines: [{ key: 'status_asked_words', params: { person: { person }, words } }],
        pings: [person],
      });
      expect((await shown(under, named)).pings).toEqual([person]);
    });

    test('names persons, channels, roles, times and links as what they are', async () => {
      const under = await setUp();
      const { person, role, place } = under;
      const channel = place.channel ?? '';
      const url = 'https://watch.example/1?a=b_c_d';
      const when = under.now() - 120_000;
      const lines: Message['lines'] = [{ person }, { channel }, { role }].map((words) => ({
        key: 'status_asked_words',
        params: { person: { person }, words },
      }));
      const seen = await shown(under, {
        locale: 'en',
        lines: [
          ...lines,
          { key: 'status_done', params: { video: { url, label: 'status_watch' } } },
          { key: 'status_rendering', params: { when: { when } } },
          {
            key: 'status_progress',
            params: { bar: '▰▱', percent: 50, time: { key: 'status_minutes', params: { minutes: 4 } } },
          },
        ],
      });
      for (const named of [`@${person}`, `#${channel}`, `@&${role}`]) expect(seen.text).toContain(`“${named}”`);
      expect(seen.text).toContain('watch the video');
      expect(seen.text).toContain('▰▱ about 50 %, going by the usual 4 min');
      expect(seen.text).not.toContain(String(when));
      expect(seen.links).toEqual([url]);
      expect(seen.text.split('\n')).toHaveLength(6);
    });

    test('speaks the language of the message', async () => {
      const under = await setUp();
      const label = { key: 'status_button_cancel' } as const;
      const buttons = [{ label, does: { name: 'cancel', subject: 'j0' } }];
      const seen = await shown(under, message({ locale: 'zh', buttons }));
      expect(seen.text).toBe('已接受：视频大约 7 秒。');
      expect(seen.buttons).toEqual(['取消 → cancel:j0']);
    });

    test('has buttons that carry an action or open an address, up to 25', async () => {
      const under = await setUp();
      const subject = `${'j'.repeat(24)}.${'0'.repeat(33)}`;
      const buttons: Message['buttons'] = Array.from({ length: 24 }, (_, at) => ({
        label: { key: 'status_button_cancel' },
        ...(at === 0 ? { style: 'main' as const } : at === 1 ? { style: 'danger' as const } : {}),
        does: { name: 'a-name-of-xx-letters', subject: `${subject}${10 + at}` },
      }));
      const link = { label: { key: 'status_watch' }, does: { url: 'https://watch.example/1' } } as const;
      const seen = await shown(under, message({ buttons: [...buttons, link] }));
      expect(seen.buttons).toHaveLength(25);
      expect(seen.buttons[3]).toBe(`Cancel → a-name-of-xx-letters:${subject}13`);
      expect(seen.buttons[24]).toBe('watch the video → https://watch.example/1');
    });

    test('has pickers that show what is chosen', async () => {
      const under = await setUp();
      const { role, person, place } = under;
      const pick = (kind: 'roles' | 'channels' | 'people', chosen: string[]) =>
        ({ kind, label: { key: 'status_watch' }, does: { name: 'set-roles', subject: 'here' }, chosen }) as const;
      const pickers = [
        pick('roles', [role]),
        pick('channels', [place.channel ?? '']),
        pick('people', [person]),
        pick('roles', []),
      ];
      const seen = await shown(under, message({ pickers }));
      expect(seen.pickers).toEqual([
        `watch the video: ${role} → set-roles:here`,
        `watch the video: ${place.channel} → set-roles:here`,
        `watch the video: ${person} → set-roles:here`,
        'watch the video:  → set-roles:here',
      ]);
    });
  });
}
