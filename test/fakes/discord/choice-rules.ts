import type { APIApplicationCommandOptionChoice } from 'discord.js';
import { DiscordError } from './errors.ts';
import { createProblems } from './field-problems.ts';
import { LIMITS } from './limits.ts';

/** The suggestions of an autocomplete, if Discord would show them. @throws DiscordError 50035 */
export function checkChoices(
  choices: readonly APIApplicationCommandOptionChoice[],
): readonly APIApplicationCommandOptionChoice[] {
  const problems = createProblems();
  problems.count(['data', 'choices'], choices, 0, LIMITS.choices);
  for (const [i, { name, value }] of choices.entries()) {
    problems.length(['data', 'choices', i, 'name'], name, 1, LIMITS.optionText);
    if (typeof value === 'string') problems.length(['data', 'choices', i, 'value'], value, 1, LIMITS.optionText);
  }
  if (problems.found.length > 0) throw new DiscordError(50035, problems.found);
  return choices;
}
