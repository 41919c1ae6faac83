import type { EditOutcome, Platform } from '../platform.ts';
import type { Trouble } from './calls.ts';
import type { Outbox } from './context.ts';
import { namesFor } from './names.ts';
import { when } from './outcomes.ts';
import { renderMessage } from './render.ts';

/**
 * The message is there no more, Slack does not take it for one that the bot may ever change, or Herald was taken out of the workspace.
 * All else may pass: a bot that was put out of a channel is invited back, a channel is unarchived, a scope is added.
 */
const GONE: ReadonlySet<string> = new Set([
  ...['message_not_found', 'cant_update_message', 'edit_window_closed', 'not_installed'],
]);

/** Shows another message in place of one. Without a key of its own: Slack keeps the one that it has. */
export function createEdit(outbox: Outbox): Platform['edit'] {
  const { calls, people, log, signal } = outbox;
  return async ({ place, message: ts }, message) => {
    const { space: team, channel } = place;
    if (channel === undefined) return { outcome: 'gone' };
    const shown = renderMessage(message, await namesFor(people, team, message, signal));
    const called = await calls.call(
      team,
      (client, token) => client.chat.update({ token, channel, ts, ...shown }),
      signal,
    );
    if ('answer' in called) return { outcome: 'done' };
    const { trouble } = called;
    if (trouble.verdict === 'wrong') {
      // nor would it the next time: what was to be read is said anew
      log.error({ team, message: ts, trouble }, 'Slack does not understand an edit');
      return { outcome: 'gone' };
    }
    const isGone = GONE.has(trouble.code) || (await isChannelGone(outbox, team, channel, trouble));
    return isGone ? { outcome: 'gone' } : { outcome: 'later', ...when(trouble) };
  };
}

/** That a message may not be taken away does not make it one that nobody sees. */
export function createRemove(outbox: Outbox): Platform['remove'] {
  const { calls, log, signal } = outbox;

  return async ({ place, message: ts, file }) => {
    const { space: team, channel } = place;
    if (channel === undefined) return { outcome: 'gone' };
    if (file !== undefined) {
      // without its message, it would still be found in the workspace
      const trouble = await removeFile(outbox, team, file);
      if (trouble && trouble.verdict !== 'closed') return { outcome: 'later', ...when(trouble) };
    }
    const called = await calls.call(team, (client, token) => client.chat.delete({ token, channel, ts }), signal);
    if ('answer' in called) return { outcome: 'done' };
    const { trouble } = called;
    if (trouble.code === 'message_not_found') return { outcome: file === undefined ? 'gone' : 'done' };
    log.warn({ team, message: ts, trouble }, 'could not take a message away from Slack');
    const isGone = await isChannelGone(outbox, team, channel, trouble);
    return isGone ? { outcome: 'gone' } : { outcome: 'later', ...when(trouble) };
  };
}

/** Slack says “not found” of every channel that the bot was put out of; of one that is open to everybody, it still tells when asked. */
async function isChannelGone(
  { calls, signal }: Outbox,
  team: string,
  channel: string,
  { code }: Trouble,
): Promise<boolean> {
  if (code !== 'channel_not_found') return false;
  const called = await calls.call(team, (client, token) => client.conversations.info({ token, channel }), signal);
  return 'trouble' in called && called.trouble.code === code;
}

/** Slack shows nothing of a file that was deleted before it was shown. */
export function createWithdraw(outbox: Outbox): NonNullable<Platform['withdraw']> {
  return async ({ space: team }, file): Promise<EditOutcome> => {
    const trouble = await removeFile(outbox, team, file);
    return trouble ? { outcome: 'later', ...when(trouble) } : { outcome: 'done' };
  };
}

/** @returns what is in the way of that; nothing where it is there no more */
async function removeFile({ calls, log, signal }: Outbox, team: string, file: string): Promise<Trouble | undefined> {
  const called = await calls.call(team, (client, token) => client.files.delete({ token, file }), signal);
  if ('answer' in called || called.trouble.verdict === 'gone') return undefined;
  log.warn({ team, trouble: called.trouble }, 'could not take a file away from Slack');
  return called.trouble;
}
