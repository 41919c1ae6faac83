import { isIPv4 } from 'node:net';
import { z } from 'zod';

/** What is said of a setting. */
export interface About {
  /** One line for people. Shown in `.env.example` and in the README's table. */
  readonly meaning: string;
  /** Never shown, not even in a complaint about it. */
  readonly secret?: true;
}
export const about = z.registry<About>();

/** Each message here ends the sentence “expected …”. */
export const words = (pattern: RegExp, expected: string) => z.string().regex(pattern, expected);
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, `one of ${values.join(', ')}`);
const number = (pattern: RegExp, kind: string, min: number, max: number) => {
  const expected = `${kind} from ${min} to ${max}`;
  return z.string().regex(pattern, expected).transform(Number).pipe(z.number().min(min, expected).max(max, expected));
};
export const whole = (min: number, max: number) => number(/^\d{1,9}$/, 'a whole number', min, max);
export const decimal = (min: number, max: number) => number(/^\d{1,9}(\.\d{1,9})?$/, 'a number', min, max);
export const address = (example: string) => {
  const expected = `an address like ${example}, without a query, a fragment or a password`;
  return z
    .url({ protocol: /^https?$/, error: expected, abort: true })
    .refine((text) => {
      const url = new URL(text);
      return url.search === '' && url.hash === '' && url.username === '' && url.password === '';
    }, expected)
    .transform((text) => text.replace(/\/+$/, ''));
};
export const credential = () => words(/^[\x21-\x7e]{1,4096}$/, 'printable characters without spaces');
/** Separated by commas. */
export const list = (pattern: RegExp, expected: string) =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    )
    .refine((entries) => entries.every((entry) => pattern.test(entry)), `${expected}, separated by commas`);
export const file = (expected: string) => words(/^[^\0]{1,4096}$/, expected);

/** Whether a host is this machine alone: `localhost`, 127.0.0.0/8 or ::1. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || (isIPv4(bare) && bare.startsWith('127.'));
}
