import { mkdir } from 'node:fs/promises';
import { within } from '../src/clock.ts';
import type { Answer } from '../src/platforms/platform.ts';
import { keyedMutex } from '../src/store/mutex.ts';
import type { Namespace } from '../src/store/namespace.ts';
import type { Access } from './access.ts';
import { pressing } from './actions.ts';
import { asking, causeOf } from './ask.ts';
import { incoming } from './bytes.ts';
import { choices } from './choices.ts';
import { type Confirmation, confirmations } from './confirm.ts';
import type { Asked, Caller, Desk } from './desk.ts';
import { form } from './form.ts';
import { help } from './help.ts';
import { home } from './home.ts';
import { type IntakeTables, intake } from './intake.ts';
import { lapse } from './lapse.ts';
import { line, message } from './message.ts';
import { mistakes } from './mistakes.ts';
import { myJobs } from './my-jobs.ts';
import { overhearing } from './overhearing.ts';
import { type Parked, parkedRequests } from './parked.ts';
import type { DeskNeeds, DeskParts } from './parts.ts';
import { questionTo } from './question-to.ts';
import { recover } from './recover.ts';
import { saying } from './saying.ts';
import { settings } from './settings.ts';
import { verb } from './verb.ts';
import { verbForm } from './verb-form.ts';
import { type Voice, voiceList } from './voices.ts';

export interface DeskOptions extends DeskNeeds {
  /** Loaded. */
  readonly access: Access;
  readonly voices: readonly Voice[];
  /** Ids of the voices that come first: the operator's own. */
  readonly favourites: readonly string[];
  /** Where files are while they are looked at; made when absent. */
  readonly dir: string;
  /** A table each, of its own. */
  readonly tables: IntakeTables & {
    readonly parked: Namespace<Parked>;
    readonly confirmations: Namespace<Confirmation>;
  };
}

/** A desk that is opened before the platforms bring anything, and closed after they have stopped to. */
export interface OpenDesk extends Desk {
  /** Reads what is kept. @throws StoreError */
  start(): Promise<void>;
  /** A platform is connected, for the first time: those whose requests were interrupted on it are told, beside everything else. */
  connected(platform: string): void;
  /** Gives up what is being fetched, telling its people, and waits until nothing is under way; a few seconds at most. */
  stop(): Promise<void>;
}

/** How long a stop waits for what is under way (ms): platforms may be slow to take the last word. */
const GRACE = 3_000;

/** The desk, put together: each request goes to its command, and what goes wrong with it is said. */
export function createDesk(options: DeskOptions): OpenDesk {
  const { tables, clock, log } = options;
  const closing = new AbortController();
  const mutex = keyedMutex();
  const running = new Set<Promise<void>>();
  const say = saying(log, closing.signal);

  /** Everything that is begun here is awaited by `stop`. */
  async function run(act: () => Promise<void>): Promise<void> {
    const work = act();
    running.add(work);
    await work.finally(() => running.delete(work));
  }

  const parts: DeskParts = {
    ...options,
    confirmations: confirmations(tables.confirmations, clock.now),
    parked: parkedRequests(tables.parked, clock, (id) => void run(() => lapse(parts, mutex, id)).catch(behind(id))),
    intake: intake(tables, clock, log),
    incoming: incoming(options),
    voices: voiceList(options.voices, options.favourites),
    closing: closing.signal,
  };
  const requests = asking(parts, mutex, say);

  function behind(id: string) {
    return (err: unknown) => {
      // what a stop gives up, the next start goes on with
      if (!closing.signal.aborted) log.error({ err, request: id }, 'could not finish a request that had been waiting');
    };
  }

  /**
   * Does what somebody asked for, unless the bot is about to stop.
   * @param cause what is told to be given up does not begin when its cause is told again
   */
  function serve(
    { locale }: Caller,
    answer: Answer,
    act: () => Promise<void>,
    cause?: Pick<Asked, 'origin'>,
  ): Promise<void> {
    const id = cause ? causeOf(cause) : options.randomId();
    const givesUp = async () => (cause ? parts.intake.end(id) : undefined);
    const unlessClosing = async () => {
      closing.signal.throwIfAborted();
      await act();
    };
    return run(() => say({ answer, locale, id, broken: 'desk_broken', givesUp }, unlessClosing));
  }

  const press = pressing(parts, requests, mutex);
  const overheard = overhearing(parts);

  return {
    taking(came, work) {
      const { place, locale, answer, answers, confirms } = came;
      const about = confirms ?? (answers === undefined ? undefined : parts.parked.askedBy(place, answers)?.id);
      const taken = { platform: place.platform, ref: answer.ref, locale };
      return parts.intake.keep(
        causeOf(came),
        about === undefined ? taken : { ...taken, about, follows: true },
        ({ written, add }) => work(written, (spoken) => add({ locale: spoken })),
      );
    },
    ask: (asked) => serve(asked.caller, asked.answer, () => requests.ask(asked), asked),
    press: (pressed) => serve(pressed.caller, pressed.answer, () => press(pressed), pressed),
    jobs: (caller, answer, everybody = false) => serve(caller, answer, () => myJobs(parts, caller, answer, everybody)),
    async home(caller) {
      const id = options.randomId();
      return home(parts, caller).catch((err: unknown) => {
        log.error({ err, request: id }, 'what a person sees of the bot could not be put together');
        return message(caller.locale, [line('desk_broken', { id })]);
      });
    },
    questionTo: (person, place) => questionTo(parts.parked, mutex, person, place),
    help: (caller, answer) => serve(caller, answer, () => help(caller, answer)),
    settings: (caller, answer) => serve(caller, answer, () => settings(parts, caller, answer)),
    voices: (typed, locale) => parts.voices.fitting(typed, locale),
    form: (caller, job) => form(parts, caller, job),
    verb: (asked) => serve(asked.caller, asked.answer, () => verb(parts, requests, asked), asked),
    verbForm: async (caller, name, subject) => verbForm(parts, caller, name, subject),
    mistakes: (name, given, caller) => mistakes(parts, name, given, caller),
    choices: (asked) => choices(parts, asked),
    listensTo: (place) => parts.announcements.listensTo(place),
    overheard: (said) => run(() => overheard(said)),

    async start() {
      await mkdir(options.dir, { recursive: true, mode: 0o700 });
      await parts.parked.load();
      await parts.intake.load();
    },

    connected(platform) {
      const left = parts.intake.left(platform);
      void run(() => recover(parts, mutex, left, (id, error) => behind(id)(error)));
    },

    async stop() {
      closing.abort(new Error('Herald stops.'));
      parts.parked.stop();
      await within(clock, GRACE, Promise.allSettled(running));
    },
  };
}
