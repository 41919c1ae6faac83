import type { Message } from '../src/platforms/message.ts';
import type { Caller } from './desk.ts';
import { howToAsk } from './help.ts';
import { line, message, type Sentence } from './message.ts';
import { newestJobs } from './my-jobs.ts';
import type { DeskParts } from './parts.ts';

type Parts = Pick<DeskParts, 'board' | 'clock' | 'conductor' | 'isSandbox' | 'ledger' | 'records'>;

/** How the bot is, a person's own newest jobs, and how to begin. @throws StoreError */
export async function home(parts: Parts, caller: Caller): Promise<Message> {
  const { lines, buttons } = await newestJobs(parts, caller, false);
  return message(caller.locale, [...howItIs(parts), ...lines, 'home_begin', ...howToAsk(caller)], { buttons });
}

function howItIs({ conductor: { holdup }, isSandbox, records }: Parts): readonly Sentence[] {
  const count = records.open('accepted').size + records.open('queued').size;
  const waiting = count > 0 ? [line('home_line', { count })] : [];
  return [
    ...(holdup ? [holdup, ...waiting] : count > 0 ? waiting : (['home_ready'] as const)),
    ...(isSandbox ? (['home_sandbox'] as const) : []),
  ];
}
