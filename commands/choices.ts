import { spaceOf } from '../src/jobs/records.ts';
import { say } from '../src/texts.ts';
import { KINDS } from './announce-described.ts';
import type { DeskParts } from './parts.ts';
import type { Choice, ChoiceAsked } from './verbs.ts';

/** What chats show of a list at once, and of one entry (characters). */
const CHOICES = 25;
const NAME = 100;

/** Presenters, or for those in charge announcements, of the space whose name fits what was typed; the best first. Nothing to whoever is shut out. */
export function choices(
  { access, announcements, presenters }: Pick<DeskParts, 'access' | 'announcements' | 'presenters'>,
  { kind, typed, caller }: ChoiceAsked,
): readonly Choice[] {
  const { roles } = caller;
  if (access.refusal({ ...caller, roles: roles ?? [] }, roles === undefined)) return [];
  const space = spaceOf(caller);
  if (kind === 'presenter') return fitting(presenters.list(space), typed, ({ name }) => name);
  if (!caller.moderates) return [];
  return fitting(announcements.list(space), typed, ({ name, trigger }) =>
    say('announce_choice', { name, kind: say(KINDS[trigger.kind], {}, caller.locale) }, caller.locale),
  );
}

/** Those that begin with what was typed, then those that hold it; also the one whose id it is. */
function fitting<T extends { readonly id: string; readonly name: string }>(
  all: readonly T[],
  typed: string,
  shown: (one: T) => string,
): readonly Choice[] {
  const wanted = typed.trim().toLowerCase();
  const begins = all.filter(({ id, name }) => id === wanted || name.toLowerCase().startsWith(wanted));
  const holds = all.filter((one) => !begins.includes(one) && one.name.toLowerCase().includes(wanted));
  return [...begins, ...holds].slice(0, CHOICES).map((one) => ({ id: one.id, name: shown(one).slice(0, NAME) }));
}
