import type { Desk } from '../../../commands/desk.ts';
import { VERBS, type Verb, verbOf } from '../../../commands/verbs.ts';
import type { Line } from '../message.ts';
import { clean } from '../plain.ts';
import { verbsOf } from './commands.ts';
import { NO_NAMES } from './names.ts';
import type { Came, Reception } from './reception.ts';
import { decoded, spokenWords } from './spoken.ts';
import { firstFieldOf, isSubject, type VerbForms } from './verb-forms.ts';

export interface SlashVerbsOptions {
  readonly desk: Desk;
  readonly reception: Reception;
  readonly forms: VerbForms;
}

/** A command with a word behind it: `/presenter`, `/announce`. */
export type SlashVerbs = (
  came: Came,
  trigger: string,
  command: Verb['command'],
  text: string | null | undefined,
) => Promise<void>;

/** What needs nothing but a name is done at once; a form opens for all else, and with no name. */
export function slashVerbs({ desk, reception, forms }: SlashVerbsOptions): SlashVerbs {
  return async (came, trigger, command, text) => {
    const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(text ?? '') ?? [];
    const verb = verbOf(command, word.toLowerCase());
    if (verb === undefined) return reception.tell(came, wordsOf(command));
    const first = firstFieldOf(verb);
    const typed = first?.kind === 'words' ? spokenWords(rest, '', NO_NAMES) : nameIn(rest);
    const { fields }: Verb = VERBS[verb];
    const isName = fields.length === 1 && first !== undefined && isSubject(first);
    if (fields.length === 0 || (isName && typed !== undefined)) {
      const given = first ? { [first.name]: typed } : {};
      return reception.serve(came, (received) => desk.verb({ ...received, verb, given }));
    }
    return reception.attempt(came, () => forms(came, trigger, verb, typed));
  };
}

/** A name as it was typed, perhaps between quotes. */
function nameIn(typed: string): string | undefined {
  const name = clean(decoded(typed)).replace(/\s+/g, ' ').trim();
  return name.replace(/^["“”„](.+)["“”]$/, '$1') || undefined;
}

/** What can be written behind a command, and what that does. */
function wordsOf(command: Verb['command']): readonly Line[] {
  return [
    { key: 'slack_verbs', params: { command: `/${command}` } },
    ...verbsOf(command).map(
      ({ word, about }): Line => ({
        key: 'slack_verb',
        params: { words: `/${command} ${word}`, about: { key: about } },
      }),
    ),
  ];
}
