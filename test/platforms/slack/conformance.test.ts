import { expect, onTestFinished } from 'vitest';
import type { Place } from '../../../src/jobs/job.ts';
import { readAction } from '../../../src/platforms/action-ids.ts';
import { answers } from '../../../src/platforms/answers.ts';
import type { ChatFile } from '../../../src/platforms/platform.ts';
import { chatFile, readFileUrl } from '../../../src/platforms/slack/files.ts';
import { isDirect } from '../../../src/platforms/slack/places.ts';
import { isObject, listOf } from '../../fakes/loose.ts';
import { usableElements } from '../../fakes/slack/blocks.ts';
import type { MessageView } from '../../fakes/slack/looking.ts';
import { DEFAULT_SCOPES } from '../../fakes/slack/methods.ts';
import { conformsToAnswers, conformsToPlatform } from '../conformance.ts';
import type { Seen } from '../under-test.ts';
import { type Rig, rig } from './outgoing-rig.ts';
import { readBlocks, readMrkdwn } from './read.ts';

const GiB = 1024 ** 3;

/** What the bot has in a place; what was completed and not shown yet is let appear. */
function looking({ slack, ada }: Rig) {
  return ({ channel = '', thread }: Place): MessageView[] => {
    slack.pass(50);
    const there = slack.channel(channel);
    const all = thread === undefined ? there.messages() : there.thread(thread);
    return all.filter(({ user }) => user !== ada.id);
  };
}

conformsToPlatform('slack', async () => {
  const under = await rig();
  const { slack, channel, ada, bob, platform, place } = under;
  onTestFinished(() => expect(slack.violations).toEqual([]));
  const group = slack.home.group({ handle: 'editors', users: [ada] });
  const inPlace = looking(under);
  const names = new Map([
    ...[ada, bob].map(({ record, id }) => [record.displayName, id] as const),
    [group.handle, group.id],
  ]);
  return {
    platform: { name: 'slack', ...platform },
    marks: true,
    place,
    person: ada.id,
    other: bob.id,
    role: group.id,
    hardLimit: GiB,
    called: { space: slack.home.record.name, channel: channel.name },
    hiddenFrom: () => ({ ...place, channel: slack.home.channel({ kind: 'private', members: [bob] }).id }),
    now: slack.now,
    look: (where) => inPlace(where).map((message) => seen(message, names)),
    writes: () => ada.says(channel, 'Make me talk').ts,
    takesAway(where, ts) {
      const message = inPlace(where)
        .concat(channel.messages())
        .find((each) => each.ts === ts);
      if (!message) throw new Error('There is no such message');
      slack.home.user({ name: 'Admin', admin: true }).deletes(message);
    },
    upload(content, name): ChatFile {
      const [file] = ada.says(channel, { files: [{ name, bytes: Buffer.from(content) }] }).files;
      if (!file) throw new Error('Nothing was sent');
      const url = `${new URL(slack.url).origin}/files-pri/${slack.home.id}-${file.id}/download/${name}`;
      return chatFile(slack.home.id, { id: file.id, name, size: file.bytes, url_private_download: url });
    },
    expire: ({ url }) => slack.deleteFile({ id: readFileUrl(url).file }),
    loseAnswer() {
      for (const method of ['chat.postMessage', 'files.completeUploadExternal'] as const)
        slack.faults.next(method, { effect: 'before', answer: 'drop' });
    },
    hide: () => slack.home.scopes(DEFAULT_SCOPES.filter((scope) => !scope.endsWith(':history'))),
    close: () => channel.kick(),
    deafen: () => channel.kick(),
    tearDown: () => channel.delete(),
    settle: () => slack.pass(20_000),
    outlastWindow: () => slack.pass(600_000),
  };
});

conformsToAnswers('slack', async () => {
  const under = await rig();
  const { slack, channel, ada, platform, place, clock, log } = under;
  onTestFinished(() => expect(slack.violations).toEqual([]));
  // what was said before a restart is looked for once it must show
  under.hurry();
  const asked = ada.says(channel, { text: 'Make me talk', mentionsBot: true });
  const given = answers({
    platform,
    privately: () => Promise.reject(new Error('a message has no private way')) as never,
    isDirect,
    clock,
    log,
    signal: new AbortController().signal,
  });
  const thread: Place = { ...place, thread: asked.ts };
  const inPlace = looking(under);
  return {
    platform: { answer: (ref) => given.restore(ref) },
    answer: given.begin({
      key: 'j0mgh8rk00abcdefghijklmnw',
      person: ada.id,
      place: thread,
      since: slack.now(),
      replyTo: asked.ts,
    }),
    shown: () => inPlace(thread).map(({ blocks }) => readBlocks(blocks).text)[0],
  };
});

/** A message as a person sees it in Slack's client; names stand for the ids of whom they name. */
function seen(message: MessageView, names: ReadonlyMap<string, string>): Seen {
  const { ts, blocks, text: comment, pings, edited, files } = message;
  const { text, links } = blocks.length > 0 ? readBlocks(blocks) : readMrkdwn(comment, false);
  const buttons = message.buttons.map(({ label, actionId, url }) => `${label} → ${url ?? actionOf(actionId)}`);
  const [file] = files;
  return {
    id: ts,
    text: byIds(text, names),
    links: [...links, ...message.buttons.flatMap(({ url }) => url ?? [])],
    pings: edited ? [] : pings,
    buttons,
    pickers: usableElements(blocks).flatMap(({ element }) => pickerOf(element)),
    ...(file && { file: { name: file.name, bytes: file.bytes, alt: file.altText ?? '' } }),
  };
}

function actionOf(actionId: string): string {
  const action = readAction(actionId);
  return action ? `${action.name}:${action.subject}` : 'nothing';
}

function pickerOf(element: Record<string, unknown>): string[] {
  const { type, placeholder, action_id, initial_users, initial_conversations, initial_options } = element;
  if (!String(type).startsWith('multi_')) return [];
  const chosen = [
    ...listOf(initial_users),
    ...listOf(initial_conversations),
    ...listOf(initial_options).map((option) => (isObject(option) ? option.value : option)),
  ];
  const label = isObject(placeholder) ? placeholder.text : '';
  return [`${label}: ${chosen.join(', ')} → ${actionOf(String(action_id))}`];
}

/** Whoever is named and not notified stands there by name. */
function byIds(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(/@\ufeff?(Ada|Bob|editors)/g, (all, name: string) => {
    const id = names.get(name);
    return id === undefined ? all : `@${id.startsWith('S') ? '&' : ''}${id}`;
  });
}
