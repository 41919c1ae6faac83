import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { type Dispatcher, request } from 'undici';
import { type Clock, wait } from '../clock.ts';
import { keyedMutex } from '../store/mutex.ts';
import type { FaultSource } from './faults.ts';
import type { Running } from './running.ts';
import type { TaskData } from './task.ts';

/** How a callback's body is shaped: the whole envelope, the task alone, or the vendor's newer form of it. */
export type CallbackShape = 'wrapped' | 'legacy' | 'new';

export interface CallbackOptions {
  readonly shape: CallbackShape;
  /** `whsec_…`: callbacks are signed by Standard Webhooks. */
  readonly secret?: string;
  readonly clock: Clock;
  readonly faults: FaultSource;
  readonly dispatcher: Dispatcher;
  readonly running: Running;
  readonly stopped: AbortSignal;
  /** Counts one that is due. */
  readonly count: () => void;
}

/** How long a receiver may take (ms); the vendor documents neither a limit nor retries, so there is one try. */
const DELIVERY_LIMIT = 5_000;

/** Sends a task to its callback URL; nobody waits for it. Those of one task keep their order. */
export function createCallbacks(options: CallbackOptions): (url: string, task: TaskData) => void {
  const { shape, clock, faults, running, count } = options;
  const inOrder = keyedMutex();

  async function send(url: string, body: string): Promise<void> {
    count();
    const fault = faults.take('callback')?.answer;
    if (fault === 'drop') return;
    const given = typeof fault === 'object' && 'lateMs' in fault ? fault.lateMs : undefined;
    if (given !== undefined) await wait(clock, given, options.stopped);
    await post(url, fault === 'html' ? '<html>gateway</html>' : body, options);
  }

  return (url, task) => {
    const body = JSON.stringify(shapes[shape](task));
    running.add(inOrder.run(task.task_id, () => send(url, body).catch(unlessStopped(options.stopped))));
  };
}

async function post(url: string, body: string, { secret, clock, dispatcher, stopped }: CallbackOptions): Promise<void> {
  const id = randomUUID();
  const now = new Date(clock.now());
  const signature: Record<string, string> =
    secret === undefined
      ? {}
      : {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
          'webhook-signature': new Webhook(secret).sign(id, now, body),
        };
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(DELIVERY_LIMIT)]);
  const headers = { 'content-type': 'application/json', ...signature };
  await request(url, { method: 'POST', body, headers, dispatcher, signal }).then(
    (answer) => answer.body.dump(),
    // A receiver that is not there is its own loss.
    () => undefined,
  );
}

function unlessStopped(stopped: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!stopped.aborted) throw error;
  };
}

const shapes: Record<CallbackShape, (task: TaskData) => unknown> = {
  wrapped: (data) => ({ code: 0, message: 'SUCCEED', request_id: randomUUID(), data }),
  legacy: (task) => task,
  new: (task) => ({
    id: task.task_id,
    status: task.task_status === 'succeed' ? 'succeeded' : task.task_status,
    message: task.task_status_msg,
    create_time: task.created_at,
    update_time: task.updated_at,
    external_id: task.task_info.external_task_id ?? '',
    outputs: task.task_result?.videos.map((video) => ({ type: 'video', ...video })) ?? [],
    billing: task.final_unit_deduction === undefined ? [] : [{ amount: task.final_unit_deduction, type: 'unit' }],
  }),
};
