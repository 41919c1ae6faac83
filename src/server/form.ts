import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import type { Upload } from '../media/upload.ts';
import { keepUpload } from '../media/upload.ts';
import { HttpProblem } from './problems.ts';

export interface FormRules {
  /** Fields that hold words. */
  readonly words: readonly string[];
  /** Fields that hold a file, and the most bytes that each may have. */
  readonly files: Readonly<Record<string, number>>;
  /** The most bytes of one field of words. */
  readonly wordsLimit: number;
  /** Where files are written. */
  readonly dir: string;
  readonly randomId: () => string;
}

export interface Form {
  /** Fields that were left empty are not there. */
  readonly words: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, Upload>;
}

/** Bytes that boundaries and headers of parts may take beside what is in them. */
const FRAMING = 100_000;

/**
 * Reads multipart/form-data as a stream: files go to disk as they come, and the first thing that is wrong ends the reading.
 * On success the files belong to the caller, who removes them; on failure nothing is left.
 * @throws HttpProblem
 */
export async function readForm(incoming: IncomingMessage, rules: FormRules): Promise<Form> {
  const words = new Map<string, string>();
  const files = new Map<string, Upload>();
  const names = [...rules.words, ...Object.keys(rules.files)];
  const bytesLimit =
    Object.values(rules.files).reduce((sum, limit) => sum + limit, FRAMING) + names.length * rules.wordsLimit;
  const tooLarge = () =>
    new HttpProblem(413, 'http_body_large', {
      params: { megabytes: Math.floor(bytesLimit / 1_000_000) },
      headers: CLOSE,
    });
  if (Number(incoming.headers['content-length'] ?? 0) > bytesLimit) throw tooLarge();

  const parser = createParser(incoming, names.length, rules.wordsLimit);
  const parsed = Promise.withResolvers<void>();
  const failed = new AbortController();
  const fail = (error: unknown) => {
    failed.abort(error);
    parsed.reject(error);
  };
  const paths: string[] = [];
  const writes: Promise<void>[] = [];
  const seen = new Set<string>();

  /** Whether a part may be taken; fails the form otherwise. */
  function takes(field: string, isFile: boolean): boolean {
    const params = { field: field.slice(0, 40), fields: names.join(', ') };
    const limit = rules.files[field];
    if (!names.includes(field)) fail(new HttpProblem(400, 'http_field_unknown', { params, headers: CLOSE }));
    else if (isFile && limit === undefined) fail(new HttpProblem(400, 'http_field_words', { params, headers: CLOSE }));
    else if (!isFile && limit !== undefined) fail(new HttpProblem(400, 'http_field_file', { params, headers: CLOSE }));
    else if (seen.has(field)) fail(new HttpProblem(400, 'http_field_repeated', { params, headers: CLOSE }));
    seen.add(field);
    return !failed.signal.aborted;
  }

  parser.on('file', (field: string | undefined = '', stream, filename: string | undefined) => {
    // the parser complains here too when the body breaks off
    stream.on('error', () => undefined);
    const limit = rules.files[field];
    if (!takes(field, true) || limit === undefined) return void stream.resume();
    const params = { field, megabytes: limit / 1_000_000 };
    const large = () => new HttpProblem(413, 'http_file_large', { params, headers: CLOSE });
    const path = join(rules.dir, rules.randomId());
    paths.push(path);
    const write = keepUpload(stream, path, { limit, large, signal: failed.signal }).then((upload) => {
      // a form in a browser sends an empty part where no file was picked
      if (upload.bytes > 0 || filename) files.set(field, upload);
    });
    writes.push(write.catch(fail));
  });
  parser.on('field', (field: string | undefined = '', value, _nameCut, valueCut) => {
    if (!takes(field, false)) return;
    const params = { field, kilobytes: rules.wordsLimit / 1000 };
    if (valueCut) fail(new HttpProblem(413, 'http_field_long', { params, headers: CLOSE }));
    else if (value !== '') words.set(field, value);
  });
  parser.on('partsLimit', () =>
    fail(new HttpProblem(400, 'http_form_parts', { params: { parts: names.length }, headers: CLOSE })),
  );
  const broken = () => fail(new HttpProblem(400, 'http_form_broken', { headers: CLOSE }));
  // stays for good: the parser may complain more than once
  parser.on('error', broken);
  parser.on('finish', parsed.resolve);

  let received = 0;
  const onData = (chunk: Buffer) => {
    received += chunk.length;
    if (received > bytesLimit) fail(tooLarge());
  };
  const onClose = () => {
    if (!incoming.complete) broken();
  };
  incoming.on('data', onData).on('error', broken).on('close', onClose);
  incoming.pipe(parser);
  try {
    if (incoming.destroyed) onClose();
    await parsed.promise;
    await Promise.all(writes);
    failed.signal.throwIfAborted();
    return { words, files };
  } catch (error) {
    incoming.unpipe(parser);
    parser.destroy();
    await Promise.all(writes);
    await Promise.all(paths.map((path) => rm(path, { force: true })));
    throw error;
  } finally {
    incoming.off('data', onData).off('error', broken).off('close', onClose);
  }
}

/** The rest of the body is not read, so the connection cannot be used again. */
const CLOSE = { Connection: 'close' };

function createParser(incoming: IncomingMessage, parts: number, fieldSize: number): BusboyInstance {
  const type = incoming.headers['content-type'];
  if (!type || !/^multipart\/form-data\s*(;|$)/i.test(type))
    throw new HttpProblem(415, 'http_not_multipart', { headers: CLOSE });
  try {
    return new Busboy({
      headers: { 'content-type': type },
      limits: { parts, fieldSize, headerPairs: 20, headerSize: 4096 },
    });
  } catch {
    // its only complaint about this type is that there is no boundary
    throw new HttpProblem(400, 'http_form_broken', { headers: CLOSE });
  }
}
