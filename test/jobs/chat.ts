import { unlessAborted } from '../../src/clock.ts';
import type { Place } from '../../src/jobs/job.ts';
import type { Outlet, Outlets } from '../../src/jobs/outlet.ts';
import type { Sent } from '../../src/platforms/platform.ts';
import { type Paper, type PaperOptions, paperPlatform } from '../fakes/paper.ts';
import type { House } from './house.ts';
import type { Steps } from './steps.ts';

/** A channel that everybody of the space sees. */
export const CHANNEL: Place = { platform: 'paper', space: 'home', channel: 'lobby' };

/** A chat platform that outlives Herald, and the status messages on it. */
export interface Chat {
  readonly paper: Paper;
  /** Whether Herald is connected to it. */
  connected: boolean;
  /** Status messages, by their jobs. */
  readonly statuses: Map<string, Sent>;
  /** Until when they are in line to be posted (ms). */
  readonly inLine: Map<string, number>;
  /** What a post has to get past. */
  beforePost: (signal: AbortSignal) => Promise<void>;
  /** …the look for a status message… */
  beforeStatus: () => Promise<void>;
  /** …and the opening of a thread. */
  beforeThread: () => Promise<void>;
  outlets(around: Steps['around']): Outlets;
}

export function openChat(options: PaperOptions): Chat {
  const paper = paperPlatform(options);
  const chat: Chat = {
    paper,
    connected: true,
    statuses: new Map(),
    inLine: new Map(),
    beforePost: async () => {},
    beforeStatus: async () => {},
    beforeThread: async () => {},
    outlets(around) {
      paper.cut();
      const outlet: Outlet = {
        post: (to, post, signal) =>
          around('post', async () => {
            await chat.beforePost(signal);
            const { mark } = post;
            const marked = mark && { mark: (trace: string) => around('mark', () => mark(trace)) };
            return paper.post(to, { ...post, ...marked }, signal);
          }),
        find: (...given) => around('find', () => paper.find(...given)),
        openThread: (...given) =>
          around('openThread', async () => {
            await chat.beforeThread();
            return paper.openThread(...given);
          }),
        openDirect: (...given) => around('openDirect', () => paper.openDirect(...given)),
        remove: (...given) => around('remove', () => paper.remove(...given)),
        withdraw: (...given) => around('withdraw', () => paper.withdraw(...given)),
        uploadLimit: paper.uploadLimit,
        async statusOf(job, signal) {
          await unlessAborted(chat.beforeStatus(), signal);
          const at = chat.inLine.get(job.id) ?? 0;
          if (at > options.now()) return { outcome: 'soon', at };
          const sent = chat.statuses.get(job.id);
          return sent ? { outcome: 'there', sent } : { outcome: 'none' };
        },
      };
      return {
        isChat: (platform) => platform === 'paper',
        of: (platform) => (platform === 'paper' && chat.connected ? outlet : undefined),
      };
    },
  };
  return chat;
}

/** Asks in a place of the chat platform, where the status message is then, and waits until Kling renders it. @returns the job's id */
export async function asking(house: House, more: Parameters<House['ask']>[0] = {}): Promise<string> {
  const { place = CHANNEL } = more;
  const id = await house.rendering({ person: 'ada', ...more, place });
  await showStatus(house, id, place);
  return id;
}

export async function showStatus(house: House, id: string, place: Place = CHANNEL): Promise<Sent> {
  const message = { locale: 'en', lines: [{ key: 'job_late' }] } as const;
  const outcome = await house.paper.post(place, { key: `${id}s`, message }, new AbortController().signal);
  if (outcome.outcome !== 'posted') throw new Error('The status message was not posted.');
  house.chat.statuses.set(id, outcome.sent);
  return outcome.sent;
}

/** Kling is done with the video, whose bytes are these; it is fetched, and posted where nothing keeps it from that. */
export async function rendered(house: House, id: string, video = 'a video'): Promise<void> {
  house.kling.next.file.push(() => video);
  house.kling.change(id);
  await house.pass(6_000);
}

/** The videos of a job that can be seen on the platform, wherever they are. */
export const videosOf = (house: House, id: string) => house.paper.everything().filter(({ key }) => key === `${id}v`);

/** How often something was posted, by this process. */
export const postsOf = (house: House) => house.steps.taken.filter((step) => step === 'after post').length;

/** The thread below the status message of a job. */
export function threadOf(house: House, id: string): Place {
  const status = house.chat.statuses.get(id);
  if (!status) throw new Error(`There is no status message of ${id}.`);
  return { ...status.place, thread: status.message };
}
