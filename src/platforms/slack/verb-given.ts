import { SOURCES } from '../../../commands/sources.ts';
import { type Field, type FieldName, type Given, VERBS, type Verb, type VerbName } from '../../../commands/verbs.ts';
import { RATIOS } from '../ratios.ts';
import { chatFile } from './files.ts';
import { type Mistake, mistakeInPhoto } from './filled.ts';
import type { SubmittedBody, SubmittedField } from './payloads.ts';
import { speakable } from './spoken.ts';
import { COUNT } from './verb-modal.ts';

/** What a form for a verb holds, and what is wrong with it as far as can be told at once. */
export interface FilledVerb {
  readonly given: Given;
  readonly mistakes: Partial<Record<FieldName, Mistake>>;
}

/**
 * Fields are looked for by their name alone; what was left empty is absent.
 * @param holds whether nobody is left who was chosen before, where nobody is chosen
 */
export function readVerbForm(team: string, name: VerbName, { view }: SubmittedBody, holds = false): FilledVerb {
  const values = view.state?.values ?? {};
  const { fields }: Verb = VERBS[name];
  const read = fields.map(
    (field) => [field.name, readField(team, field, values[field.name]?.[field.name], holds)] as const,
  );
  const of = (part: 'value' | 'mistake') =>
    Object.fromEntries(read.flatMap(([at, one]) => (one?.[part] === undefined ? [] : [[at, one[part]]])));
  return { given: of('value'), mistakes: of('mistake') };
}

type Read = { readonly value?: unknown; readonly mistake?: Mistake } | undefined;

function readField(team: string, { kind, required }: Field, held: SubmittedField | undefined, holds: boolean): Read {
  if (!held) return undefined;
  const chosen = held.selected_option?.value;
  switch (kind) {
    case 'line':
      return required && held.value?.trim() === ''
        ? { mistake: { key: 'slack_verb_empty' } }
        : { value: held.value?.trim() || undefined };
    case 'words': {
      const value = speakable(held.value ?? '');
      return held.value && value === undefined ? { mistake: { key: 'slack_verb_empty' } } : { value };
    }
    case 'announcement':
    case 'presenter':
    case 'voice':
      return { value: chosen };
    case 'source':
      return { value: SOURCES.find((known) => known === chosen) };
    case 'ratio':
      return { value: RATIOS.find((known) => known === chosen) };
    case 'channel':
      return { value: held.selected_conversation ?? undefined };
    case 'people':
      return { value: someOf(held.selected_users, holds) };
    case 'roles':
      return {
        value: someOf(
          held.selected_options.map(({ value }) => value),
          holds,
        ),
      };
    case 'count':
      return countOf(held.value);
    case 'photo': {
      const [photo] = held.files;
      const mistake = photo && mistakeInPhoto(photo);
      return mistake ? { mistake } : { value: photo && chatFile(team, photo) };
    }
  }
}

const someOf = (ids: readonly string[], orNone: boolean) => (ids.length > 0 || orNone ? ids : undefined);

function countOf(typed: string | null | undefined): Read {
  if (!typed) return undefined;
  const value = Number(typed);
  const isFine = Number.isInteger(value) && value >= COUNT.least && value <= COUNT.most;
  return isFine ? { value } : { mistake: { key: 'slack_verb_count', params: COUNT } };
}
