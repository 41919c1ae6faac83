import type { ServerResponse } from 'node:http';

/** Wrong answers that every server can give. */
export type BadAnswer =
  /** The connection is reset without an answer. */
  | 'drop'
  /** Nothing, until the bot gives up. */
  | 'stall'
  /** The right answer, so many ms late. */
  | { readonly lateMs: number };

/** What goes wrong with a request: the platform's `Own` wrong answers beside those that every server can give. */
export interface Misfortune<Own extends object> {
  /**
   * Whether the request takes effect: `none`, `before` the answer shows, or so many ms `after` the request. Default `none`;
   * `before` where the answer is a right one.
   */
  readonly effect?: 'none' | 'before' | { readonly after: number };
  readonly answer: BadAnswer | Own;
}

/** What is needed to do wrong. */
export interface Misbehaviour<T, Own extends object> {
  readonly response: ServerResponse;
  /** Does what the request asks for. */
  readonly act: () => Promise<T>;
  /** Gives the right answer. */
  readonly answer: (result: T) => void;
  /** Gives one of the platform's own wrong ones. */
  readonly refuse: (answer: Own) => void;
  /** Whether the request goes on once it has taken effect. */
  readonly after: () => Promise<boolean>;
  readonly later: (ms: number, act: () => void) => void;
}

/** Meets a request as a fault says. */
export async function misbehave<T, Own extends object>(
  { effect, answer }: Misfortune<Own>,
  request: Misbehaviour<T, Own>,
): Promise<void> {
  if (typeof answer === 'object' && 'lateMs' in answer) {
    const { lateMs } = answer;
    const result = await request.act();
    if (await request.after()) request.later(lateMs, () => request.answer(result));
    return;
  }
  if (typeof effect === 'object') request.later(effect.after, () => void request.act());
  if (effect === 'before') {
    await request.act();
    if (!(await request.after())) return;
  }
  if (answer === 'drop') return void request.response.socket?.resetAndDestroy();
  if (answer !== 'stall') request.refuse(answer);
}
