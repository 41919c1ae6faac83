import { type APIApplicationCommandAutocompleteInteraction, ApplicationCommandOptionType } from 'discord.js';
import type { Caller, Desk } from '../../../commands/desk.ts';
import { type Choice, VERBS, type Verb, verbOf } from '../../../commands/verbs.ts';

type Typing = APIApplicationCommandAutocompleteInteraction;

/** What fits what is being typed into an option; nothing where nothing is suggested. */
export function suggestions(desk: Pick<Desk, 'voices' | 'choices'>) {
  return ({ data }: Typing, caller: Caller): readonly Choice[] => {
    const [first] = data.options ?? [];
    const isVerb = first?.type === ApplicationCommandOptionType.Subcommand;
    const focused = (isVerb ? first.options : data.options)?.find((option) => 'focused' in option && option.focused);
    if (focused?.type !== ApplicationCommandOptionType.String) return [];
    const { name, value: typed } = focused;
    const kind = isVerb ? kindOf(data.name, first.name, name) : name;
    if (kind === 'voice') return desk.voices(typed, caller.locale);
    if (kind === 'presenter' || kind === 'announcement') return desk.choices({ kind, typed, caller });
    return [];
  };
}

function kindOf(command: string, word: string, option: string): string | undefined {
  const name = verbOf(command, word);
  const verb: Verb | undefined = name && VERBS[name];
  return verb?.fields.find((field) => field.name === option)?.kind;
}
