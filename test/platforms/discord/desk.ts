import type { Overheard } from '../../../commands/announcements.ts';
import type { Asked, Caller, Desk, FormStart, NoForm, Pressed, VoiceChoice } from '../../../commands/desk.ts';
import type { Choice, ChoiceAsked, VerbAsked, VerbStart } from '../../../commands/verbs.ts';
import type { Place } from '../../../src/jobs/job.ts';
import type { Answer } from '../../../src/platforms/platform.ts';

/** What a desk was asked, by what. */
export interface Calls {
  ask: Asked;
  press: Pressed;
  jobs: { readonly caller: Caller; readonly answer: Answer; readonly everybody: boolean | undefined };
  help: { readonly caller: Caller; readonly answer: Answer };
  settings: { readonly caller: Caller; readonly answer: Answer };
  verb: VerbAsked;
}

const VOICES: readonly VoiceChoice[] = [
  { id: 'oversea_male1', name: 'Anchor (English)' },
  { id: 'uk_boy1', name: 'Bud (English)' },
];

/** A desk that writes down what it is asked, and answers as it is told to. */
export interface RecordingDesk extends Desk {
  /** The next call of this kind that has not been taken yet; waits for it. */
  next<K extends keyof Calls>(kind: K): Promise<Calls[K]>;
  /** How many calls there were, of every kind. */
  readonly count: number;
  /** What forms start with; a test may put a promise here that never resolves. */
  start: Promise<FormStart | NoForm>;
  /** Jobs and persons that forms were asked for. */
  readonly forms: { readonly person: string; readonly job: string | undefined }[];
  /** What forms for a verb start with. */
  verbStart: Promise<VerbStart>;
  /** Verbs and subjects that forms were asked for. */
  readonly verbForms: { readonly person: string; readonly verb: string; readonly subject: string | undefined }[];
  /** Runs within each call, before it ends. */
  during: (answer: Answer) => Promise<void>;
  /** What may be chosen among, of either kind. */
  known: readonly Choice[];
  /** What choices were asked for. */
  readonly asked: ChoiceAsked[];
  /** Channels that are listened to. */
  readonly listened: Place[];
  /** What was overheard. */
  readonly heard: Overheard[];
}

export function recordingDesk(): RecordingDesk {
  const taken: { [K in keyof Calls]: Calls[K][] } = { ask: [], press: [], jobs: [], help: [], settings: [], verb: [] };
  const waiting = new Map<keyof Calls, (() => void)[]>();
  let count = 0;

  async function note<K extends keyof Calls>(kind: K, call: Calls[K]): Promise<void> {
    // like any desk, it does nothing for somebody who does not see that the bot is at it
    if ((await call.answer.begun) === false) return;
    count += 1;
    taken[kind].push(call);
    waiting.get(kind)?.shift()?.();
    await desk.during(call.answer);
  }

  const desk: RecordingDesk = {
    forms: [],
    verbForms: [],
    verbStart: Promise.resolve({ given: {} }),
    known: [],
    asked: [],
    listened: [],
    heard: [],
    start: Promise.resolve({ voices: VOICES }),
    during: async () => {},
    get count() {
      return count;
    },
    async next(kind) {
      for (;;) {
        const call = taken[kind].shift();
        if (call) return call;
        await new Promise<void>((resolve) => waiting.set(kind, [...(waiting.get(kind) ?? []), resolve]));
      }
    },
    taking: (_came, work) => work(Promise.resolve(), () => {}),
    ask: (asked) => note('ask', asked),
    press: (pressed) => note('press', pressed),
    jobs: (caller, answer, everybody) => note('jobs', { caller, answer, everybody }),
    help: (caller, answer) => note('help', { caller, answer }),
    settings: (caller, answer) => note('settings', { caller, answer }),
    home: ({ locale }) => Promise.resolve({ locale, lines: [{ key: 'home_ready' }] }),
    questionTo: () => Promise.resolve(undefined),
    voices: (typed) => VOICES.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase())),
    form(caller, job) {
      desk.forms.push({ person: caller.person, job });
      return desk.start;
    },
    verb: (asked) => note('verb', asked),
    verbForm(caller, verb, subject) {
      desk.verbForms.push({ person: caller.person, verb, subject });
      return desk.verbStart;
    },
    mistakes: () => ({}),
    choices(asked) {
      desk.asked.push(asked);
      return desk.known;
    },
    listensTo: ({ channel }) => desk.listened.some((place) => place.channel === channel),
    async overheard(said) {
      desk.heard.push(said);
    },
  };
  return desk;
}
