import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Value } from '../../../src/platforms/message.ts';
import { clean } from '../../../src/platforms/plain.ts';
import { escaped, pieces } from '../../../src/platforms/slack/escape.ts';
import { mrkdwnLine, plainLine } from '../../../src/platforms/slack/lines.ts';
import type { Names } from '../../../src/platforms/slack/names.ts';
import { readable, readMrkdwn } from './read.ts';

/** Words that mean something to Slack, torn and put together in any way. */
const PIECES = [
  '<@U012AB3CD>',
  '<@U012AB3CD|you>',
  '<#C012AB3CD>',
  '<!channel>',
  '<!here|here>',
  '<!subteam^S012AB3CD>',
  '<!date^0^{ago}|then>',
  '<https://example.com|your bank>',
  '<mailto:a@example.com|write>',
  '@here',
  '@everyone',
  '#general',
  'https://example.com/a_b',
  'http://',
  'www.example.com',
  'example.com',
  'a.b@example.com',
  ':smile:',
  ':+1:',
  '*',
  '_',
  '~',
  '`',
  '```',
  '*bold*',
  '> ',
  '>>>',
  '&lt;!channel&gt;',
  '&amp;',
  '&',
  '|',
  '\n',
  ' ',
  'word',
  '字',
  '\u202e',
  '\ud83d',
];
const words = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((some) => some.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
/** As it is read; what people put there that cannot be seen is no matter. */
const read = (mrkdwn: string, verbatim = false) => {
  const { text, links } = readMrkdwn(mrkdwn, verbatim);
  return { text: readable(text), links };
};

describe('words that people wrote', () => {
  test('are shown as they were written, and mention, link and format nothing', () => {
    fc.assert(
      fc.property(words, (text) => {
        expect(read(escaped(text))).toEqual({ text: readable(clean(text)), links: [] });
      }),
      { numRuns: 1_000 },
    );
  });

  test('stay so between other words, however they begin and end', () => {
    fc.assert(
      fc.property(words, words, (one, two) => {
        const both = `“${escaped(one)}” “${escaped(two)}”`;
        expect(read(both)).toEqual({ text: readable(`“${clean(one)}” “${clean(two)}”`), links: [] });
      }),
    );
  });

  test('hold no bracket, and no ampersand but of an escape', () => {
    fc.assert(fc.property(words, (text) => void expect(escaped(text)).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/)));
  });

  test('are left alone where there is nothing in them to escape', () => {
    expect(escaped('Hello there, all of you: 12 is more than 3. 你好！')).toBe(
      'Hello there, all of you: 12 is more than 3. 你好！',
    );
  });

  test('come in pieces that are whole escapes and whole characters, and are the same together', () => {
    fc.assert(
      fc.property(words, (text) => {
        const some = pieces(escaped(text));
        expect(some.join('')).toBe(escaped(text));
        for (const piece of some) expect(piece).toMatch(/^(?:&(?:amp|lt|gt);|[^&<>])$/u);
      }),
    );
  });
});

const names: Names = {
  person: (id) => (id === 'U1' ? 'Ada *L*' : undefined),
  group: (id) => (id === 'S1' ? 'design' : undefined),
};
const about = (value: Value) => ({ key: 'media_url_unknown', params: { host: value } }) as const;
const said = (value: Value, pings: readonly string[] = []) =>
  mrkdwnLine(about(value), { locale: 'en', names, pings: new Set(pings) });

