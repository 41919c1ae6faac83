import { beforeAll, expect } from 'vitest';
import type { Asked } from '../../fakes/slack/interactions-asked.ts';
import type { MessageView } from '../../fakes/slack/looking.ts';
import type { Person } from '../../fakes/slack/people.ts';
import type { Channel } from '../../fakes/slack/places.ts';
import type { FieldValues } from '../../fakes/slack/views-fill.ts';
import { eventually } from '../eventually.ts';
import { everything, type Filled, photo, told, toldMessage } from './kit.ts';
import type { Corner, SharedHouse } from './shared.ts';

/** A channel of a test's own, and those around it. */
interface Scene extends Corner {
  /** Runs the workspace, and has a presenter called Nova there. */
  readonly root: Person;
}

export type SceneMaker = () => Scene;

/** Has the presenter speak that all scenes have. */
export const nova = { presenter: 'Nova' } as const;

/** Gives each test a channel of its own in the first workspace of a house, where those in charge have a presenter. */
export function announcingIn(shared: SharedHouse): SceneMaker {
  let root: Person | undefined;
  beforeAll(async () => {
    const { team, channel } = shared.corner({ name: 'presenting' });
    const admin = team.user({ name: 'Root', admin: true });
    const add = '/presenter add Nova';
    const question = await toldMessage((await order(admin, channel, add, { photo: [await photo()] })).opened);
    expect(question.shown).toContain('Your photo is not saved yet.');
    await admin.press(question, 'I may use them').settled();
    expect(await ordered(admin, channel, add, { photo: [await photo()] })).toContain('“Nova” is saved');
    root = admin;
  });
  return () => {
    if (!root) throw new Error('nobody is in charge yet');
    return { ...shared.corner(), root };
  };
}

/** What is chosen in fields whose options the bot suggests, by what is typed there. */
type Typed = Readonly<Record<string, string>>;

/** Writes a command that opens a form, fills the form in, and sends it. */
async function order(
  person: Person,
  channel: Channel,
  command: string,
  fields: FieldValues = {},
  typed: Typed = {},
): Promise<Filled> {
  const opened = write(person, channel, command);
  const view = await eventually(() => opened.views.at(-1));
  const chosen = Object.entries(typed).map(async ([field, begun]) => {
    const offered = await person.suggests(view, field, begun).settled();
    const [value = ''] = (offered.suggestions ?? []).map((each) => String(each.value));
    return [field, value] as const;
  });
  const sent = person.submit(view, { ...fields, ...Object.fromEntries(await Promise.all(chosen)) });
  await sent.settled();
  return { opened, sent };
}

/** The same, and what the bot then says to the person alone. */
export const ordered = (...how: Parameters<typeof order>): Promise<string> =>
  order(...how).then(({ opened }) => told(opened));

/** Writes a command, on one line. */
export function write(person: Person, channel: Channel, line: string): Asked {
  const [command = '', ...words] = line.split(' ');
  return person.slash(channel, command, words.join(' '));
}

/** What the bot says to a command that opens no form. */
export const answered = (...how: Parameters<typeof write>): Promise<string> => told(write(...how));

/** The videos whose message has these words, as they stand in a channel. */
export const saying = (channel: Channel, words: string): readonly MessageView[] =>
  everything(channel).filter(({ files, record, shown }) => record.bot_id && files.length > 0 && shown.includes(words));

/** The first of them, as soon as it is there. */
export const spoken = (channel: Channel, words: string): Promise<MessageView> =>
  eventually(() => saying(channel, words)[0]);

/** Where a hook is called, and by which secret, as its owner was told. */
interface HookTold {
  readonly url: string;
  readonly secret: string;
}

export function hookIn(answer: string): HookTold {
  const url = /http:\/\/127\.0\.0\.1:\d+\/hooks\/\w+/.exec(answer)?.[0];
  const secret = /whsec_[A-Za-z0-9+/=]+/.exec(answer)?.[0];
  if (!url || !secret) throw new Error(`No address and secret in: ${answer}`);
  return { url, secret };
}

/** Calls a hook with some words, as another program does. */
export function call({ url, secret }: HookTold, text: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  });
}
