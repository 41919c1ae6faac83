import type { ServerResponse } from 'node:http';
import type { Reply } from './call.ts';
import { DiscordError } from './errors.ts';
import type { Fault } from './faults.ts';
import { scoped } from './rate-limits.ts';
import { rateLimited, refusal } from './replies.ts';

/** What is needed to do wrong. */
export interface Misbehaviour<T> {
  readonly response: ServerResponse;
  /** Does what the request asks for. */
  readonly act: () => Promise<T>;
  /** Gives the right answer. */
  readonly answer: (result: T) => void;
  /** Whether the request goes on once it has taken effect. */
  readonly after: () => Promise<boolean>;
  readonly later: (ms: number, act: () => void) => void;
  readonly send: (reply: Reply, headers?: Readonly<Record<string, string>>) => void;
}

/** Meets a request as a fault says. */
export async function misbehave<T>({ effect, answer }: Fault, request: Misbehaviour<T>): Promise<void> {
  if (typeof answer === 'object' && 'lateMs' in answer) {
    const result = await request.act();
    if (await request.after()) request.later(answer.lateMs, () => request.answer(result));
    return;
  }
  if (typeof effect === 'object') request.later(effect.after, () => void request.act());
  if (effect === 'before') {
    await request.act();
    if (!(await request.after())) return;
  }
  if (answer === 'drop') return void request.response.socket?.resetAndDestroy();
  if (answer === 'stall') return;
  if ('rateLimited' in answer) {
    const { scope, seconds } = answer.rateLimited;
    const isGlobal = scope === 'global' ? { 'x-ratelimit-global': 'true' } : {};
    return request.send(rateLimited(scope, seconds), { ...scoped(scope, seconds), ...isGlobal });
  }
  if ('code' in answer) return request.send(refusal(new DiscordError(answer.code)));
  const body =
    answer.status === 401 ? new DiscordError(0).body : { message: `${answer.status}: told to fail`, code: 0 };
  request.send({ status: answer.status, body });
}
