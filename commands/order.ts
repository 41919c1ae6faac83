import { type Asking, causeOf } from './ask.ts';
import type { Asked } from './desk.ts';

/** By whom, and how, something is asked of presenters and announcements. */
export type Order = Pick<Asked, 'origin' | 'caller' | 'answer'>;

/** Does what makes one job of its cause, or nothing: its person is told when that is cut off. */
export function ordered(requests: Pick<Asking, 'turn'>, order: Order, act: () => Promise<void>): Promise<void> {
  const { caller, answer } = order;
  const id = causeOf(order);
  return requests.turn({ id, cause: id, caller, answer }, act);
}
