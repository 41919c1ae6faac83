import type { Place } from '../../src/jobs/job.ts';
import type { Message } from '../../src/platforms/message.ts';
import type { ChatFile, OpenOutcome, Platform, Post, PostFile, Sent } from '../../src/platforms/platform.ts';
import { Refusal } from '../../src/refusal.ts';
import { paperAnswers } from './paper-answers.ts';
import { faultBook, laterOf } from './paper-faults.ts';
import { idOf, placeSet } from './paper-places.ts';
import { type Read, read } from './paper-text.ts';

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
  /** Bytes that a file may have. */
  readonly limit?: number;
  readonly name?: string;
}

interface Written {
  readonly id: string;
  readonly place: Place;
  readonly post: Post;
  readonly at: number;
  message: Message;
  edits: number;
}

export type Paper = ReturnType<typeof paperPlatform>;

/**
 * A chat platform on a sheet of paper: all that the port says, in memory, with the faults of real ones on demand. It outlives a
 * restart of Herald. A place without a channel stands for all of its space, in {@link Paper.close} and the like.
 */
export function paperPlatform({ now, window = 120_000, limit = 10_000_000, name = 'paper' }: PaperOptions) {
  const faults = faultBook();
  /** Messages that are there, of the bot and of people, oldest first. */
  const written = new Map<string, Written>();
  const people = new Map<string, Place>();
  const keys = new Map<string, { readonly sent: Sent; readonly at: number }>();
  const threads = new Map<string, string>();
  const files = new Map<string, Uint8Array>();
  const late: (() => void)[] = [];
  const posting = new Set<string>();
  const closed = placeSet();
  const gone = placeSet();
  const hidden = placeSet();
  const threadless = placeSet();
  const queue: number[] = [];
  const edits: { readonly at: number; readonly message: string; readonly place: Place }[] = [];
  let last = 0;

  const nextId = () => String(1_000 + ++last);
  const sentOf = (place: Place, id: string): Sent => ({
    place,
    message: id,
    url: `https://${name}.test/${idOf(place)}/${id}`,
  });
  const direct = (person: string): Place => ({
    platform: name,
    space: `dm.${person}`,
    channel: `dm.${person}`,
    private: true,
  });

  function write(to: Place, post: Post): Sent {
    const known = keys.get(post.key);
    if (known && now() - known.at < window) return known.sent;
    const sent = sentOf(to, nextId());
    read(post.message, now());
    written.set(sent.message, { id: sent.message, place: to, post, at: now(), message: post.message, edits: 0 });
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

    async fetch(file: ChatFile, most: number, signal: AbortSignal) {
      signal.throwIfAborted();
      const bytes = files.get(file.url);
      if (!bytes) throw new Refusal('missing', 'media_url_status', { host: name, status: 404 });
      const tooLarge = () => new Refusal('too_large', 'media_upload_bytes', { megabytes: Math.floor(most / 1e6) });
      if (file.bytes > most) throw tooLarge();
      return (async function* () {
        for (let at = 0; at < bytes.length; at += 65_536) {
          signal.throwIfAborted();
          if (at + 65_536 > most && bytes.length > most) throw tooLarge();
          yield bytes.subarray(at, at + 65_536);
        }
      })();
    },

    async post(to, post, signal) {
      if (!/^[a-z0-9]{1,25}$/.test(post.key)) throw new Error(`No key of a post: ${post.key}`);
      if (posting.has(post.key)) throw new Error(`Posted twice at a time: ${post.key}`);
      posting.add(post.key);
      try {
        const fault = await faults.of('post', signal);
        const later = laterOf(fault);
        if (later) return later;
        if (fault === 'closed' || closed.has(to) || gone.has(to)) return { outcome: 'closed' };
        if (fault === 'too_large' || (post.file && post.file.bytes > limit)) return { outcome: 'too_large' };
        if (fault === 'late') late.push(() => write(to, post));
        if (fault === 'late' || fault === 'unclear') return { outcome: 'unclear' };
        const sent = write(to, post);
        return fault === 'lost' ? { outcome: 'unclear' } : { outcome: 'posted', sent };
      } finally {
        posting.delete(post.key);
      }
    },

    async find(to, { key }, since, signal) {
      const fault = await faults.of('find', signal);
      const later = laterOf(fault);
      if (later) return later;
      if (gone.has(to)) return { outcome: 'gone' };
      if (fault === 'blind' || closed.has(to)) return { outcome: 'blind' };
      // posted again this early, it is one post
      if (hidden.has(to)) return { outcome: now() - since < window ? 'absent' : 'blind' };
      const found = [...written.values()].find(
        ({ post, place, at }) => post.key === key && idOf(place) === idOf(to) && at >= since,
      );
      return found ? { outcome: 'found', sent: sentOf(found.place, found.id) } : { outcome: 'absent' };
    },

    async edit(sent, message) {
      const fault = await faults.of('edit');
      if (laterOf(fault)) return 'later';
      const entry = written.get(sent.message);
      if (!entry || gone.has(sent.place)) return 'gone';
      if (closed.has(sent.place)) return 'later';
      read(message, now());
      entry.message = message;
      entry.edits += 1;
      edits.push({ at: now(), message: entry.id, place: entry.place });
      return fault === 'lost' ? 'later' : 'done';
    },

    async remove(sent) {
      const fault = await faults.of('remove');
      if (laterOf(fault)) return 'later';
      if (!written.has(sent.message) || gone.has(sent.place)) return 'gone';
      if (closed.has(sent.place)) return 'later';
      written.delete(sent.message);
      return fault === 'lost' ? 'later' : 'done';
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

    async openDirect(person, signal): Promise<OpenOutcome> {
      const fault = await faults.of('openDirect', signal);
      return (
        laterOf(fault) ?? (fault === 'closed' ? { outcome: 'closed' } : { outcome: 'open', place: direct(person) })
      );
    },

    uploadLimit: () => limit,
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
    /** A person's file, to be fetched. `declared` bytes may be a lie. */
    upload(content: string | Uint8Array, fileName = 'photo.jpg', declared?: number): ChatFile {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      const url = `https://files.${name}.test/${nextId()}/${fileName}`;
      files.set(url, bytes);
      return { url, name: fileName, bytes: declared ?? bytes.length };
    },
    /** The link of a file has expired. */
    expires: (file: ChatFile): boolean => files.delete(file.url),
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
    /** There are no threads in this place. */
    withoutThreads: threadless.add,
    /** Posts that were late take effect now. */
    arrive(): void {
      for (const act of late.splice(0)) act();
    },
    /** Every edit that was shown, oldest first. */
    edits: edits as readonly (typeof edits)[number][],
    /** Every queue length that was shown, oldest first. */
    queue: queue as readonly number[],
  };
}
