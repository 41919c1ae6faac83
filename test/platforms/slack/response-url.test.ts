import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import pino from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { slackHosts } from '../../../src/platforms/slack/hosts.ts';
import { NO_NAMES } from '../../../src/platforms/slack/names.ts';
import { renderMessage } from '../../../src/platforms/slack/render.ts';
import { ownOf, responseUrlWay } from '../../../src/platforms/slack/response-url.ts';
import { testClock } from '../../clock.ts';
import { message } from '../under-test.ts';
import { video } from '../video.ts';

interface Reply {
  readonly status: number;
  readonly body?: string;
}

const OK: Reply = { status: 200, body: 'ok' };

/** What a `response_url` is posted, and what it answers: the given replies, then “ok”. */
async function setUp(given: { replies?: readonly (Reply | 'drop')[]; replaces?: true; url?: string } = {}) {
  const replies = [...(given.replies ?? [])];
  const posted: unknown[] = [];
  const server = createServer(async (request, response) => {
    posted.push(JSON.parse(await text(request)));
    const reply = replies.shift() ?? OK;
    if (reply === 'drop') return void request.socket.resetAndDestroy();
    response.writeHead(reply.status).end(reply.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const clock = testClock();
  const stopping = new AbortController();
  const lines: string[] = [];
  const url = given.url ?? `${base}/response/secret`;
  const until = clock.now() + 60_000;
  const way = responseUrlWay(ownOf({ team: 'T1', url, until, ...(given.replaces && { replaces: true }) }), {
    render: async (_, said) => renderMessage(said, NO_NAMES),
    isSlacks: slackHosts(`${base}/api/`),
    clock,
    log: pino({ base: null }, { write: (line: string) => void lines.push(line) }),
    signal: stopping.signal,
  });
  /** Lets it wait as long as it wants to. */
  async function whole<T>(doing: Promise<T>): Promise<T> {
    let isDone = false;
    const end = doing.finally(() => {
      isDone = true;
    });
    end.catch(() => undefined);
    while (!isDone) await clock.pass(1_000);
    return end;
  }
  return { way, posted, clock, stopping, lines, whole };
}

describe('an answer by response_url', () => {
  test('is seen by the person alone, each for itself', async () => {
    const { way, posted } = await setUp();
    expect(await way.say(message())).toBe(true);
    expect(await way.say(message())).toBe(true);
    expect(posted).toEqual(
      [1, 2].map(() => expect.objectContaining({ response_type: 'ephemeral', replace_original: false })),
    );
    expect(posted[0]).toMatchObject({
      text: 'Accepted: it will be about 7 seconds long.',
      blocks: [{ type: 'section' }],
    });
    await way.remove();
    expect(posted).toHaveLength(2);
  });

  test('takes the place of what was pressed, where that was for the person alone, and takes it away', async () => {
    const { way, posted } = await setUp({ replaces: true });
    expect(await way.say(message())).toBe(true);
    await way.remove();
    expect(posted).toEqual([expect.objectContaining({ replace_original: true }), { delete_original: true }]);
    expect(posted[0]).not.toHaveProperty('response_type');
  });

  test('brings no file', async () => {
    const { way, posted } = await setUp();
    expect(await way.say(message(), await video())).toBe(false);
    expect(posted).toEqual([]);
  });

  test('is given five times at most', async () => {
    const { way, posted } = await setUp();
    for (let at = 0; at < 5; at++) expect(await way.say(message())).toBe(true);
    expect(await way.say(message())).toBe(false);
    expect(posted).toHaveLength(5);
  });

  test('is not given once the address has ended', async () => {
    const { way, posted, clock } = await setUp();
    await clock.pass(60_000);
    expect(await way.say(message())).toBe(false);
    expect(posted).toEqual([]);
  });

  test.each([
    { status: 404, body: '{"ok":false,"error":"expired_url"}' },
    { status: 404, body: 'no_service' },
    { status: 410 },
    { status: 200, body: '{"ok":false,"error":"used_url"}' },
  ])('cannot be given where Slack says so: %j', async (reply) => {
    const { way, posted } = await setUp({ replies: [reply] });
    expect(await way.say(message())).toBe(false);
    expect(posted).toHaveLength(1);
  });

  test.each(['drop', { status: 500 }, { status: 429 }] as const)('is given again after %j', async (reply) => {
    const { way, posted, whole } = await setUp({ replies: [reply] });
    expect(await whole(way.say(message()))).toBe(true);
    expect(posted).toHaveLength(2);
  });

  test('is given up when Slack stays away', async () => {
    const { way, posted, whole } = await setUp({ replies: Array.from({ length: 9 }, () => ({ status: 503 })) });
    expect(await whole(way.say(message()))).toBe(false);
    expect(posted.length).toBeLessThanOrEqual(5);
  });

  test('that Slack refuses is told to the operator, without the address, and is for another way to say', async () => {
    const { way, lines } = await setUp({ replies: [{ status: 400, body: '{"ok":false,"error":"invalid_blocks"}' }] });
    expect(await way.say(message())).toBe(false);
    expect(lines.join('')).toContain('"error":"invalid_blocks"');
    expect(lines.join('')).not.toContain('secret');
  });

  test.each(['https://evil.example/hook', 'http://hooks.slack.com/x', 'not an address'])(
    'goes to no address that is not Slack’s: %s',
    async (url) => {
      const { way } = await setUp({ url });
      expect(await way.say(message())).toBe(false);
    },
  );

  test('ends with its signal, and leaves no address in the log', async () => {
    const { way, stopping, lines, whole } = await setUp({ replies: ['drop'] });
    expect(await whole(way.say(message()))).toBe(true);
    stopping.abort(new Error('Herald stops'));
    await expect(way.say(message())).rejects.toThrow('Herald stops');
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('')).not.toContain('secret');
  });
});
