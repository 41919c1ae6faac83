import { isObject, type Loose } from '../loose.ts';

/** Takes note of what is wrong with a value, in Slack's words: `must be less than 76 characters [json-pointer:/blocks/0/text/text]`. */
export interface Check {
  readonly found: string[];
  add(sentence: string, ...path: Path): void;
  /** A string of `least` to `most` characters; absent only where `least` is 0. */
  string(value: unknown, least: number, most: number, ...path: Path): void;
  /** A list of `least` to `most` things; gives those that are objects. */
  list(value: unknown, least: number, most: number, ...path: Path): readonly Loose[];
  /** A text object of one of `types`, of 1 to `most` characters. */
  text(value: unknown, types: readonly TextType[], most: number, ...path: Path): void;
  /** The same, where it is there at all. */
  optionalText(value: unknown, types: readonly TextType[], most: number, ...path: Path): void;
  /** Says what Slack knows no field for. */
  names(value: Loose, known: readonly string[], ...path: Path): void;
}

export type TextType = 'plain_text' | 'mrkdwn';
type Path = readonly (string | number)[];

export const PLAIN: readonly TextType[] = ['plain_text'];
export const ANY_TEXT: readonly TextType[] = ['plain_text', 'mrkdwn'];

export function createCheck(): Check {
  const found: string[] = [];
  const check: Check = {
    found,
    add: (sentence, ...path) => void found.push(`${sentence} [json-pointer:/${path.join('/')}]`),
    string(value, least, most, ...path) {
      if (value === undefined && least === 0) return;
      if (typeof value !== 'string') return check.add('must be a string', ...path);
      if (value.length < least) check.add(`must be more than ${least - 1} characters`, ...path);
      if (value.length > most) check.add(`must be less than ${most + 1} characters`, ...path);
    },
    list(value, least, most, ...path) {
      if (value === undefined && least === 0) return [];
      if (!Array.isArray(value)) {
        check.add('must be an array', ...path);
        return [];
      }
      if (value.length < least) check.add(`no less than ${least} items allowed`, ...path);
      if (value.length > most) check.add(`no more than ${most} items allowed`, ...path);
      for (const [i, item] of value.entries()) if (!isObject(item)) check.add('must be an object', ...path, i);
      return value.filter(isObject);
    },
    text(value, types, most, ...path) {
      if (!isObject(value)) return check.add('must provide an object', ...path);
      const type = types.find((one) => one === value.type);
      if (!type) return check.add(`must be of type ${types.join(' or ')}`, ...path, 'type');
      check.names(value, ['type', 'text', type === 'mrkdwn' ? 'verbatim' : 'emoji'], ...path);
      check.string(value.text, 1, most, ...path, 'text');
    },
    optionalText(value, types, most, ...path) {
      if (value !== undefined) check.text(value, types, most, ...path);
    },
    names(value, known, ...path) {
      for (const name of Object.keys(value))
        if (!known.includes(name)) check.add(`invalid additional property: ${name}`, ...path);
    },
  };
  return check;
}
