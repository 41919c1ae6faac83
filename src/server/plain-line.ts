import type { Line, Value } from '../platforms/message.ts';
import { say, type TextParams } from '../texts.ts';

/** A line as a program's user reads it: who and what is named by its id, times are ISO 8601. */
export function plainLine({ key, params = {} }: Line): string {
  const plain: TextParams = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, plainValue(value)]),
  );
  return say(key, plain);
}

function plainValue(value: Value): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if ('person' in value) return value.person;
  if ('channel' in value) return value.channel;
  if ('role' in value) return value.role;
  if ('code' in value) return value.code;
  if ('when' in value) return new Date(value.when).toISOString();
  return 'url' in value ? value.url : plainLine(value);
}