describe('a line', () => {
  test('is said in the language of its message', () => {
    const saying = { locale: 'zh', names, pings: new Set<string>() } as const;
    expect(mrkdwnLine(about('x'), saying).join('')).toBe('找不到名为 x 的服务器。请检查地址。');
    expect(mrkdwnLine(about({ person: 'U2' }), saying).join('')).toContain('某人');
  });

  test.each<[Value, string]>([
    [{ channel: 'C1' }, '<#C1>'],
    [{ when: 1_700_000_000_999 }, '<!date^1700000000^{ago}|Nov 14, 2023, 10:13 PM UTC>'],
    [12, '12'],
    [
      { url: 'https://x.org/a?b=(1)&c=d|e#>', label: 'post_link_label' },
      '<https://x.org/a?b=(1)&amp;c=d%7Ce#%3E|Watch the video>',
    ],
  ])('shows %j as Slack does, in one piece', (value, shown) => {
    expect(said(value)).toContain(shown);
  });

  test('tells a time to come by the clock, for which Slack has no words such as “ago”', () => {
    const later = mrkdwnLine(about({ when: 1_700_000_060_000 }), {
      locale: 'en',
      names: { ...names, now: 1_700_000_000_000 },
      pings: new Set(),
    });
    expect(later).toContain('<!date^1700000060^{date_short_pretty} at {time}|Nov 14, 2023, 10:14 PM UTC>');
  });

  test('notifies nobody by naming them, unless the message pings them', () => {
    expect(readable(said({ person: 'U1' }).join(''))).toContain('called @Ada *L*.');
    expect(said({ person: 'U1' }).join('')).not.toContain('<@');
    expect(said({ person: 'U1' }, ['U1'])).toContain('<@U1>');
    expect(said({ person: 'U1> <!channel' }, ['U1> <!channel']).join('')).not.toContain('<');
  });

  test('names user groups, of which each mention would notify all who are in it', () => {
    expect(readable(said({ role: 'S1' }).join(''))).toContain('called @design.');
    expect(said({ role: 'S1' }).join('')).not.toContain('<!subteam');
  });

  test('has a word for those whom Slack does not tell', () => {
    expect(said({ person: 'U2' }).join('')).toContain('called somebody.');
    expect(said({ role: 'S2' }).join('')).toContain('called a user group.');
  });

  test('shows what is no id of Slack’s plain', () => {
    expect(readable(said({ channel: 'C1|x> <!here' }).join(''))).toContain('#C1|x&gt; &lt;!here');
    expect(said({ channel: 'C1|x> <!here' }).join('')).not.toContain('<');
  });

  test('holds another line, and calls the commands by their names', () => {
    expect(said({ key: 'media_audio_long', params: { max: '<1>' } }).join('')).toContain(
      'The recording is longer than &lt;1\ufeff&gt; seconds.',
    );
    const hint = mrkdwnLine({ key: 'ask_was_ended' }, { locale: 'en', names, pings: new Set() }).join('');
    expect(hint).toContain('/jobs shows how');
  });

  test('gives what is to be copied as it is: a command with the bot’s name, a scope', () => {
    const invite = { key: 'slack_invite', params: { bot: { person: 'U0BOT', isBot: true } } } as const;
    const shown = mrkdwnLine(invite, { locale: 'en', names, pings: new Set() }).join('');
    expect(shown).toContain('Please write “/invite <@U0BOT>” in the channel');
    expect(said({ code: 'channels:history, files:read' }).join('')).toContain('called `channels:history, files:read`.');
    expect(said({ code: "curl -H 'A: whsec_a_b*=' http://10.0.0.1/<x>" }).join('')).toContain(
      "called `curl -H 'A: whsec_a_b*=' http://10.0.0.1/&lt;x&gt;`.",
    );
    for (const hostile of ['`<!here>`', 'a` *b*', ' <!here> *b* ']) {
      expect(read(said({ code: hostile }).join('')).text).toContain(`called ${hostile}.`);
    }
  });

  test('speaks of what Slack has, and of how it is used there', () => {
    const inSlack = (key: 'access_roles_here' | 'settings_roles' | 'help_avatar' | 'help_reply', locale: 'en' | 'zh') =>
      mrkdwnLine({ key }, { locale, names, pings: new Set() }).join('');
    expect(inSlack('access_roles_here', 'en')).toContain('Only certain user groups may use the bot here.');
    expect(inSlack('settings_roles', 'zh')).toBe('只有这些用户组可以使用');
    expect(inSlack('help_avatar', 'en')).toContain('it opens a form for them');
    expect(inSlack('help_reply', 'en')).toContain('Slack takes no commands in threads.');
    const accepted = { key: 'ask_accepted', params: { seconds: 5 } } as const;
    expect(mrkdwnLine(accepted, { locale: 'en', names, pings: new Set() }).join('')).toContain(
      'If the bot is not a member of this channel, write “/invite” and its name in the channel, and the video still comes here',
    );
    expect(plainLine({ key: 'settings_roles' }, 'en')).toBe('Only these user groups may use it');
  });

  test('puts nothing into the place of what a person writes like one', () => {
    expect(said('\ue0000\ue001 {host}').join('')).toContain('called \ue0000\ue001 {host}.');
  });
});

describe('a line without mrkdwn', () => {
  test.each<[Value, string]>([
    [{ person: 'U1' }, '@Ada *L*'],
    [{ person: 'U2' }, 'somebody'],
    [{ role: 'S1' }, '@design'],
    [{ channel: 'C1' }, '#C1'],
    [{ code: 'files:read' }, 'files:read'],
    ['<@U1> & *x*', '<@U1> & *x*'],
    [{ url: 'https://x.org', label: 'post_link_label' }, 'Watch the video'],
    [{ key: 'post_link_label' }, 'Watch the video'],
  ])('shows %j as plain words', (value, shown) => {
    expect(plainLine(about(value), 'en', names)).toContain(`called ${shown}.`);
  });
});
