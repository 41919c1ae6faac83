import { AVATAR_PATH } from './avatar.ts';
import { KlingError, Unreadable } from './errors.ts';
import { IMAGE2VIDEO_PATH } from './image2video.ts';
import type { ProfileName } from './profile.ts';
import { anyList } from './schemas.ts';
import type { Transport } from './transport.ts';

/** Which profile an account answers, or why that is not known yet: for the operator, in a sentence. */
export type Detection =
  | { readonly decided: ProfileName }
  | { readonly undecided: string; readonly error: KlingError | Unreadable };

/**
 * The longer path first: on a server of the contract page it reads a single task called `image2video`, which gives no list;
 * the live API does not serve the shorter path at all.
 */
const PATHS: readonly (readonly [ProfileName, string])[] = [
  ['image2video', IMAGE2VIDEO_PATH],
  ['avatar', AVATAR_PATH],
];

/**
 * Finds out by free list requests which profile this account answers. Only a list proves something; a refused key, an empty
 * pack or a network that fails proves nothing. @throws the signal's reason when it aborts.
 */
export async function detectProfile(transport: Transport, signal: AbortSignal): Promise<Detection> {
  const failures: (KlingError | Unreadable)[] = [];
  for (const [name, path] of PATHS) {
    try {
      await transport.read({ route: 'list', path: `${path}?pageNum=1&pageSize=1`, data: anyList }, signal);
      return { decided: name };
    } catch (error) {
      if (!(error instanceof KlingError || error instanceof Unreadable)) throw error;
      // a path that may answer later is not passed over for the next one
      if (error.transient) return { undecided: sentence(error), error };
      failures.push(error);
    }
  }
  const error = failures.find(isTelling) ?? failures[0];
  if (!error) throw new Error('no profile was asked');
  return { undecided: sentence(error), error };
}

/** Whether an error says more than that a path is not served. */
function isTelling(error: KlingError | Unreadable): boolean {
  return error instanceof KlingError ? error.kind !== 'invalid' && error.kind !== 'unknown' : error.transient;
}

function sentence(error: KlingError | Unreadable): string {
  const asked = 'It is not known yet which API this Kling account answers';
  if (error instanceof KlingError && isTelling(error)) return `${asked}: ${error.row.operator} (code ${error.code})`;
  if (isTelling(error)) return `${asked}: ${error.message}`;
  return `${asked}: neither list was answered; set KLING_PROFILE, or check KLING_BASE_URL. (${error.message})`;
}
