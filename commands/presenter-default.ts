import { spaceOf } from '../src/jobs/records.ts';
import type { Line } from '../src/platforms/message.ts';
import { Refusal } from '../src/refusal.ts';
import type { Caller, Pressed } from './desk.ts';
import { line, message } from './message.ts';
import type { DeskParts } from './parts.ts';
import { presenterRefusal } from './presenter-may.ts';
import { isSaid } from './request.ts';
import type { VerbAsked } from './verbs.ts';
import { namedPresenter } from './with-presenter.ts';

type Parts = Pick<DeskParts, 'presenters'>;

/** What the button is about; of a channel, its id in hex: there are no capitals in what travels with a button. */
const EVERYWHERE = 'everywhere';

/** Chooses who speaks when no presenter is named, in a channel or in the whole space; where none is given, asks whether nobody is to. */
export async function setDefaultPresenter(
  { presenters }: Parts,
  { caller, answer, given: { presenter: typed, channel } }: VerbAsked,
): Promise<void> {
  const space = spaceOf(caller);
  if (isSaid(typed)) {
    const { id, name } = namedPresenter(presenters, caller, typed);
    await presenters.setDefault(space, channel, id);
    return answer.say(message(caller.locale, [holdsNow(presenters, caller, channel, name)]));
  }
  const { space: usual, channels } = presenters.defaults(space);
  const now = presenters.get((channel === undefined ? usual : channels[channel]) ?? '');
  if (!now) return answer.say(message(caller.locale, [holdsNow(presenters, caller, channel, undefined)]));
  const { name } = now;
  const asks =
    channel === undefined
      ? line('presenter_default_sure', { name })
      : line('presenter_default_sure_in', { name, channel: { channel } });
  const subject = channel === undefined ? EVERYWHERE : Buffer.from(channel).toString('hex');
  const does = { name: 'presenter-nobody', subject };
  const button = { label: line('presenter_default_take'), style: 'danger', does } as const;
  await answer.say(message(caller.locale, [asks], { buttons: [button] }));
}

/** Has nobody speak any more where that was asked about. */
export async function takeDefaultPresenter(
  parts: Pick<DeskParts, 'access' | 'presenters'>,
  { caller, answer, subject }: Pressed,
): Promise<void> {
  const refused = presenterRefusal(parts, caller, 'presenter default');
  if (refused) throw new Refusal('input', refused);
  const channel = subject === EVERYWHERE ? undefined : Buffer.from(subject, 'hex').toString();
  await parts.presenters.setDefault(spaceOf(caller), channel, undefined);
  await answer.say(message(caller.locale, [holdsNow(parts.presenters, caller, channel, undefined)]));
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
