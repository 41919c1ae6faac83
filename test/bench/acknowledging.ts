import { percentile } from './kit.ts';
import type { Row } from './run.ts';

/** Commands one at a time, each to a bot that has nothing else to do; and rounds of 50 at once. */
export const WARM = 20;
export const ALONE = 100;
export const ROUNDS = 10;
export const AT_ONCE = 50;

/** Longer than this (ms), or than so many times what a bot that only acknowledges takes, is too long. */
const MOST = 150;
const TIMES = 2;

/** How long acknowledging took (ms), beside a bot of the same library that does nothing else. */
export function acknowledgement(
  what: string,
  bareBot: string,
  { bare, ours }: Record<'bare' | 'ours', readonly number[]>,
): Row {
  const [p99, beside] = [percentile(ours, 99), percentile(bare, 99)];
  return {
    what,
    figure: `p50 ${percentile(ours, 50).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${(p99 / beside).toFixed(2)}x`,
    beside: `${bareBot} p50 ${percentile(bare, 50).toFixed(1)} ms, p99 ${beside.toFixed(1)} ms`,
    goal: `p99 < ${MOST} ms and ≤ ${TIMES}x of the ${bareBot}`,
    met: p99 < MOST && p99 <= TIMES * beside,
  };
}
