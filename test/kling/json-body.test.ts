import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Fields, jsonBody } from '../../src/kling/json-body.ts';

/** The same body, made at once. */
const whole = (fields: Fields) =>
  JSON.stringify(fields, (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value));

test('what is streamed is the JSON of the fields, bytes as base64, and as long as was said', async () => {
  const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.uint8Array());
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), value), async (fields) => {
      const body = jsonBody(fields);
      const sent = await text(body.stream());
      expect(JSON.parse(sent)).toEqual(JSON.parse(whole(fields)));
      expect(Buffer.byteLength(sent)).toBe(body.bytes);
    }),
  );
});

test.each([48 * 1024 - 1, 48 * 1024, 48 * 1024 + 1, 200_000])('%i bytes are joined without a seam', async (size) => {
  const image = Uint8Array.from({ length: size }, (_, index) => (index * 7) % 251);
  const body = jsonBody({ image });
  expect(await text(body.stream())).toBe(`{"image":"${Buffer.from(image).toString('base64')}"}`);
  expect(body.bytes).toBe(Math.ceil(size / 3) * 4 + '{"image":""}'.length);
});

test('each stream starts at the beginning', async () => {
  const body = jsonBody({ text: 'Grüße' });
  expect([await text(body.stream()), await text(body.stream())]).toEqual(['{"text":"Grüße"}', '{"text":"Grüße"}']);
});
