import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSound } from '../media/make-sound.ts';
import { removeDir } from './bot.ts';

/** A recording, as chats take one from people. */
export interface Sound {
  readonly bytes: Buffer;
  readonly name: string;
  readonly contentType: string;
}

const TYPES = { mp3: 'audio/mpeg', wav: 'audio/wav', ogg: 'audio/ogg', m4a: 'audio/mp4' } as const;

const sounds = new Map<string, Promise<Sound>>();

/** A recording of so many seconds. */
export function sound(as: keyof typeof TYPES, seconds = 2): Promise<Sound> {
  const name = `${seconds} seconds.${as}`;
  const made = sounds.get(name) ?? record(as, seconds);
  sounds.set(name, made);
  return made;
}

async function record(as: keyof typeof TYPES, seconds: number): Promise<Sound> {
  const dir = mkdtempSync(join(tmpdir(), 'herald-sound-'));
  try {
    const bytes = readFileSync(await makeSound(join(dir, `sound.${as}`), as, seconds));
    return { bytes, name: `sound.${as}`, contentType: TYPES[as] };
  } finally {
    removeDir(dir);
  }
}
