import { sayable } from '../plain.ts';
import type { Names } from './names.ts';

/** Slack's names for emoji; what stands around those of figures alone tells them from times of day. */
const EMOJI =
  /(?<![\p{L}\p{N}]):(?:(?=[0-9+_'-]*[a-z])[a-z0-9+_'-]{2,100}|[+-]?\d{1,4}(?=:(?![\p{L}\p{N}]))):(?::skin-tone-[2-6]:)?/gu;

/** Marks of bold, slanted, struck and code text around so many characters at most, where Slack takes them for marks. */
const MARKS = /(?<![\p{L}\p{N}])([*_~`])(?=\S)([^\n]{0,1000}?\S)\1(?![\p{L}\p{N}])/gu;

/** The ids of persons and user groups that are mentioned, so that their names can be found out. */
export function mentioned(text: string): { readonly people: readonly string[]; readonly groups: readonly string[] } {
  const ids = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].flatMap(([, id]) => id ?? []))];
  return { people: ids(/<@([UW][A-Z0-9]+)/g), groups: ids(/<!subteam\^(S[A-Z0-9]+)/g) };
}

export function mentions(text: string, person: string): boolean {
  return text.includes(`<@${person}>`) || text.includes(`<@${person}|`);
}

/**
 * What a face can say of a message in Slack's mrkdwn: mentions become names, links their labels; the bot's own mention, emoji and marks
 * are left out. Undefined when no words are left.
 * @param me the bot's user
 */
export function spokenWords(text: string, me: string, names: Names): string | undefined {
  const words = text
    .replace(/^(?:&gt;)+ ?/gm, '')
    .replace(/```/g, '')
    .replace(/<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g, (_, sign: string, what: string, label: string | undefined) => {
      switch (sign) {
        case '@':
          return what === me ? '' : (names.person(what) ?? plain(label));
        case '#':
          return plain(label);
        case '!':
          return what.startsWith('subteam^') ? (names.group(what.slice(8)) ?? plain(label)) : plain(label);
        default:
          return label || what;
      }
    });
  return speakable(decoded(repeatedly(words, (each) => each.replace(MARKS, '$2'))));
}

/** What a face can say of words as they were typed into a form: all but emoji. Undefined when nothing is left. */
export function speakable(typed: string): string | undefined {
  return sayable(typed.replace(EMOJI, ''));
}

/** A label without the sign that Slack puts before a name. */
const plain = (label: string | undefined) => (label ?? '').replace(/^[@#]/, '');

/** Marks stand within each other three deep, at most. */
const DEPTH = 3;

function repeatedly(text: string, change: (text: string) => string): string {
  return Array.from({ length: DEPTH }).reduce<string>(change, text);
}

/** Words that Slack escaped, as they were typed. */
export function decoded(text: string): string {
  return text.replace(/&(lt|gt|amp);/g, (_, name: string) => (name === 'lt' ? '<' : name === 'gt' ? '>' : '&'));
}
