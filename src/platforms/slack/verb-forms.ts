import type { Desk } from '../../../commands/desk.ts';
import { type Choice, type Field, type Given, VERBS, type Verb, type VerbName } from '../../../commands/verbs.ts';
import { type Clock, within } from '../../clock.ts';
import type { Callers } from './caller.ts';
import { formWhere } from './modal-data.ts';
import type { OpenForm } from './open-form.ts';
import type { People } from './people.ts';
import type { Came, Reception } from './reception.ts';
import { verbForm } from './verb-modal.ts';

/** How long is waited for who asks, and then for what the form begins with (ms): see `forms.ts`. */
const PATIENCE = 700;

export interface VerbFormsOptions {
  readonly desk: Desk;
  readonly callers: Callers;
  readonly people: Pick<People, 'known' | 'groups'>;
  readonly reception: Reception;
  readonly open: OpenForm;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Opens the form for a verb, or says why none is opened.
 * @param typed what was written behind the verb, which begins its first field
 */
export type VerbForms = (came: Came, trigger: string, verb: VerbName, typed: string | undefined) => Promise<void>;

export function verbForms({ desk, callers, people, reception, open, clock, signal }: VerbFormsOptions): VerbForms {
  return async (came, trigger, verb, typed) => {
    const caller = await within(clock, PATIENCE, callers(came, signal));
    const locale = caller?.locale ?? people.known(came.team, came.person)?.locale ?? 'en';
    const first = firstFieldOf(verb);
    const subject = first && isSubject(first) ? typed : undefined;
    const [start, groups = []] = await Promise.all([
      caller ? within(clock, PATIENCE, desk.verbForm(caller, verb, subject)) : undefined,
      // whom an announcement listens to is shown
      verb === 'announce edit' ? within(clock, PATIENCE, people.groups(came.team, signal)) : undefined,
    ]);
    if (start && 'refused' in start) return reception.tell(came, [{ key: start.refused }]);
    const { given = {}, unfit = [] } = start ?? {};

    const own: Given = first && typed !== undefined ? { [first.name]: typed } : {};
    const { place } = came;
    const asker = caller ?? { person: came.person, place, moderates: false, locale };

    function named({ kind }: Field, id: string): Choice {
      if (kind === 'voice') return desk.voices(id, locale).find((voice) => voice.id === id) ?? { id, name: id };
      if (kind !== 'presenter' && kind !== 'announcement') return { id, name: id };
      const wanted = id.toLowerCase();
      const all = [
        ...desk.choices({ kind, typed: id, caller: asker }),
        ...desk.choices({ kind, typed: '', caller: asker }),
      ];
      return all.find((one) => one.id === id || one.name.toLowerCase() === wanted) ?? { id, name: id };
    }
    const holds = given.people !== undefined || given.roles !== undefined;
    const data = { ...formWhere(came, clock, locale), kind: 'verb', verb, ...(holds && { holds }) } as const;
    const group = (id: string) => groups.find((one) => one.id === id)?.handle;
    await open(came, trigger, verbForm({ data, given: { ...own, ...given }, unfit, named, group }));
  };
}

/** The field that what is written behind a verb is for. */
export function firstFieldOf(verb: VerbName): Field | undefined {
  const { fields }: Verb = VERBS[verb];
  return fields[0];
}

/** Whether a field names what a verb is about. */
export const isSubject = ({ kind }: Field) => kind === 'presenter' || kind === 'announcement';
