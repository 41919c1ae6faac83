import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Called, createCalls, type Verdict } from '../../../src/platforms/slack/calls.ts';
import { verdictOn } from '../../../src/platforms/slack/verdicts.ts';
import { StoreError } from '../../../src/store/store-error.ts';
import { going } from '../under-test.ts';
import { type Rig, rig } from './outgoing-rig.ts';

const SPECS = resolve(import.meta.dirname, '../../../../shared/specs/slack/methods');

/** Methods that Herald uses, or may use for what it does. */
const USED =
  /^(auth\.test|chat\.(postMessage|postEphemeral|update|delete|getPermalink)|conversations\.(info|history|replies|open)|files\.(getUploadURLExternal|completeUploadExternal|info|delete)|users\.info|views\.(open|update|push|publish))\.json$/;

const say = ({ calls, team, channel }: Rig, signal = going) =>
  calls.call(team, (client, token) => client.chat.postMessage({ token, channel: channel.id, text: 'Hello' }), signal);

function troubleOf<T>(called: Called<T>) {
  if ('answer' in called) throw new Error('There was no trouble');
  return called.trouble;
}

describe('a call', () => {
  test('gives the answer, and learns what the token may do', async () => {
    const under = await rig();
    expect(await say(under)).toMatchObject({ answer: { ok: true, ts: expect.any(String) } });
    expect(under.learned.at(-1)).toContain('chat:write');
    expect(under.slack.violations).toEqual([]);
  });

  test.each<[string, Verdict]>([
    ['not_in_channel', 'closed'],
    ['message_not_found', 'gone'],
    ['storage_limit_reached', 'fileless'],
    ['internal_error', 'unclear'],
    ['fatal_error', 'unclear'],
    ['token_expired', 'later'],
    ['no_text', 'wrong'],
    ['an_error_that_nobody_knows', 'wrong'],
  ])('is told what %s means: %s', async (error, verdict) => {
    const under = await rig();
    under.slack.faults.next('chat.postMessage', { answer: { error } });
    expect(await say(under)).toEqual({ trouble: { verdict, code: error } });
  });

  test('names the scope that is missing, and learns of it by the refusal', async () => {
    const under = await rig();
    under.slack.home.scopes(['commands']);
    expect(troubleOf(await say(under))).toEqual({ verdict: 'closed', code: 'missing_scope', needed: 'chat:write' });
    expect(under.learned).toEqual([['commands']]);
  });

  test('is sent once, whatever becomes of it', async () => {
    const under = await rig();
    const { faults } = under.slack;
    faults.next('chat.postMessage', { effect: 'before', answer: { status: 500 } });
    expect(troubleOf(await say(under))).toEqual({ verdict: 'unclear', code: '500' });
    faults.next('chat.postMessage', { effect: 'before', answer: 'drop' });
    expect(troubleOf(await say(under)).verdict).toBe('unclear');
    faults.next('chat.postMessage', { effect: 'before', answer: { status: 200 } });
    expect(troubleOf(await say(under))).toEqual({ verdict: 'unclear', code: 'garbled' });
    expect(under.slack.count('chat.postMessage')).toBe(3);
  });

  test('is told until when to wait, and holds up no other', async () => {
    const under = await rig();
    under.slack.faults.next('chat.postMessage', { answer: { rateLimited: 30 } });
    const before = under.slack.now();
    const { verdict, at = 0 } = troubleOf(await say(under));
    expect(verdict).toBe('later');
    expect(at).toBeGreaterThanOrEqual(before + 30_000);
    expect(await say(under)).toHaveProperty('answer');
  });

  test('surely did nothing where nobody was reached', async () => {
    const { workspaces, clock, log, team } = await rig();
    const free = createServer();
    await new Promise<void>((done) => free.listen(0, '127.0.0.1', done));
    const address = free.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((done) => free.close(done));
    const calls = createCalls({ apiUrl: `http://127.0.0.1:${port}/api/`, workspaces, now: clock.now, log });
    const called = await calls.call(team, (client, token) => client.auth.test({ token }), going);
    expect(troubleOf(called)).toEqual({ verdict: 'later', code: 'ECONNREFUSED' });
  });

  test.each(['token_revoked', 'invalid_auth', 'account_inactive', 'not_authed'])(
    'tells that the token is good for nothing: %s',
    async (error) => {
      const under = await rig();
      under.slack.faults.next('chat.postMessage', { answer: { error } });
      expect(troubleOf(await say(under)).verdict).toBe('later');
      expect(under.refused).toEqual([under.team]);
    },
  );

  test('is not made for a workspace that Herald is not in', async () => {
    const under = await rig();
    const ask = () => Promise.reject(new Error('must not be asked'));
    expect(await under.calls.call('T0ELSEWHERE', ask, going)).toEqual({
      trouble: { verdict: 'closed', code: 'not_installed' },
    });
  });

  test('waits where no token can be had now, and tells of a store that fails', async () => {
    const under = await rig();
    under.failWorkspaces(new Error('Slack is away'));
    expect(troubleOf(await say(under))).toEqual({ verdict: 'later', code: 'no_token' });
    under.failWorkspaces(new StoreError('installations', 'read'));
    await expect(say(under)).rejects.toThrow(StoreError);
  });

  test('ends with its signal, and so does its request', async () => {
    const under = await rig();
    const { slack } = under;
    const stopping = new AbortController();
    const reached = Promise.withResolvers<void>();
    slack.on('chat.postMessage', 'before', () => void reached.resolve());
    slack.faults.next('chat.postMessage', { answer: 'stall' });
    const said = say(under, stopping.signal);
    await reached.promise;
    stopping.abort(new Error('Herald stops'));
    await expect(said).rejects.toThrow('Herald stops');
    // a server that is still asked something would not close at once
    await slack.close();
    await expect(say(under, stopping.signal)).rejects.toThrow('Herald stops');
  });

  test('leaves no token and nobody’s words in the log', async () => {
    const under = await rig();
    const { slack, lines } = under;
    for (const answer of ['drop', { status: 500 }, { error: 'no_text' }, { rateLimited: 1 }] as const)
      slack.faults.next('chat.postMessage', { answer });
    for (let at = 0; at < 5; at++) await say(under);
    expect(lines.join('')).not.toContain(slack.botToken);
    expect(lines.join('')).not.toContain('Hello');
  });
});

describe('the table of errors', () => {
  test.skipIf(!existsSync(SPECS))('knows every error of the methods that are used (needs ../shared)', () => {
    const files = readdirSync(SPECS).filter((name) => USED.test(name));
    expect(files.length).toBeGreaterThan(15);
    const unknown = files.flatMap((name) => {
      const { errors } = JSON.parse(readFileSync(resolve(SPECS, name), 'utf8')) as { errors: Record<string, unknown> };
      return Object.keys(errors).filter((error) => verdictOn(error) === undefined);
    });
    expect(unknown).toEqual([]);
  });

  test('calls only that unclear which may have had its effect', () => {
    expect(['internal_error', 'fatal_error', 'request_timeout', 'service_unavailable'].map(verdictOn)).toEqual([
      'unclear',
      'unclear',
      'unclear',
      'unclear',
    ]);
  });
});
