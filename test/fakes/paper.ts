import type { Place } from '../../src/jobs/job.ts';
import type { Message } from '../../src/platforms/message.ts';
import type {
  EditOutcome,
  EditPace,
  OpenOutcome,
  Pace,
  Platform,
  Post,
  PostFile,
  Sent,
} from '../../src/platforms/platform.ts';
import { paperAnswers } from './paper-answers.ts';
import { faultBook, laterOf } from './paper-faults.ts';
import { paperFiles } from './paper-files.ts';
import { idOf, placeSet } from './paper-places.ts';
import { paperStanding } from './paper-standing.ts';
import { type Read, read } from './paper-text.ts';
import { paperTries } from './paper-tries.ts';

export type { PaperAnswer } from './paper-answers.ts';

/** A message of the bot as it stands on the paper. */
export interface PaperMessage extends Read {
  readonly id: string;
  readonly url: string;
  readonly place: Place;
  readonly key: string;
  /** When it was posted (ms). */
  readonly at: number;
  /** How often it was edited. */
  readonly edits: number;
  readonly file?: PostFile;
  /** The message that it answers. */
  readonly replyTo?: string;
}

export interface PaperOptions {
  /** ms */
  readonly now: () => number;
  /** How long a key is remembered (ms). */
  readonly window?: number;
  /** It remembers no keys, marks a file before it shows, and says that something is absent only a while after it was tried. */
  readonly forgets?: boolean;
  /** Bytes that a file may have. */
  readonly limit?: number;
  readonly name?: string;
  readonly edits?: EditPace;
  readonly posts?: Pace;
}

const EDITS: EditPace = { every: 1_000, burst: 5, inAll: { every: 125, burst: 8 } };

interface Written {
  readonly id: string;
  readonly place: Place;
  readonly post: Post;
  readonly at: number;
  /** What its file shows by. */
  readonly trace: string | undefined;
  message: Message;
  edits: number;
}

export type Paper = ReturnType<typeof paperPlatform>;

/**
 * A chat platform on a sheet of paper: all that the port says, in memory, with the faults of real ones on demand. It outlives a
 * restart of Herald. A place without a channel stands for all of its space, in {@link Paper.close} and the like.
 */
