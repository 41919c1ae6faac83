import { sayable } from '../plain.ts';

/** The names behind ids, where they are known. */
export interface Names {
  person(id: string): string | undefined;
  role(id: string): string | undefined;
  channel(id: string): string | undefined;
}

/**
 * What a face can say of a message: mentions become names; the bot's own mention and what cannot be spoken (custom emoji,
 * timestamps) is left out. Undefined when no words are left.
 * @param me the bot's id
 */
export function spokenWords(content: string, me: string, names: Names): string | undefined {
  const words = content
    .replace(/<@!?(\d+)>/g, (_, id: string) => (id === me ? '' : (names.person(id) ?? '')))
    .replace(/<@&(\d+)>/g, (_, id: string) => names.role(id) ?? '')
    .replace(/<#(\d+)>/g, (_, id: string) => names.channel(id) ?? '')
    .replace(/<\/([^:>]+):\d+>/g, '$1')
    .replace(/<a?:\w+:\d+>|<t:-?\d+(?::\w)?>|<id:\w+>/g, '');
  return sayable(words);
}
