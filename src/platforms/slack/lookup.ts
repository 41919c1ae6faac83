import type { Logger } from 'pino';
import type { Calls } from './calls.ts';
import { kindOf } from './contents.ts';
import { PAYLOADS, type SlackFile } from './payloads.ts';

/** Files of a message that Slack shows by their ids alone, as it does in channels that are shared, with all that it tells of them when asked. */
export type Lookup = (team: string, files: readonly SlackFile[]) => Promise<readonly SlackFile[]>;

/** Those that may not be looked up stay as they are. */
export function lookup(calls: Calls, log: Logger, signal: AbortSignal): Lookup {
  async function shown(team: string, file: SlackFile): Promise<SlackFile> {
    if (kindOf(file) !== 'hidden') return file;
    const called = await calls.call(team, (client, token) => client.files.info({ token, file: file.id }), signal);
    if ('trouble' in called) {
      log.info({ team, trouble: called.trouble }, 'a file of a shared channel could not be looked up');
      return file;
    }
    return PAYLOADS.file.safeParse(called.answer.file).data ?? file;
  }

  return (team, files) => Promise.all(files.map((file) => shown(team, file)));
}
