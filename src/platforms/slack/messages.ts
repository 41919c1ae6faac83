import type { Logger } from 'pino';
import type { Desk } from '../../../commands/desk.ts';
import type { Clock } from '../../clock.ts';
import type { Heard } from '../heard.ts';
import type { Line } from '../message.ts';
import type { Tasks } from '../tasks.ts';
import type { Calls } from './calls.ts';
import { filesOf, firstOf } from './contents.ts';
import { chatFile } from './files.ts';
import { addressed, callsForHelp, hear, isWritten } from './hear.ts';
import type { Lookup } from './lookup.ts';
import { NO_NAMES } from './names.ts';
import type { ObstaclesHere } from './obstacles.ts';
import { createOverhear } from './overhear.ts';
import { type Contents, type MessageEvent, msOf, PAYLOADS, type SlackFile } from './payloads.ts';
import type { People } from './people.ts';
import { isDirectChannel, placeOf, threadOf } from './places.ts';
import type { Came, Received, Reception } from './reception.ts';
import { mentioned, spokenWords } from './spoken.ts';
import type { Twins } from './twins.ts';

export interface MessagesOptions {
  readonly desk: Desk;
  readonly calls: Calls;
  readonly people: People;
  readonly obstacles: ObstaclesHere;
  readonly reception: Reception;
  readonly lookup: Lookup;
  readonly twins: Twins;
  readonly tasks: Tasks;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** The message that a thread hangs under, or why it is not there. */
type First = { readonly message?: Contents } | { readonly unread: Line['key'] };

/** The bot may never read it. */
const HIDDEN: ReadonlySet<string> = new Set(['missing_scope', 'channel_not_found', 'not_in_channel', 'not_allowed']);

/**
 * @param me the bot's user
 * @param onNoted called once it is noted that a request came, or cannot be
 */
type OnMessage = (team: string, me: string, event: MessageEvent, onNoted: () => void) => Promise<void>;

/** Takes messages that speak to the bot to the desk, each of them once. */
export function messages(options: MessagesOptions): OnMessage {
  const { desk, calls, people, obstacles, reception, lookup, twins, log, signal } = options;

  async function firstOfThread(team: string, channel: string, thread: string): Promise<First> {
    const called = await calls.call(
      team,
      (client, token) => client.conversations.replies({ token, channel, ts: thread, limit: 1 }),
      signal,
    );
    if ('trouble' in called) {
      const { trouble } = called;
      if (trouble.code === 'thread_not_found') return {};
      log.warn({ team, trouble }, 'the first message of a thread on Slack could not be read');
      return { unread: HIDDEN.has(trouble.code) ? 'slack_thread_unreadable' : 'slack_thread_unread' };
    }
    const [read] = called.answer.messages ?? [];
    const message = PAYLOADS.message.safeParse(read).data;
    // a thread can outlive the message that it began with
    return message?.ts === thread ? { message: await withFiles(team, message) } : {};
  }

  /** With its files and those of what it forwards, all as Slack shows them when asked. */
  async function withFiles(team: string, message: Contents): Promise<Contents> {
    return { ...message, files: [...(await lookup(team, filesOf(message)))], attachments: [] };
  }

  async function wordsOf(team: string, { text }: MessageEvent, me: string): Promise<string | undefined> {
    const content = text ?? '';
    const ids = mentioned(content);
    const [named, groups] = await Promise.all([
      Promise.all(ids.people.map(async (id) => [id, (await people.person(team, id, signal))?.name] as const)),
      ids.groups.length > 0 ? people.groups(team, signal) : [],
    ]);
    const names = new Map(named);
    return spokenWords(content, me, {
      person: (id) => names.get(id),
      group: (id) => groups?.find((group) => group.id === id)?.handle,
    });
  }

  /**
   * The question that a message with a file answers: one in the same place, or the message that its thread hangs under; in a channel
   * also one that was asked outside of any thread, when the bot is named beside the file and nothing else is said.
   */
  async function questionFor({ person, place }: Came, event: MessageEvent, me: string): Promise<string | undefined> {
    const files = filesOf(event);
    if (files.length === 0) return undefined;
    const here = await desk.questionTo(person, place);
    if (here !== undefined || place.thread === undefined) return here;
    const above = await desk.questionTo(person, placeOf(place.space, event.channel));
    if (event.thread_ts) return above === event.thread_ts ? above : undefined;
    const isBare = spokenWords(event.text ?? '', me, NO_NAMES) === undefined && !firstOf('recording', files);
    return isBare ? above : undefined;
  }

  const overhear = createOverhear({ ...options, wordsOf });

  /** @param answers the question that it answers; the request is completed then by what it brings itself */
  async function take(
    came: Came,
    who: () => Promise<Received>,
    event: MessageEvent,
    me: string,
    answers: string | undefined,
  ): Promise<void> {
    const { team } = came;
    const lacks = obstacles(came);
    const received = await who();
    const { caller, answer } = received;
    const [text, own] = await Promise.all([wordsOf(team, event, me), withFiles(team, event)]);
    if (answers === undefined && callsForHelp(own, text)) return desk.help(caller, answer);
    const photo = firstOf('picture', own.files);
    const isWhole = photo && (text !== undefined || firstOf('recording', own.files));
    const thread = threadOf(event.ts, event.thread_ts);
    const looks = thread !== undefined && answers === undefined && !isWhole;
    const first: First = looks ? await firstOfThread(team, event.channel, thread) : {};
    if ('unread' in first && !photo) {
      return answer.say({ locale: caller.locale, lines: [{ key: first.unread }] });
    }
    const heard = hear(own, text, 'message' in first ? first.message : undefined);
    if (heard.kind === 'help' && answers === undefined) return desk.help(caller, answer);
    await desk.ask({
      ...received,
      message: event.ts,
      obstacles: await lacks,
      ...(answers !== undefined && { answers }),
      ...(heard.kind === 'ask' && askedIn(team, heard)),
    });
  }

  return async (team, me, event, onNoted) => {
    const { user, channel, ts, thread_ts } = event;
    if (!user || !isWritten(event, me)) return;
    const meant = addressed(event, me);
    if (meant === 'no') return overhear(team, me, user, event);
    if (twins.isTaken(team, event)) return;
    const thread = isDirectChannel(channel) ? threadOf(ts, thread_ts) : (thread_ts ?? ts);
    const came: Came = {
      team,
      person: user,
      place: placeOf(team, channel, thread),
      heard: true,
      origin: { key: `slack:${team}:${channel}:${ts}`, at: msOf(ts) },
    };
    // what is said among people is none of Herald's, unless it answers a question
    const question = meant === 'perhaps' ? await questionFor(came, event, me) : undefined;
    if (meant === 'perhaps' && question === undefined) return overhear(team, me, user, event);
    const act = async (who: () => Promise<Received>) => {
      if (!(await twins.isFirst(team, event))) return;
      const answers = await questionFor(came, event, me);
      // it may have been answered, or have expired, in the meantime
      if (meant === 'perhaps' && answers === undefined) return;
      await take(came, who, event, me, answers);
    };
    await reception.note(question === undefined ? came : { ...came, answers: question }, act, onNoted);
  };
}

function askedIn(team: string, { photo, audio, text, unseen }: Extract<Heard<SlackFile>, { kind: 'ask' }>) {
  return {
    ...(photo && { photo: { file: chatFile(team, photo) } }),
    ...(audio && { audio: chatFile(team, audio) }),
    ...(text !== undefined && { text }),
    ...(unseen && { unseen }),
  };
}
