import type { Records } from '../src/jobs/records.ts';
import { Refusal } from '../src/refusal.ts';
import { type Asking, causeOf } from './ask.ts';
import type { Pressed } from './desk.ts';
import { ownJob } from './may.ts';
import type { DeskParts } from './parts.ts';
import type { Request } from './request.ts';

/**
 * Tries a job again that failed or was cancelled, with all that was asked for. It is another job, caused by the first: the
 * same one however often the button is pressed.
 */
export async function retry(
  { records }: Pick<DeskParts, 'records'>,
  asking: Asking,
  { caller, answer, subject, obstacles, origin }: Pressed,
): Promise<void> {
  const job = await ownJob(records, caller, subject);
  if (job.state !== 'failed' && job.state !== 'cancelled') throw new Refusal('input', 'again_not_failed');
  const { speak, ratio, prompt } = job.ask;
  const source = { job: job.id };
  await asking.take(
    {
      origin: { key: `retry:${job.id}`, at: job.createdAt + 1 },
      caller: { ...caller, place: job.place },
      ...(job.replyTo === undefined ? {} : { message: job.replyTo }),
      photo: source,
      ...(speak.kind === 'words' ? { text: speak.text, voiceId: speak.voiceId } : { audio: source }),
      ratio,
      ...(prompt === undefined ? {} : { prompt }),
    },
    {
      answer,
      obstacles,
      cause: causeOf({ origin }),
      pressed: true,
      rolesUnknown: caller.place.space !== job.place.space,
    },
  );
}

/**
 * Another video with the photo of a job is like that job's in all that is not said anew: its shape, its directions, its voice.
 * @throws Refusal for somebody else's job
 */
export async function likeFirst(records: Pick<Records, 'get'>, request: Request): Promise<Request> {
  const { photo, audio, caller } = request;
  if (!photo || !('job' in photo)) return request;
  const { speak, ratio, prompt } = (await ownJob(records, caller, photo.job)).ask;
  const voiceId = speak.kind === 'words' && !audio ? speak.voiceId : undefined;
  return {
    ratio,
    ...(prompt === undefined ? {} : { prompt }),
    ...(voiceId === undefined ? {} : { voiceId }),
    ...request,
  };
}
