import { spaceOf } from '../src/jobs/records.ts';
import type { Line } from '../src/platforms/message.ts';
import type { Caller } from './desk.ts';
import { line, message } from './message.ts';
import type { DeskParts } from './parts.ts';
import { isSaid } from './request.ts';
import type { VerbAsked } from './verbs.ts';
import { namedPresenter } from './with-presenter.ts';

type Parts = Pick<DeskParts, 'presenters'>;

/** Chooses who speaks when no presenter is named, in a channel or in the whole space; nobody where none is given. */
export async function setDefaultPresenter(
  { presenters }: Parts,
  { caller, answer, given: { presenter: typed, channel } }: VerbAsked,
): Promise<void> {
  const chosen = isSaid(typed) ? namedPresenter(presenters, caller, typed) : undefined;
  await presenters.setDefault(spaceOf(caller), channel, chosen?.id);
  await answer.say(message(caller.locale, [holdsNow(presenters, caller, channel, chosen?.name)]));
}

function holdsNow(
  presenters: DeskParts['presenters'],
  { place }: Caller,
  channel: string | undefined,
  name: string | undefined,
): Line {
  if (channel === undefined)
    return name === undefined ? line('presenter_default_none') : line('presenter_default_set', { name });
  const there = { channel: { channel } };
  if (name !== undefined) return line('presenter_default_set_in', { name, ...there });
  const usual = presenters.defaultFor({ ...place, channel });
  return usual
    ? line('presenter_default_usual', { name: usual.name, ...there })
    : line('presenter_default_none_in', there);
}
