import type { Schema } from './schema.ts';

/** Collects what should not have happened: requests Discord would call malformed, and mistakes of the fake itself. */
export interface Violations {
  readonly found: string[];
  add(sentence: string): void;
  /** Checks a request against its schema; returns what Discord would refuse it for. */
  request(route: string, schema: string, value: unknown): readonly string[];
  /** Checks what the fake says itself. */
  own<T>(schema: string, value: T): T;
}

/** Parts that a request brought: what nobody knows of them was noted then. */
const GIVEN_BACK = /^\S*\/(components|embeds|options)\//;

/** @param schema `undefined` where nothing is checked against the specification */
export function createViolations(schema: Schema | undefined): Violations {
  const found: string[] = [];
  return {
    found,
    add: (sentence) => void found.push(sentence),
    request(route, name, value) {
      if (!schema) return [];
      const { problems, unknownNames } = schema(name, value);
      for (const line of [...problems, ...unknownNames]) found.push(`${route}: ${line}`);
      return problems;
    },
    own(name, value) {
      if (!schema) return value;
      const { problems, unknownNames } = schema(name, value);
      const own = unknownNames.filter((line) => !GIVEN_BACK.test(line));
      for (const line of [...problems, ...own]) found.push(`The fake itself: ${name}: ${line}`);
      return value;
    },
  };
}
