import { unlessAborted } from '../src/clock.ts';
import { jobId } from '../src/jobs/identity.ts';
import type { Job } from '../src/jobs/job.ts';
import { hasEnded } from '../src/jobs/transitions.ts';
import type { Answer } from '../src/platforms/platform.ts';
import { Refusal } from '../src/refusal.ts';
import type { KeyedMutex } from '../src/store/mutex.ts';
import type { Locale } from '../src/texts.ts';
import { likeFirst } from './again.ts';
import { checkSizes } from './bytes.ts';
import { checkWords } from './checks.ts';
import type { Asked, Caller } from './desk.ts';
import { line, message, videoLink } from './message.ts';
import type { Parked } from './parked.ts';
import type { DeskParts } from './parts.ts';
import { askPerson, closeQuestion } from './question.ts';
import { completed, isSaid, type Request, requestOf, type Source } from './request.ts';
import type { Saying } from './saying.ts';
import { withPresenter } from './with-presenter.ts';

/** How a request came, and how it is answered. */
export interface Way {
  readonly answer: Answer;
  readonly obstacles: Asked['obstacles'];
  readonly unseen?: boolean;
  /** What it is noted by while it is taken in: the id of the job that its cause would make. */
  readonly cause: string;
  /** The cause that brought the photo to a parked request. */
  readonly brought?: string;
  /** A button was pressed: there is always something to say then. */
  readonly pressed?: true;
  /** It was pressed elsewhere, where the roles of its person are not known: they had what it takes when they first asked. */
  readonly rolesUnknown?: boolean;
}

/** What is done about one request, and for whom. */
export interface Turn {
  readonly id: string;
  /** As in {@link Way}. */
  readonly cause: string;
  readonly caller: Caller;
  readonly answer: Answer;
  /** A parked request is gone on with. */
  readonly follows?: boolean;
}

/** What a request or a press is noted by while it is taken in. */
export const causeOf = ({ origin }: Pick<Asked, 'origin'>): string => jobId(origin.key, origin.at);

/** Makes videos of requests, or says what stands in the way. */
export interface Asking {
  ask(asked: Asked): Promise<void>;
  /** Takes in a request that was put together here. */
  take(request: Request, way: Way): Promise<void>;
  /**
   * Does something about a request while nothing else is done about it; noted from before it waits for that, so that its person is told
   * when it is interrupted. @throws the stop's reason, when nothing could be said any more
   */
  turn(turn: Turn, act: () => Promise<void>): Promise<void>;
  /** Takes a request as far as it goes, in its turn. @throws Refusal for what stands in the way */
  go(id: string, request: Request, way: Way): Promise<void>;
  /** Shows what became of a request that had been taken in before. */
  showAgain(job: Job, caller: Caller, way: Way): Promise<void>;
}

