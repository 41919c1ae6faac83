import type { FieldName } from '../../../commands/verbs.ts';

/** How many roles or people one command can name: an option of Discord's holds one. */
const SEVERAL = 3;

/** The options that a field of several is filled in by: its own name, and that with a number. */
export function optionNames(field: FieldName): readonly string[] {
  return Array.from({ length: SEVERAL }, (_, at) => (at === 0 ? field : `${field}_${at + 1}`));
}
