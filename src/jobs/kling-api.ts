import type { Clock } from '../clock.ts';
import type { Detection } from '../kling/detect.ts';
import { pausesQueue } from '../kling/errors.ts';
import type { Profile, ProfileName } from '../kling/profile.ts';
import type { Namespace } from '../store/namespace.ts';
import type { TextKey } from '../texts.ts';
import type { Target } from './job.ts';

/** The Kling that this process talks to. */
export interface KlingApi {
  /** With the profile as soon as `auto` has found out. */
  readonly target: Target;
  /** Undefined while it is not known which profile answers: jobs wait. */
  readonly profile: Profile | undefined;
  /** Why the profile is not known: for people, and for the operator. */
  readonly undecided?: { readonly key: TextKey; readonly operator: string };
}

/** Whether a job may go on with this Kling: the same account at the same address, in the same shape. */
export function isSameTarget(job: Target, present: Target): boolean {
  return (
    job.baseUrl === present.baseUrl &&
    job.account === present.account &&
    (job.profile === undefined || present.profile === undefined || job.profile === present.profile)
  );
}

/** Kling keeps tasks and results this long (ms; facts/kling.md §4). */
export const RESULTS_LIVE = 30 * 24 * 3_600_000;

/** Waits between two tries to find out (ms). */
const RETRY = 15_000;

export interface FindProfileOptions {
  readonly clock: Clock;
  /** `KLING_PROFILE` */
  readonly wanted: ProfileName | 'auto';
  readonly profiles: Readonly<Record<ProfileName, Profile>>;
  readonly target: Omit<Target, 'profile'>;
  /** Which profile an account answered before. */
  readonly remembered: Namespace<ProfileName>;
  readonly detect: (signal: AbortSignal) => Promise<Detection>;
  /** Called once, as soon as the profile is known. */
  readonly onDecided: (profile: ProfileName, how: 'set' | 'remembered' | 'found') => void;
  readonly onUndecided: (operator: string) => void;
  readonly onError: (error: unknown) => void;
}

/** Settles which profile is spoken: the one that is set, the one remembered for this account, or by asking until one answers. */
export interface ProfileFinder {
  readonly api: () => KlingApi;
  /** Resolves at once, also where asking goes on behind it. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function profileFinder(options: FindProfileOptions): ProfileFinder {
  const { clock, wanted, profiles, target, remembered } = options;
  const key = `${target.baseUrl} ${target.account}`;
  const stopping = new AbortController();
  let cancel = () => {};
  let asking = Promise.resolve();
  let api: KlingApi = {
    target,
    profile: undefined,
    undecided: { key: 'job_undecided', operator: 'Kling has not been asked yet which API it answers.' },
  };

  function decide(name: ProfileName, how: 'set' | 'remembered' | 'found'): void {
    api = { target: { ...target, profile: name }, profile: profiles[name] };
    options.onDecided(name, how);
  }

  async function ask(): Promise<void> {
    const detection = await options.detect(stopping.signal);
    if ('decided' in detection) {
      await remembered.set(key, detection.decided);
      return decide(detection.decided, 'found');
    }
    const { error, undecided } = detection;
    const reachable = error.name === 'KlingError';
    const forPeople = pausesQueue(error) ? error.person : reachable ? 'job_no_profile' : 'job_undecided';
    api = { target, profile: undefined, undecided: { key: forPeople, operator: undecided } };
    options.onUndecided(undecided);
  }

  function run(): void {
    asking = ask()
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) options.onError(error);
      })
      .then(() => {
        if (!api.profile && !stopping.signal.aborted) cancel = clock.after(RETRY, run);
      });
  }

  return {
    api: () => api,
    async start() {
      const known = wanted === 'auto' ? await remembered.get(key) : wanted;
      if (known) decide(known, wanted === 'auto' ? 'remembered' : 'set');
      else run();
    },
    async stop() {
      stopping.abort(new Error('Herald stops.'));
      cancel();
      await asking;
    },
  };
}
