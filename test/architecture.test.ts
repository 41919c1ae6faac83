import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * The direction of imports, from design.md, "The house": main → platforms, server, announcements → commands → jobs → kling,
 * media, engine. The sandbox stands in for Kling's side, so it shares nothing with `kling`.
 */
const MAY_IMPORT = {
  main: ['server', 'platforms', 'announcements', 'commands', 'jobs', 'kling', 'media', 'engine', 'sandbox', 'leaves'],
  server: ['commands', 'jobs', 'media', 'leaves'],
  platforms: ['commands', 'jobs', 'media', 'leaves'],
  announcements: ['commands', 'jobs', 'media', 'engine', 'leaves'],
  commands: ['jobs', 'media', 'engine', 'leaves'],
  jobs: ['kling', 'media', 'engine', 'leaves'],
  kling: ['leaves'],
  media: ['leaves'],
  engine: ['leaves'],
  sandbox: ['media', 'leaves'],
  leaves: [],
} as const satisfies Record<string, readonly string[]>;

type Room = keyof typeof MAY_IMPORT;

/** Files directly in `src/`: what wires the house, and what anybody may use. */
const MAIN = [
  'announcing',
  'chat',
  'doctor',
  'erase',
  'herald',
  'kept',
  'log',
  'main',
  'metrics',
  'run',
  'slack-manifest',
];
const LEAVES = [
  'clock',
  'config',
  'config-discord',
  'config-fields',
  'config-slack',
  'links',
  'mount',
  'refusal',
  'retry-after',
  'seal',
  'standard-webhook',
  'texts',
];

/** The words of the ports: to Kling, and to a chat platform. Types only, for everybody. */
const PORTS = ['src/kling/profile.ts', 'src/platforms/platform.ts', 'src/platforms/message.ts'];

interface Import {
  readonly from: string;
  readonly to: string;
  /** Gone when the program runs. */
  readonly typeOnly: boolean;
}

const ROOT = join(import.meta.dirname, '..');
const files = globSync(['commands/**/*.ts', 'src/**/*.ts'], { cwd: ROOT }).map((path) => path.replaceAll('\\', '/'));
const imports = files.flatMap(importsOf);

function importsOf(from: string): Import[] {
  const text = readFileSync(join(ROOT, from), 'utf8');
  const statements = text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'(\.[^']*)'/gm);
  const dynamic = text.matchAll(/(?:import\(|new URL\()\s*'(\.[^']*\.ts)'/g);
  const to = (path: string) => normalize(join(dirname(from), path)).replaceAll('\\', '/');
  return [
    ...[...statements].map(([, type, path = '']) => ({ from, to: to(path), typeOnly: type !== undefined })),
    ...[...dynamic].map(([, path = '']) => ({ from, to: to(path), typeOnly: false })),
  ];
}

function roomOf(file: string): Room | undefined {
  const [top = '', second = '', third] = file.split('/');
  if (top === 'commands') return 'commands';
  const name = second.replace(/\.ts$/, '');
  if (third === undefined) return MAIN.includes(name) ? 'main' : LEAVES.includes(name) ? 'leaves' : undefined;
  if (second === 'store' || second === 'texts') return 'leaves';
  if (second === 'doctor') return 'main';
  return Object.keys(MAY_IMPORT).find((room): room is Room => room === second);
}

describe('the house', () => {
  test('has a room for every file', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
  });

  test('is imported by paths that exist', () => {
    expect(imports.filter(({ to }) => !files.includes(to))).toEqual([]);
  });

  test('has doors that open one way', () => {
    const wrong = imports.filter(({ from, to, typeOnly }) => {
      const [here, there] = [roomOf(from), roomOf(to)];
      if (!here || !there || here === there || (typeOnly && PORTS.includes(to))) return false;
      return !(MAY_IMPORT[here] as readonly Room[]).includes(there);
    });
    expect(wrong).toEqual([]);
  });

  test.each(PORTS)('has a port, %s, that is types alone', (port) => {
    expect(imports.filter(({ to, typeOnly }) => to === port && !typeOnly)).toEqual([]);
  });

  test('has no circle of rooms', () => {
    const next = new Map<Room, Set<Room>>();
    for (const { from, to, typeOnly } of imports) {
      const [here, there] = [roomOf(from), roomOf(to)];
      if (!here || !there || here === there || (typeOnly && PORTS.includes(to))) continue;
      next.set(here, (next.get(here) ?? new Set()).add(there));
    }
    const circles: string[] = [];
    const walk = (room: Room, path: readonly Room[]) => {
      if (path.includes(room)) return void circles.push([...path, room].join(' → '));
      for (const there of next.get(room) ?? []) walk(there, [...path, room]);
    };
    for (const room of next.keys()) walk(room, []);
    expect(circles).toEqual([]);
  });
});
