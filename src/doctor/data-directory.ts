import { constants } from 'node:fs';
import { access, readdir, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ROOM as FULL } from '../jobs/accept.ts';
import { isLocked } from '../store/lock.ts';
import { type Check, type Finding, note, ok, wrong } from './finding.ts';

/** Free space in bytes. A job keeps a photo, a recording and up to two videos of some 40 MB each for KEEP_DAYS. */
const TIGHT = 1_000_000_000;

/** Whether Herald can keep its data where `DATA_DIR` says. */
export function dataDirectory(configured: string): Check {
  const directory = resolve(configured);
  return {
    about: 'Data directory',
    async look() {
      const place = await nearestThere(directory);
      const obstacle = await obstacleAt(place, directory);
      if (obstacle) return [wrong(this.about, obstacle)];
      return [presence(this.about, place, directory), await space(place)];
    },
  };
}

/** The folder itself or, before the first start, the nearest one above it that is there. */
async function nearestThere(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    const code = codeOf(error);
    if ((code !== 'ENOENT' && code !== 'ENOTDIR') || dirname(path) === path) throw error;
    return nearestThere(dirname(path));
  }
}

async function obstacleAt(place: string, directory: string): Promise<string | undefined> {
  if (!(await stat(place)).isDirectory()) {
    return `${place} is a file, so ${directory} cannot be a folder: set DATA_DIR to another folder.`;
  }
  const inside = place === directory ? await readable(place) : [];
  for (const path of [place, ...inside]) {
    const code = await refused(path);
    if (code) {
      return `${path} cannot be read and written (${code}): give it to the user that runs Herald, or set DATA_DIR to another folder.`;
    }
  }
  return undefined;
}

/** What is in a folder; nothing where it cannot be listed, which {@link refused} tells of the folder itself. */
async function readable(directory: string): Promise<readonly string[]> {
  if (await refused(directory)) return [];
  return (await readdir(directory)).map((name) => join(directory, name));
}

/** The code of the system's error, where this process may not read and write a file, or not enter a folder as well. */
async function refused(path: string): Promise<string | undefined> {
  const { R_OK, W_OK, X_OK } = constants;
  try {
    await access(path, (await stat(path)).isDirectory() ? R_OK | W_OK | X_OK : R_OK | W_OK);
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    // a running Herald removes files of its own
    if (code === 'ENOENT') return undefined;
    if (code === undefined) throw error;
    return code;
  }
}

function presence(about: string, place: string, directory: string): Finding {
  if (place !== directory) return ok(about, `${directory} is made at the first start.`);
  return ok(
    about,
    `${directory} can be written. ${isLocked(directory) ? 'A Herald runs on it.' : 'No Herald runs on it.'}`,
  );
}

async function space(place: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(place);
  const free = bavail * bsize;
  const about = 'Disk';
  const says = `${(free / 1e9).toFixed(1)} GB are free`;
  if (free < FULL)
    return wrong(about, `${says}, too little for a new job: make room on that disk, or lower KEEP_DAYS.`);
  if (free < TIGHT) return note(about, `${says}: make room on that disk, or lower KEEP_DAYS, before it is full.`);
  return ok(about, `${says}.`);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
