import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { chatFile } from '../../../src/platforms/slack/files.ts';
import { slackHosts } from '../../../src/platforms/slack/hosts.ts';
import { notPage } from '../../../src/platforms/slack/not-page.ts';
import { Refusal } from '../../../src/refusal.ts';
import { DEFAULT_SCOPES } from '../../fakes/slack/methods.ts';
import { going } from '../under-test.ts';
import { type Rig, rig } from './outgoing-rig.ts';

/** A photo that somebody sent, as Herald keeps it. */
function photo({ slack, ada, channel, team }: Rig, more: { hidden?: true } = {}) {
  const bytes = Buffer.from('a photo');
  const [file] = ada.says(channel, { files: [{ name: 'photo.jpg', bytes, ...more }] }).files;
  if (!file) throw new Error('Nothing was sent');
  const url = `${new URL(slack.url).origin}/files-pri/${team}-${file.id}/download/photo.jpg`;
  const facts = { id: file.id, name: 'photo.jpg', size: bytes.length, url_private_download: url };
  return { id: file.id, file: chatFile(team, more.hidden ? { id: file.id } : facts) };
}

async function bytesOf({ platform }: Rig, file: ReturnType<typeof photo>['file'], signal = going): Promise<string> {
  return (await buffer(await platform.fetch(file, 1_000, signal))).toString();
}

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Refusal)) throw error ?? new Error('It was not refused');
  return error;
}

const withoutFiles = DEFAULT_SCOPES.filter((scope) => scope !== 'files:read');

describe('a file that a person sent', () => {
  test('is fetched with the token of its workspace', async () => {
    const under = await rig();
    expect(await bytesOf(under, photo(under).file)).toBe('a photo');
    expect(under.slack.violations).toEqual([]);
  });

  test('is looked up first where it came by its id alone', async () => {
    const under = await rig();
    const { file } = photo(under, { hidden: true });
    expect(await bytesOf(under, file)).toBe('a photo');
    expect(under.slack.count('files.info')).toBe(1);
  });

  test('is followed to another address of Slack’s, with the token', async () => {
    const under = await rig();
    under.slack.faults.next('download', { answer: { redirect: 'own' } });
    expect(await bytesOf(under, photo(under).file)).toBe('a photo');
  });

  test('is not followed to anybody else, who sees neither the token nor a request', async () => {
    const under = await rig();
    under.slack.faults.next('download', { answer: { redirect: 'foreign' } });
    expect((await refusalOf(bytesOf(under, photo(under).file))).key).toBe('slack_file_failed');
    expect(under.slack.foreign.authorizations).toEqual([]);
  });

  test('is followed three times, and no more', async () => {
    const under = await rig();
    const { file } = photo(under);
    under.slack.faults.next('download', { answer: { redirect: 'own' } }, 3);
    expect(await bytesOf(under, file)).toBe('a photo');
    under.slack.faults.next('download', { answer: { redirect: 'own' } }, 4);
    expect((await refusalOf(bytesOf(under, file))).key).toBe('slack_file_failed');
  });

  test('is a page where the scope is missing: said to the person, and hinted to the operator once', async () => {
    const under = await rig();
    const { file } = photo(under);
    under.slack.home.scopes(withoutFiles);
    for (const _ of [1, 2]) expect((await refusalOf(bytesOf(under, file))).key).toBe('slack_file_scope');
    expect(under.lines.filter((line) => line.includes('files:read'))).toHaveLength(1);
  });

  test('says the same where it would have to be looked up', async () => {
    const under = await rig();
    const { file } = photo(under, { hidden: true });
    under.slack.home.scopes(withoutFiles);
    expect((await refusalOf(bytesOf(under, file))).key).toBe('slack_file_scope');
  });

  test('is a page where the bot is no member, though it has the scope', async () => {
    const under = await rig();
    const { file } = photo(under);
    await under.calls.call(under.team, (client, token) => client.auth.test({ token }), going);
    under.channel.kick();
    expect((await refusalOf(bytesOf(under, file))).key).toBe('slack_file_unseen');
  });

  test('is said to be gone when it was deleted', async () => {
    const under = await rig();
    const { id, file } = photo(under);
    const { file: hidden } = photo(under, { hidden: true });
    under.slack.deleteFile({ id });
    expect((await refusalOf(bytesOf(under, file))).key).toBe('slack_file_gone');
    under.slack.faults.next('files.info', { answer: { error: 'file_deleted' } });
    expect((await refusalOf(bytesOf(under, hidden))).key).toBe('slack_file_gone');
  });

  test('can be tried again when Slack stumbles', async () => {
    const under = await rig();
    const { file } = photo(under);
    under.slack.faults.next('download', { answer: { status: 500 } });
    expect((await refusalOf(bytesOf(under, file))).key).toBe('slack_file_failed');
    expect(await bytesOf(under, file)).toBe('a photo');
  });

  test('is not fetched for a workspace that Herald is not in any more', async () => {
    const under = await rig();
    const { file } = photo(under);
    under.slack.home.record.isInstalled = false;
    expect((await refusalOf(bytesOf(under, file))).kind).toBe('missing');
  });

  test('stops when it is told to', async () => {
    const under = await rig();
    const stopping = new AbortController();
    under.slack.faults.next('download', { answer: 'stall' });
    under.slack.on('download', 'before', () => {
      stopping.abort(new Error('Herald stops'));
      return undefined;
    });
    await expect(bytesOf(under, photo(under).file, stopping.signal)).rejects.toThrow('Herald stops');
  });
});

describe('Slack’s own hosts', () => {
  const isSlacks = slackHosts('http://127.0.0.1:4000/api/');
  test.each([
    'https://slack.com/x',
    'https://files.slack.com/files-pri/T1-F1/x',
    'https://acme.enterprise.slack.com/x',
    'https://slack-files.com/x',
    'https://downloads.slack-files.com/x',
    'http://127.0.0.1:4000/files-pri/x',
  ])('are sent a token: %s', (url) => expect(isSlacks(new URL(url))).toBe(true));

  test.each([
    'http://files.slack.com/x',
    'https://files.slack.com:8443/x',
    'https://slack.com.evil.example/x',
    'https://evilslack.com/x',
    'https://slack.com@evil.example/x',
    'https://me:pw@files.slack.com/x',
    'https://127.0.0.1:4000/x',
    'http://127.0.0.1:4001/x',
    'https://evil.example/files.slack.com',
  ])('are not these: %s', (url) => expect(isSlacks(new URL(url))).toBe(false));
});

describe('a page for people', () => {
  const read = async (type: string | undefined, ...chunks: string[]) => {
    async function* source() {
      for (const chunk of chunks) yield Buffer.from(chunk);
    }
    return (await buffer(notPage(source(), type, () => new Error('a page')))).toString();
  };

  test('is known by its declared type', async () => {
    await expect(read('text/html', 'GIF89a')).rejects.toThrow('a page');
  });

  test.each(['<!DOCTYPE html><html>', '\n  <html lang="en">', '<!doc', '<HTML>'])(
    'is known by how it begins, whatever it is declared as: %s',
    async (start) => {
      await expect(read('image/jpeg', start, 'type html>', 'x'.repeat(100))).rejects.toThrow('a page');
    },
  );

  test('is nothing else: all bytes are passed on', async () => {
    expect(await read('image/jpeg', 'GIF', '89a', 'x'.repeat(100), 'end')).toBe(`GIF89a${'x'.repeat(100)}end`);
    expect(await read(undefined, '<svg>')).toBe('<svg>');
    expect(await read(undefined)).toBe('');
  });
});
