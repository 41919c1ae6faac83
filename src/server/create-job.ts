import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place, Requester } from '../jobs/job.ts';
import { LIMITS } from '../media/limits.ts';
import type { Upload } from '../media/upload.ts';
import { keepUpload } from '../media/upload.ts';
import type { AppContext, Lifetime, ServerDeps } from './deps.ts';
import { readForm } from './form.ts';
import { refuseWhenStopping } from './guards.ts';
import { createOnce } from './idempotency.ts';
import { type JobJson, jobJson } from './job-json.ts';
import { fingerprint, readJobRequest, type Source, WORDS } from './job-request.ts';
import { HttpProblem } from './problems.ts';

/** All that came over HTTP was asked by one person in one space. */
const REQUESTER: Requester = { person: 'api' };
const PLACE: Place = { platform: 'api', space: 'api' };

const FILES = { photo: LIMITS.photo.bytes, audio: LIMITS.sound.bytes } as const;
/** Bytes of a field of words: 300 s of speech are some 5,000 characters. */
const WORDS_LIMIT = 20_000;

/** `POST /api/jobs`: 202 with a new job, 200 with the one that the same `Idempotency-Key` had made. */
export function createJobHandler(deps: ServerDeps, lifetime: Lifetime, link: (path: string) => string) {
  const { commands, fetchBytes, incomingDir: dir, now, randomId } = deps;
  const once = createOnce({ entries: deps.idempotency, jobs: commands.jobs, now });

  return async (c: AppContext): Promise<Response> => {
    refuseWhenStopping(lifetime);
    const key = idempotencyKey(c.req.header('idempotency-key'));
    const form = await readForm(c.env.incoming, { words: WORDS, files: FILES, wordsLimit: WORDS_LIMIT, dir, randomId });
    const paths = [...form.files.values()].map(({ path }) => path);
    try {
      const request = readJobRequest(form);
      const bytesOf = async (source: Source, kind: 'photo' | 'audio'): Promise<Upload> => {
        if ('upload' in source) return source.upload;
        const path = join(dir, randomId());
        paths.push(path);
        const { signal } = c.req.raw;
        const limit = FILES[kind];
        const large = () =>
          new HttpProblem(413, 'http_file_large', { params: { field: kind, megabytes: limit / 1e6 } });
        return keepUpload(await fetchBytes(source.url, limit, signal), path, { limit, large, signal });
      };
      const make = async (origin: { key: string; at: number }) => {
        const { photo, audio, ...asked } = request;
        const uploads = {
          photo: await bytesOf(photo, 'photo'),
          ...(audio && { audio: await bytesOf(audio, 'audio') }),
        };
        refuseWhenStopping(lifetime);
        return commands.avatar({ origin, requester: REQUESTER, place: PLACE, ...asked, ...uploads });
      };

      if (key !== undefined) {
        const { view, repeated } = await once(key, fingerprint(request), make);
        return answer(c, jobJson(view, link), repeated);
      }
      const { job, repeated } = await make({ key: `api:${randomId()}`, at: now() });
      return answer(c, jobJson({ job }, link), repeated);
    } finally {
      await Promise.all(paths.map((path) => rm(path, { force: true })));
    }
  };

  function answer(c: AppContext, job: JobJson, repeated: boolean): Response {
    return c.json(job, repeated ? 200 : 202, { Location: link(`/api/jobs/${job.id}`) });
  }
}

/** @throws HttpProblem for one that cannot be used */
export function idempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (!/^[\x20-\x7e]{1,255}$/.test(header)) throw new HttpProblem(400, 'http_idempotency_key');
  return header;
}
