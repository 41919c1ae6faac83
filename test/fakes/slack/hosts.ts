import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { readBytes } from '../read-bytes.ts';
import { SlackError } from './call.ts';
import { isVisibleTo, type Tickets } from './files.ts';
import type { Parts } from './parts.ts';
import type { Tokens } from './tokens.ts';
import type { FileRecord } from './world.ts';

/** More than this is counted and not kept. */
const KEPT_BYTES = 1024 ** 2;

export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

/** Bytes that came to the upload host. */
export interface Received {
  readonly bytes: number;
  readonly sha256: string;
  readonly content?: Buffer;
}

/** Reads an upload, raw or as a form's file; rejects when the connection ends before it does. */
export async function receive(request: IncomingMessage): Promise<Received> {
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(await readBytes(request), { headers: { 'content-type': type } }).formData();
    const file = [...form.values()].find((value) => typeof value !== 'string');
    const content = Buffer.from(file ? await file.arrayBuffer() : new ArrayBuffer(0));
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { bytes: content.length, sha256, ...(content.length <= KEPT_BYTES && { content }) };
  }
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('A request is made of bytes');
    hash.update(chunk);
    bytes += chunk.length;
    if (bytes <= KEPT_BYTES) kept.push(chunk);
    else kept.length = 0;
  }
  return { bytes, sha256: hash.digest('hex'), ...(bytes <= KEPT_BYTES && { content: Buffer.concat(kept) }) };
}

/** The hosts that files are sent to and fetched from. */
export function createHosts(parts: Parts, tokens: Tokens, tickets: Tickets) {
  const { world, violations } = parts;

  /** A page for people: what an app gets that may not read a file, with status 200. */
  const signIn: Page = {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'x-slack-meta': 'acl_fail' },
    body: '<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in to your workspace</body></html>',
  };
  const gone: Page = { status: 404, headers: { 'content-type': 'text/html; charset=utf-8' }, body: 'Not found' };

  /** Whether a request may read a file. */
  function mayRead({ headers: { authorization = '' } }: IncomingMessage, file: FileRecord): boolean {
    try {
      const { team, scopes } = tokens.recognise(/^Bearer (.+)$/i.exec(authorization)?.[1]);
      return scopes.has('files:read') && team.id === file.team && isVisibleTo(parts, file, team.botUser);
    } catch (error) {
      if (error instanceof SlackError) return false;
      throw error;
    }
  }

  /** The id of the file whose bytes an address from `files.getUploadURLExternal` takes. */
  const fileAt = (path: string) => tickets.get(path.split('/').at(-1) ?? '');

  return {
    fileAt,
    /** Takes in what was sent to such an address. */
    upload(path: string, { bytes, sha256, content }: Received): Page {
      const file = world.files.get(fileAt(path) ?? '');
      if (!file || file.completed) return gone;
      if (bytes !== file.size) violations.add(`upload: ${bytes} bytes came, ${file.size} were announced`);
      else Object.assign(file, { sha256, ...(content && { content }) });
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: `OK - ${bytes}` };
    },
    download(url: URL, request: IncomingMessage): Page {
      const file = fileIn(world.files, url.pathname);
      if (!file || file.deleted) return gone;
      if (!mayRead(request, file)) return signIn;
      return bytesOf(file);
    },
  };
}

/** The file that an address of the download host, or of any other host that serves it, means. */
function fileIn(files: ReadonlyMap<string, FileRecord>, path: string): FileRecord | undefined {
  return files.get(/^\/files-\w+\/T\w+-(F\w+)\//.exec(path)?.[1] ?? '');
}

function bytesOf({ content, mimetype, name }: FileRecord): Page {
  if (!content) throw new Error(`The bytes of ${name} were not kept`);
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
  return { status: 200, headers: { 'content-type': mimetype, 'content-disposition': disposition }, body: content };
}

/** A host that is not Slack's, to which a download can be redirected. */
export interface ForeignHost {
  readonly url: string;
  /** What came as `authorization`, of each request; `undefined` where nothing did. */
  readonly authorizations: readonly (string | undefined)[];
}

/** It gives any file to anybody, and notes whether it was sent a token. */
export function createForeignHost({ world }: Pick<Parts, 'world'>): {
  readonly server: Server;
  readonly authorizations: (string | undefined)[];
} {
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    const file = fileIn(world.files, new URL(request.url ?? '/', 'http://localhost').pathname);
    const { status, headers, body } = file ? bytesOf(file) : { status: 404, headers: {}, body: '' };
    response.writeHead(status, headers).end(body);
  });
  return { server, authorizations };
}