export function paperPlatform(options: PaperOptions) {
  const { now, forgets = false, limit = 10_000_000, name = 'paper' } = options;
  const window = forgets ? 0 : (options.window ?? 120_000);
  const tries = paperTries(now);
  const faults = faultBook();
  /** Messages that are there, of the bot and of people, oldest first. */
  const written = new Map<string, Written>();
  const people = new Map<string, Place>();
  const keys = new Map<string, { readonly sent: Sent; readonly at: number }>();
  const threads = new Map<string, string>();
  const late: (() => void)[] = [];
  /** Files that show nothing any more. */
  const withdrawn = new Set<string>();
  const posting = new Set<string>();
  const closed = placeSet();
  const gone = placeSet();
  const hidden = placeSet();
  const threadless = placeSet();
  const followed = placeSet();
  const published: string[] = [];
  const standing = paperStanding({ closed, gone });
  const queue: number[] = [];
  const edited: { readonly at: number; readonly message: string; readonly place: Place }[] = [];
  let last = 0;

  const nextId = () => String(1_000 + ++last);
  const files = paperFiles(name, nextId);
  const sentOf = (place: Place, id: string, trace?: string): Sent => ({
    place,
    message: id,
    url: `https://${name}.test/${idOf(place)}/${id}`,
    ...(trace !== undefined && { file: trace }),
  });
  const direct = (person: string): Place => ({
    platform: name,
    space: `dm.${person}`,
    channel: `dm.${person}`,
    private: true,
  });

  function write(to: Place, post: Post, trace?: string): Sent {
    const known = keys.get(post.key);
    if (known && now() - known.at < window) return known.sent;
    const sent = sentOf(to, nextId(), trace);
    const { message } = post;
    read(message, now());
    written.set(sent.message, { id: sent.message, place: to, post, at: now(), trace, message, edits: 0 });
    keys.set(post.key, { sent, at: now() });
    return sent;
  }

  function show(entry: Written): PaperMessage {
    const { id, place, post, at } = entry;
    const replyTo =
      post.replyTo !== undefined && (written.has(post.replyTo) || people.has(post.replyTo)) ? post.replyTo : undefined;
    return {
      ...read(entry.message, now()),
      id,
      url: sentOf(place, id).url,
      place,
      key: post.key,
      at,
      edits: entry.edits,
      ...(post.file ? { file: post.file } : {}),
      ...(replyTo === undefined ? {} : { replyTo }),
    };
  }

  const platform = {
    name,
    edits: options.edits ?? EDITS,
    ...(options.posts && { posts: options.posts }),

    fetch: files.fetch,

    async post(to, post, signal) {
      if (!/^[a-z0-9]{1,25}$/.test(post.key)) throw new Error(`No key of a post: ${post.key}`);
      if (posting.has(post.key)) throw new Error(`Posted twice at a time: ${post.key}`);
      posting.add(post.key);
      try {
        signal.throwIfAborted();
        if (closed.has(to) || gone.has(to)) return { outcome: 'closed' };
        if (post.file && post.file.bytes > limit) return { outcome: 'too_large' };
        const trace = forgets ? await tries.of(post) : undefined;
        const fault = await faults.of('post', signal);
        const later = laterOf(fault);
        if (later) return later;
        if (fault === 'closed' || fault === 'too_large') return { outcome: fault };
        if (typeof fault === 'object' && 'fileless' in fault) {
          if (post.file) return { outcome: 'fileless', why: fault.fileless };
        }
        if (fault === 'late') late.push(() => void (withdrawn.has(trace ?? '') || write(to, post, trace)));
        if (fault === 'late' || fault === 'unclear') return { outcome: 'unclear' };
        const sent = write(to, post, trace);
        return fault === 'lost' ? { outcome: 'unclear' } : { outcome: 'posted', sent };
      } finally {
        posting.delete(post.key);
      }
    },

    async find(to, sought, since, signal) {
      const fault = await faults.of('find', signal);
      const later = laterOf(fault);
      if (later) return later;
      if (gone.has(to)) {
        const at = (sought.tried ?? since) + window;
        return { outcome: 'gone', ...(now() < at && { at }) };
      }
      if (fault === 'blind' || closed.has(to)) return { outcome: 'blind' };
      const isHidden = hidden.has(to);
      // posted again this early, it is one post
      if (isHidden && !forgets) return { outcome: now() - since < window ? 'absent' : 'blind' };
      const found = [...written.values()].find(({ post, place, at, trace }) => {
        if (idOf(place) !== idOf(to) || at < since) return false;
        return trace === undefined ? post.key === sought.key && !isHidden : trace === sought.trace;
      });
      if (found) return { outcome: 'found', sent: sentOf(found.place, found.id, found.trace) };
      return forgets ? tries.unseen(sought, since, isHidden) : { outcome: 'absent' };
    },

    async edit(sent, message): Promise<EditOutcome> {
      const fault = await faults.of('edit');
      const later = laterOf(fault);
      if (later) return later;
      const entry = written.get(sent.message);
      if (!entry || gone.has(sent.place)) return { outcome: 'gone' };
      if (closed.has(sent.place)) return { outcome: 'later' };
      read(message, now());
      entry.message = message;
      entry.edits += 1;
      edited.push({ at: now(), message: entry.id, place: entry.place });
      return { outcome: fault === 'lost' ? 'later' : 'done' };
    },

    async remove(sent): Promise<EditOutcome> {
      const fault = await faults.of('remove');
      const later = laterOf(fault);
      if (later) return later;
      if (!written.has(sent.message) || gone.has(sent.place)) return { outcome: 'gone' };
      if (closed.has(sent.place)) return { outcome: 'later' };
      written.delete(sent.message);
      return { outcome: fault === 'lost' ? 'later' : 'done' };
    },

    async withdraw(_from, trace): Promise<EditOutcome> {
      const later = laterOf(await faults.of('withdraw'));
      if (later) return later;
      withdrawn.add(trace);
      return { outcome: 'done' };
    },

    async openThread(status, title, signal): Promise<OpenOutcome> {
      const fault = await faults.of('openThread', signal);
      const later = laterOf(fault);
      if (later) return later;
      const { place, message } = status;
      if (fault === 'closed' || closed.has(place) || gone.has(place)) return { outcome: 'closed' };
      const flat = place.thread !== undefined || place.private || threadless.has(place);
      if (flat || (!written.has(message) && !threads.has(message))) return { outcome: 'open', place };
      if (!threads.has(message)) threads.set(message, title.slice(0, 100));
      return fault === 'lost' ? { outcome: 'later' } : { outcome: 'open', place: { ...place, thread: message } };
    },

    async openDirect(person, _from, signal): Promise<OpenOutcome> {
      const fault = await faults.of('openDirect', signal);
      return (
        laterOf(fault) ?? (fault === 'closed' ? { outcome: 'closed' } : { outcome: 'open', place: direct(person) })
      );
    },

    uploadLimit: () => limit,

    ...standing.platform,

    async publish(sent, signal): Promise<EditOutcome> {
      const fault = await faults.of('publish', signal);
      const later = laterOf(fault);
      if (later) return later;
      if (!written.has(sent.message) || gone.has(sent.place)) return { outcome: 'gone' };
      if (!followed.has(sent.place)) return { outcome: 'done' };
      if (!published.includes(sent.message)) published.push(sent.message);
      return { outcome: fault === 'lost' ? 'later' : 'done' };
    },

    answer: paperAnswers(now, nextId),
    showQueue: (waiting) => void queue.push(waiting),
  } satisfies Platform;

  return {
    ...platform,
    ...faults,
    /** The bot's messages in a place, oldest first; not those in threads below it. */
    messages: (place: Place): readonly PaperMessage[] =>
      [...written.values()].filter((entry) => idOf(entry.place) === idOf(place)).map(show),
    /** All of the bot's messages, wherever they are. */
    everything: (): readonly PaperMessage[] => [...written.values()].map(show),
    /** A message of the bot by its id or by the key that it was posted under; undefined when it is not there. */
    message(idOrKey: string): PaperMessage | undefined {
      const entry = [...written.values()].find(({ id, post }) => id === idOrKey || post.key === idOrKey);
      return entry && show(entry);
    },
    /** A person writes. @returns the message's id */
    writes(place: Place): string {
      const id = nextId();
      people.set(id, place);
      return id;
    },
    /** Somebody takes a message away. */
    takesAway: (id: string): boolean => written.delete(id) || people.delete(id),
    upload: files.upload,
    expires: files.expires,
    /** The talk with one person. Close it for somebody who takes no direct messages. */
    direct,
    /** Titles of the threads that were opened, by the id of the status message. */
    threads: threads as ReadonlyMap<string, string>,
    /** From now on the bot may do nothing in this place, and in what is in it. */
    close: closed.add,
    /** …and can be again. */
    reopen: closed.delete,
    /** The place is there no more, with all that is in it. */
    tearDown: gone.add,
    /** The history of the place may not be read any more. */
    hide: hidden.add,
    unhide: hidden.delete,
    ...standing.change,
    /** Posts of this place can be shown to those who follow it from elsewhere. */
    follow: followed.add,
    /** Ids of the messages that were shown so, oldest first. */
    published: published as readonly string[],
    /** There are no threads in this place. */
    withoutThreads: threadless.add,
    /** Herald has died: nothing comes of what it was about to post. */
    cut: (): void => posting.clear(),
    /** Posts that were late take effect now. */
    arrive(): void {
      for (const act of late.splice(0)) act();
    },
    /** Every edit that was shown, oldest first. */
    edited: edited as readonly (typeof edited)[number][],
    /** Every queue length that was shown, oldest first. */
    queue: queue as readonly number[],
  };
}