/** @param mutex one request at a time for each job's id */
export function asking(parts: DeskParts, mutex: KeyedMutex, saying: Saying): Asking {
  const { parked, records, access, confirmations, intake, incoming, presenters, voices, avatar, board, closing, log } =
    parts;

  function turn(
    { id, cause, caller: { place, locale }, answer, follows = false }: Turn,
    act: () => Promise<void>,
  ): Promise<void> {
    const about = { ...(cause !== id && { about: id }), ...(follows && { follows }) };
    return intake.keep(cause, { platform: place.platform, ref: answer.ref, locale, ...about }, () =>
      mutex.run(id, async () => {
        if ((await answer.begun) === false) return;
        await saying({ answer, locale, id, broken: 'ask_broken', givesUp: () => intake.end(cause) }, act);
      }),
    );
  }

  async function take(request: Request, way: Way): Promise<void> {
    const id = jobId(request.origin.key, request.origin.at);
    const { caller } = request;
    const { answer, cause, brought } = way;
    await turn({ id, cause, caller, answer, follows: brought !== undefined }, () => go(id, request, way));
  }

  async function go(id: string, asked: Request, way: Way): Promise<void> {
    const { caller } = asked;
    const { answer } = way;
    const first = await records.get(id);
    if (first) return showAgain(first, caller, way);
    if (way.brought !== undefined && !parked.get(id)) throw new Refusal('missing', 'parked_gone');

    const shut = access.refusal(caller, way.rolesUnknown);
    if (shut) return answer.say(message(caller.locale, [shut]));
    if (way.obstacles.length > 0) return answer.say(message(caller.locale, way.obstacles));
    checkWords(asked);
    checkSizes(asked);
    // who was asked for a photo, or sent one that cannot be seen, means another face than the one that speaks when none is named
    const mayBeDefault = !way.unseen && parked.get(id)?.waits !== 'photo';
    const request = await likeFirst(records, withPresenter(presenters, asked, mayBeDefault));
    const { photo } = request;
    if (!photo && way.unseen) throw new Refusal('input', 'ask_unseen');
    if (!(await confirmations.has(caller))) return askPerson(parts, id, request, 'confirmation', answer);
    if (!photo) return askPerson(parts, id, request, 'photo', answer);
    const job = await make({ ...request, photo });
    const taken = way.brought === undefined ? undefined : await markTaken(id, way.brought);
    if (taken) await closeQuestion(parts, taken, 'photo_came');
    await show(job, caller.locale, answer);
  }

  async function make(request: Request & { readonly photo: Source }): Promise<Job> {
    const { caller, text, voiceId, ratio, prompt } = request;
    const { job } = await incoming.withFiles(request, closing, (files) =>
      avatar({
        origin: request.origin,
        requester: { person: caller.person, locale: caller.locale },
        place: caller.place,
        ...(request.message === undefined ? {} : { replyTo: request.message }),
        ...(text === undefined ? {} : { text }),
        ...(voiceId === undefined ? {} : { voiceId: voices.idOf(voiceId) }),
        ...(ratio === undefined ? {} : { ratio }),
        ...(prompt === undefined ? {} : { prompt }),
        ...('presenter' in request.photo ? { isChecked: true } : {}),
        ...files,
      }),
    );
    return job;
  }

  /** Tells the cause that brought the photo from others that come after it. */
  async function markTaken(id: string, brought: string): Promise<Parked | undefined> {
    const entry = parked.get(id);
    if (entry?.waits !== 'photo') return undefined;
    // the job is made: a list that cannot be written takes nothing back
    await parked
      .keep({ ...entry, taken: brought })
      .catch((err: unknown) => log.warn({ err, job: id }, 'could not close a parked request'));
    return entry;
  }

  /** The job is made by now: from here on nothing is refused. What shows how it stands comes after the next start, if not before this stop. */
  async function show(job: Job, locale: Locale, answer: Answer): Promise<void> {
    const status = await unlessAborted(board.show(job), closing).catch((err: unknown) => {
      if (!closing.aborted) log.error({ err, job: job.id }, 'could not show how a job stands');
      return undefined;
    });
    if (status || closing.aborted) return answer.done();
    await answer.say(message(locale, [line('ask_accepted', { seconds: Math.ceil(job.estimate) })]));
  }

  /** The same cause had made the job before. */
  async function showAgain(job: Job, { locale }: Caller, { answer, pressed, brought }: Way): Promise<void> {
    const entry = parked.get(job.id);
    const other = entry?.waits === 'photo' && entry.taken !== undefined && entry.taken !== brought;
    if (brought !== undefined && other) return answer.say(message(locale, ['photo_was_there']));
    if (!hasEnded(job)) return show(job, locale, answer);
    if (!pressed) return answer.done();
    const made = job.posted && job.removed === undefined ? videoLink(job.posted) : undefined;
    await answer.say(message(locale, [made ? line('ask_was_made', { video: made }) : 'ask_was_ended']));
  }

  async function bring(entry: Parked, asked: Asked): Promise<void> {
    const { caller, answer, origin } = asked;
    const own = caller.person === entry.request.caller.person;
    const known = entry.taken === origin.key;
    if (own && (known || (asked.photo && entry.taken === undefined))) {
      const { obstacles, unseen = false } = asked;
      const way = { answer, obstacles, unseen, cause: causeOf(asked), brought: origin.key };
      return take(completed(entry.request, asked), way);
    }
    const missing = asked.unseen ? 'ask_unseen' : 'photo_not_there';
    const stranger = line('photo_not_yours', { person: { person: entry.request.caller.person } });
    const word = !own ? stranger : entry.taken === undefined ? missing : 'photo_was_there';
    await answer.say(message(caller.locale, [word]));
  }

  /** The request that a message answers. A reply can be quicker than the word that the message which asks is there. */
  async function answered({ answers, caller: { place, person } }: Asked): Promise<Parked | undefined> {
    if (answers === undefined) return undefined;
    const known = parked.askedBy(place, answers);
    if (known) return known;
    const beingAsked = parked.askedOf(place.platform, person).filter(({ sent }) => !sent);
    await Promise.all(beingAsked.map(({ id }) => mutex.run(id, async () => {})));
    return parked.askedBy(place, answers);
  }

  return {
    take,
    turn,
    go,
    showAgain,
    async ask(asked) {
      const { answer, obstacles, unseen = false } = asked;
      const entry = await answered(asked);
      if (entry) return bring(entry, asked);
      // nothing but a picture, in reply to something of the bot's
      const isLate = asked.answers !== undefined && asked.photo && !isSaid(asked.text) && !asked.audio;
      if (isLate) return answer.say(message(asked.caller.locale, ['photo_not_wanted']));
      await take(requestOf(asked), { answer, obstacles, unseen, cause: causeOf(asked) });
    },
  };
}
