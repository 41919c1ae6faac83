import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Called, Calls } from './calls.ts';
import type { Placed } from './places.ts';
import type { Workspace } from './workspaces.ts';

const places = z
  .record(z.string(), z.array(z.object({ ts: z.string(), thread_ts: z.string().optional().catch(undefined) })))
  .optional()
  .catch(undefined);

const answered = z.object({ file: z.object({ shares: z.object({ public: places, private: places }).optional() }) });

/** Where a file is shown in a channel; undefined while it is not, as far as Slack knows. */
export interface Shared {
  readonly message: Placed | undefined;
  readonly workspace: Workspace;
}

/**
 * Asks where a file of the bot's is shown. Nobody can have shared it before it was first shown: of several messages in the channel, the
 * oldest is the bot's.
 */
export async function sharedIn(
  calls: Calls,
  team: string,
  file: string,
  channel: string,
  signal: AbortSignal,
): Promise<Called<Shared>> {
  const called = await calls.call(
    team,
    async (client, token, workspace) => ({ ...(await client.files.info({ token, file })), workspace }),
    signal,
  );
  if ('trouble' in called) return called;
  return { answer: { message: oldestIn(called.answer, channel), workspace: called.answer.workspace } };
}

function oldestIn(answer: webApi.WebAPICallResult, channel: string): Placed | undefined {
  const { shares } = answered.safeParse(answer).data?.file ?? {};
  const here = [...(shares?.public?.[channel] ?? []), ...(shares?.private?.[channel] ?? [])];
  return here.reduce<Placed | undefined>(
    (oldest, each) => (oldest && Number(oldest.ts) <= Number(each.ts) ? oldest : each),
    undefined,
  );
}
