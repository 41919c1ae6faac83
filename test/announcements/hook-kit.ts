import { createHmac } from 'node:crypto';
import { pino } from 'pino';
import type { Announcement } from '../../commands/announcements.ts';
import type { SourceName } from '../../commands/sources.ts';
import type { Delivery } from '../../src/announcements/deliveries.ts';
import { createHooks } from '../../src/announcements/hooks.ts';
import { idOf, originOf } from '../../src/announcements/ids.ts';
import type { Happened } from '../../src/announcements/occurrence.ts';
import { jobId } from '../../src/jobs/identity.ts';
import { createSeal } from '../../src/seal.ts';
import { type TestClock, testClock } from '../clock.ts';
import { disk } from '../jobs/disk.ts';

export const SECRET = 'whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=';
const BEARER = { authorization: `Bearer ${SECRET}` };
const JSON_TYPE = { 'content-type': 'application/json' };
const ID = idOf('a', { key: 'hook', at: 1 });

const bytesOf = (body: unknown) =>
  body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));

const callWith = (id: string, bytes: Uint8Array, headers: Record<string, string>) => ({
  id,
  body: bytes,
  header: (name: string) => headers[name],
});

/** A call as it comes over HTTP: the secret as a bearer token, and JSON, unless told otherwise. */
export const call = (body: unknown, headers: Record<string, string> = {}, id = ID) =>
  callWith(id, bytesOf(body), { ...JSON_TYPE, ...BEARER, ...headers });

/** A call that is signed as GitHub does it. */
export function githubCall(body: unknown, headers: Record<string, string> = {}) {
  const signature = createHmac('sha256', SECRET).update(bytesOf(body)).digest('hex');
  return callWith(ID, bytesOf(body), { ...JSON_TYPE, 'x-hub-signature-256': `sha256=${signature}`, ...headers });
}

interface Options {
  readonly source?: SourceName;
  readonly announcement?: Partial<Announcement>;
}

type Step = (happened: Happened) => Promise<void>;

/** One hook over a real store. Its jobs are kept by their ids, as the job core does. */
export async function openHooks({ source = 'text', announcement }: Options = {}) {
  const ground = await disk();
  const clock: TestClock = testClock();
  const seal = createSeal('the secret of the house', 'hooks');
  const jobs = new Map<string, Happened>();
  const log: string[] = [];
  const meanwhile: { before: Step; after: Step } = { before: async () => undefined, after: async () => undefined };
  const kept: Announcement = {
    id: ID,
    name: 'Releases',
    place: { platform: 'paper', space: 'home', channel: 'news' },
    owner: { person: 'ada' },
    presenter: 'p',
    words: source === 'text' ? '{{text}}' : 'Said.',
    trigger: { kind: 'hook', source },
    perDay: 24,
    since: 1,
    createdAt: 1,
    updatedAt: 1,
    ...announcement,
  };

  async function start() {
    const deliveries = await ground.namespace<Delivery>('deliveries');
    const secrets = await ground.namespace<string>('secrets');
    await secrets.set(ID, seal.close(SECRET, ID));
    const hooks = createHooks({
      announcements: { get: (id) => (id === ID ? kept : undefined) },
      occurrences: {
        async say(happened) {
          await meanwhile.before(happened);
          const { key, at } = originOf(happened.announcement.id, happened.key, happened.at);
          const job = jobId(key, at);
          const repeated = jobs.has(job);
          if (!repeated) jobs.set(job, happened);
          await meanwhile.after(happened);
          return { job, repeated };
        },
      },
      secrets,
      deliveries,
      seal,
      clock,
      log: pino({ level: 'info' }, { write: (line) => log.push(line) }),
    });
    return { hooks, deliveries };
  }

  const running = await start();
  return {
    clock,
    jobs,
    /** What happens while a job is made. */
    meanwhile,
    take: (one: ReturnType<typeof call>) => running.hooks.take(one),
    sweep: (signal = new AbortController().signal) => running.hooks.sweep(signal),
    /** Lines of the log. */
    log,
    async restart() {
      await ground.reopen();
      Object.assign(running, await start());
    },
    async kept() {
      const names: string[] = [];
      for await (const [name] of running.deliveries.entries()) names.push(name);
      return names;
    },
  };
}
