import type { EditOutcome, Platform, Sent } from '../platform.ts';
import type { Outbox } from './context.ts';
import { namesFor } from './names.ts';
import { renderMessage } from './render.ts';

/** Shows another message in place of one. Without a key of its own: Slack keeps the one that it has. */
export function createEdit({ calls, people, log, signal }: Outbox): Platform['edit'] {
  return async ({ place, message: ts }, message) => {
    const { space: team, channel } = place;
    if (channel === undefined) return 'gone';
    const shown = renderMessage(message, await namesFor(people, team, message, signal));
    const called = await calls.call(
      team,
      (client, token) => client.chat.update({ token, channel, ts, ...shown }),
      signal,
    );
    if ('answer' in called) return 'done';
    const { trouble } = called;
    if (trouble.verdict === 'wrong') log.error({ team, message: ts, trouble }, 'Slack does not understand an edit');
    return trouble.verdict === 'later' || trouble.verdict === 'unclear' ? 'later' : 'gone';
  };
}

/** That a message may not be taken away does not make it one that nobody sees. */
export function createRemove({ calls, log, signal }: Outbox): Platform['remove'] {
  /** The file as well: without its message, it would still be found in the workspace. */
  async function removeFile({ place: { space: team }, file }: Sent): Promise<boolean> {
    if (file === undefined) return true;
    const called = await calls.call(team, (client, token) => client.files.delete({ token, file }), signal);
    if ('answer' in called || called.trouble.verdict === 'gone') return true;
    log.warn({ team, trouble: called.trouble }, 'could not take a file away from Slack');
    return called.trouble.verdict === 'closed';
  }

  return async (sent): Promise<EditOutcome> => {
    const { place, message: ts } = sent;
    const { space: team, channel } = place;
    if (channel === undefined) return 'gone';
    const hadFile = sent.file !== undefined;
    if (!(await removeFile(sent))) return 'later';
    const called = await calls.call(team, (client, token) => client.chat.delete({ token, channel, ts }), signal);
    if ('answer' in called) return 'done';
    const { trouble } = called;
    if (trouble.code === 'message_not_found') return hadFile ? 'done' : 'gone';
    log.warn({ team, message: ts, trouble }, 'could not take a message away from Slack');
    return trouble.code === 'channel_not_found' ? 'gone' : 'later';
  };
}
