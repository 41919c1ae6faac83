import { describe, expect, test } from 'vitest';
import { note, ok, wrong } from '../../src/doctor/finding.ts';
import { lineOf } from '../../src/doctor/line.ts';

describe('a line of the doctor’s', () => {
  test('says in a sign and in a word how it stands', () => {
    expect(lineOf(ok('Node.js', 'fine.'), [])).toBe('✓ ok    Node.js: fine.');
    expect(lineOf(note('Node.js', 'so so.'), [])).toBe('! note  Node.js: so so.');
    expect(lineOf(wrong('Node.js', 'bad.'), [])).toBe('✗ wrong Node.js: bad.');
  });

  test('stays one line, and steers no terminal, whatever a server is called', () => {
    const line = lineOf(ok('Discord server “a\u001b[2J\r\nb\u202ec\u2028d”', 'fine.'), []);
    expect(line).toBe('✓ ok    Discord server “a [2J b c d”: fine.');
  });

  test('shows no secret, even where an error holds one', () => {
    const line = lineOf(wrong('Discord', 'GET /x?token=hush-hush failed'), ['hush-hush', 'a']);
    expect(line).toBe('✗ wrong Discord: GET /x?token=… failed');
  });
});
