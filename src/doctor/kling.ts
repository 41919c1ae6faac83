import { systemClock, wait } from '../clock.ts';
import type { Config } from '../config.ts';
import { isLoopback } from '../config-fields.ts';
import { KlingError, Unreadable } from '../kling/errors.ts';
import { type Kling, openKling } from '../kling/open-kling.ts';
import type { ProfileName } from '../kling/profile.ts';
import { type Check, type Finding, note, ok, wrong } from './finding.ts';

const ABOUT = 'Kling';

/** Sooner than in a running Herald, where nobody sits and waits (ms). */
const TIMEOUTS = { connect: 5_000, read: 8_000, body: 8_000 };

/** Whether Kling answers these credentials, by free list requests alone. */
export function klingAccount({ kling: settings, publicUrl }: Pick<Config, 'kling' | 'publicUrl'>): Check {
  const { credentials, baseUrl, mode, profile: wanted } = settings;
  return {
    about: ABOUT,
    async look(signal) {
      if (!credentials) return [note(ABOUT, SANDBOX)];
      const kling = openKling({
        baseUrl,
        credentials,
        mode,
        now: systemClock.now,
        // nobody else asks at the same moment
        random: () => 0,
        wait: (ms, stop) => wait(systemClock, ms, stop),
        timeouts: TIMEOUTS,
      });
      try {
        const profile = await profileOf(kling, wanted, signal);
        if (typeof profile !== 'string') return [profile];
        return [
          ok(ABOUT, `${baseUrl} takes the key; it is spoken to by the profile ${profile}.`),
          ...recordings(profile),
        ];
      } catch (error) {
        if (error instanceof KlingError || error instanceof Unreadable) return [failure(error)];
        throw error;
      } finally {
        await kling.close();
      }

      function recordings(name: ProfileName): Finding[] {
        const fetches = kling.profiles[name].takes.sound === 'url';
        return fetches && !publicUrl && !isLoopback(new URL(baseUrl).hostname) ? [note(ABOUT, RECORDINGS)] : [];
      }
    },
  };

  function failure(error: KlingError | Unreadable): Finding {
    if (error instanceof KlingError) {
      const says = `${error.row.operator} (code ${error.code})`;
      return error.transient ? note(ABOUT, says) : wrong(ABOUT, says);
    }
    if (error.status === undefined) {
      return wrong(ABOUT, `${baseUrl} was not reached: check the network, and KLING_BASE_URL. (${error.message})`);
    }
    if (error.transient) return note(ABOUT, `${baseUrl} is not well; try again in some minutes. (${error.message})`);
    return wrong(ABOUT, `What answers at ${baseUrl} is not Kling’s API: check KLING_BASE_URL. (${error.message})`);
  }
}

const SANDBOX =
  'no credentials are set, so the sandbox stands in: its videos cost nothing and say so. For real ones, set KLING_API_KEY.';
const RECORDINGS =
  'this profile has Kling fetch recordings from Herald, and PUBLIC_URL is not set: words can be spoken, recordings cannot.';

/** The profile that was insisted on, when it is answered, or the one that is found; otherwise what to do. */
async function profileOf(
  kling: Kling,
  wanted: ProfileName | 'auto',
  signal: AbortSignal,
): Promise<ProfileName | Finding> {
  if (wanted === 'auto') {
    const found = await kling.detect(signal);
    if ('decided' in found) return found.decided;
    if (isOfPath(found.error)) return wrong(ABOUT, found.undecided);
    throw found.error;
  }
  try {
    await kling.profiles[wanted].list(1, 1, signal);
    return wanted;
  } catch (error) {
    if (!isOfPath(error)) throw error;
    return wrong(
      ABOUT,
      `the profile ${wanted} is not answered: leave KLING_PROFILE out, or check it. (${error.message})`,
    );
  }
}

/** Whether Kling’s answer says no more than that it does not serve what was asked. */
function isOfPath(error: unknown): error is KlingError {
  return error instanceof KlingError && !error.transient && (error.kind === 'invalid' || error.kind === 'unknown');
}
