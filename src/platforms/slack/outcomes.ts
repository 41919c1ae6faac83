import type { OpenOutcome, PostOutcome } from '../platform.ts';
import type { Trouble } from './calls.ts';
import type { Outbox } from './context.ts';
import { filelessOf } from './refusals.ts';

const ARCHIVED =
  'Slack takes nothing in a channel that is archived. What was to come there goes to its person directly; whoever may do that can unarchive the channel.';

export const when = ({ at }: Trouble) => (at === undefined ? {} : { at });

/**
 * What became of a post that Slack did not take.
 * @param brings whether it brings a file: a missing scope is then one for files
 */
export function outcomeOf(
  trouble: Trouble,
  about: { readonly team: string; readonly key: string; readonly brings?: true },
  { log, hints }: Pick<Outbox, 'log' | 'hints'>,
): PostOutcome {
  const { verdict, code } = trouble;
  const { team, key } = about;
  if (verdict === 'wrong') {
    log.error({ team, key, trouble }, 'Slack does not understand a post');
    return { outcome: 'closed' };
  }
  log.warn({ team, key, trouble }, 'Slack did not take a post');
  const fileless = about.brings && filelessOf(code);
  if (fileless) {
    if (fileless.hint === undefined) hints.lacks(team, trouble.needed ?? 'files:write');
    else hints.tell(team, fileless.hint);
    return { outcome: 'fileless', why: fileless.why };
  }
  switch (verdict) {
    case 'later':
      return { outcome: 'later', ...when(trouble) };
    case 'closed':
    case 'gone':
    case 'fileless':
      if (code === 'missing_scope') hints.lacks(team, trouble.needed);
      if (code === 'is_archived') hints.tell(team, ARCHIVED);
      return { outcome: 'closed' };
    case 'too_large':
    case 'unclear':
      return { outcome: verdict };
  }
}

export function closedOrLater(trouble: Trouble): OpenOutcome {
  const { verdict } = trouble;
  return verdict === 'later' || verdict === 'unclear' ? { outcome: 'later', ...when(trouble) } : { outcome: 'closed' };
}
