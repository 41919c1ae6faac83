import { randomBytes } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

/** A photo that looks like no other. */
export async function noise(): Promise<Buffer> {
  return sharp(randomBytes(320 * 320 * 3), { raw: { width: 320, height: 320, channels: 3 } })
    .jpeg()
    .toBuffer();
}

/** The files under a folder that hold these bytes, wherever they stand in them. */
export function holding(dir: string, what: string | Buffer): readonly string[] {
  const files = globSync('**', { cwd: dir }).filter((name) => statSync(join(dir, name)).isFile());
  return files.filter((name) => readFileSync(join(dir, name)).includes(what));
}
