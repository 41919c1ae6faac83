import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { createAvatar, wav } from '../sandbox/kit.ts';
import { accepted, ask, events, post, type Where } from './api.ts';
import { dataDir } from './bot.ts';
import { freePort } from './ends.ts';
import { botWith, klingWith, type ProfileName } from './kling.ts';

const WORDS = 'What I tell you now stays between the two of us.';
const WEBHOOK_SECRET = 'whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=';

const CREDENTIALS: [ProfileName, Record<string, string>][] = [
  ['avatar', { KLING_API_KEY: 'api-key-kling-0123456789abcdef' }],
  [
    'image2video',
    { KLING_API_KEY: '', KLING_ACCESS_KEY: 'access-key-0123456789', KLING_SECRET_KEY: 'secret-key-0123456789' },
  ],
];

/** A photo that looks like no other, and is sent to Kling as it is. */
async function noise(): Promise<Buffer> {
  return sharp(randomBytes(320 * 320 * 3), { raw: { width: 320, height: 320, channels: 3 } })
    .jpeg({ quality: 50 })
    .toBuffer();
}

/** Where the tables end that all photos have in common. */
const HEAD = 1_000;
const PIECE = 32;

/** Whether a text holds any 64 characters in a row of these bytes, however they are written: one whole piece of them then. */
function holdsBytes(text: string, bytes: Buffer): boolean {
  const own = bytes.subarray(HEAD);
  const written = [
    ...[0, 1, 2].flatMap((from) => [own.subarray(from).toString('base64'), own.subarray(from).toString('base64url')]),
    ...[own.toString('hex'), own.toString('latin1'), own.toString('utf8'), own.join(',')],
  ];
  const pieces = new Set(written.flatMap((form) => form.match(new RegExp(`[^]{${PIECE}}`, 'g')) ?? []));
  for (let at = 0; at + PIECE <= text.length; at++) if (pieces.has(text.slice(at, at + PIECE))) return true;
  return false;
}

/** The part of a link that makes it worth something. */
const macOf = (link: string | undefined) => /[.=]([\w-]{40,})/.exec(link ?? '')?.[1] ?? 'no mac in this link';

test('what is looked for is found where it is', async () => {
  const photo = await noise();
  expect(holdsBytes(`{"image":"${photo.toString('base64', 1501, 1700)}"}`, photo)).toBe(true);
  expect(holdsBytes(`{"image":"${(await noise()).toString('base64')}"}`, photo)).toBe(false);
  expect(macOf(`http://x/kling/callback/j1.${'m'.repeat(43)}`)).toBe('m'.repeat(43));
});

// most of it is waiting, which two can do beside each other
test.concurrent.for(CREDENTIALS)(
  'no secret, signed link or photo leaves by the log or an answer, whatever fails (%s)',
  { timeout: 60_000 },
  async ([profile, env], { expect, onTestFinished }) => {
    const bearers = new Set<string>();
    const accept = (bearer: string) => {
      bearers.add(bearer);
      return true;
    };
    const kling = await klingWith({ webhookSecret: WEBHOOK_SECRET, accept }, onTestFinished);
    const port = await freePort();
    const token = 'api-token-0123456789';
    const secret = 'secret-for-links-0123456789';
    const url = `http://127.0.0.1:${port}`;
    const all = {
      PORT: String(port),
      PUBLIC_URL: url,
      API_TOKEN: token,
      SECRET_KEY: secret,
      KLING_WEBHOOK_SECRET: WEBHOOK_SECRET,
      LOG_LEVEL: 'trace',
      KLING_POLL_SECONDS: '0.05',
      KLING_SETTLE_SECONDS: '0.1',
      ...env,
    };
    const bot = await botWith(kling, profile, all, dataDir(), onTestFinished);
    const where = { url, token };
    const photo = await noise();
    const upload = new Blob([new Uint8Array(photo)]);
    const answers: string[] = [];
    const note = async (answering: Promise<Response>) => {
      const answer = await answering;
      answers.push(JSON.stringify([...answer.headers]), await answer.text());
    };

    const typed = 'typed-token-0123456789';
    const wrong = 'wrong-token-0123456789';
    await note(post(where, { photo_url: `http://127.0.0.1:9/photo.jpg?token=${typed}`, text: WORDS }));
    await note(post(where, { photo_url: `http://user:${typed}@example.org/photo.jpg`, text: WORDS }));
    await note(post(where, { photo: upload, audio: upload }));
    await note(post({ url, token: wrong }, { photo: upload, text: WORDS }));
    await note(ask(where, `/nothing/here?token=${typed}`));
    await note(
      ask(where, '/api/jobs', {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        body: photo,
      }),
    );

    const ids = await misfortunes(kling, where, upload);
    for (const id of ids) for await (const job of events(where, id)) answers.push(JSON.stringify(job));
    for (const path of [
      '/api/jobs',
      '/api/voices',
      '/metrics',
      '/readyz',
      '/healthz',
      ...ids.map((id) => `/api/jobs/${id}`),
    ]) {
      await note(ask(where, path));
    }
    const [task] = kling.tasks();
    const callback = task?.callbackUrl ?? '';
    for (const to of [callback, callback.slice(0, -3)])
      await note(fetch(to, { method: 'POST', body: `{"task_id":"${typed}"}` }));
    const media = kling.tasks().flatMap(({ sound }) => ('url' in sound ? [sound.url] : []));
    for (const link of media) await note(fetch(`${link}.mp3`));
    await bot.stop();
    const shown = [...bearers];
    const result = await signedLink(kling, expect.poll);

    const said = answers.join('\n') + bot.output();
    expect(bot.output()).toMatch(/"level":"trace"|"level":"debug"/);
    expect(bot.output().match(/"level":"warn"/g)?.length).toBeGreaterThan(4);
    expect(media.length).toBe(profile === 'avatar' ? 1 : 0);
    const hidden = [
      ...[token, secret, WEBHOOK_SECRET, typed, wrong, result, ...shown, ...Object.values(env).filter(Boolean)],
      ...[macOf(callback), ...media.map(macOf)],
      ...['Signature=', 'Expires=', 'Bearer ey', 'KLING_API_KEY='],
    ];
    for (const one of hidden) expect(said.includes(one), one).toBe(false);
    expect(bot.output()).not.toContain(WORDS);
    expect(shown.length).toBeGreaterThan(0);
    expect(macOf(callback)).not.toContain('no mac');
    expect(holdsBytes(said, photo)).toBe(false);
  },
);

/** Jobs that meet all that can go wrong. */
async function misfortunes(kling: Sandbox, where: Where, photo: Blob): Promise<readonly string[]> {
  const echo =
    'no: Authorization Bearer eyJhbGciOiJIUzI1NiJ9.e30.abc at https://kling.example/x?Expires=1&Signature=abc';
  const { faults } = kling;
  for (const answer of [
    'drop',
    'html',
    'truncated',
    { code: 5000 },
    { code: 1201, message: echo },
    { code: 1302 },
  ] as const) {
    faults.next('create', { answer });
  }
  faults.next('create', { effect: 'before', answer: 'bad-gateway' });
  for (const answer of [{ status: 404 }, 'truncated', 'html', 'drop'] as const) faults.next('result', { answer });
  for (const answer of ['html', { code: 1200, message: echo }] as const) faults.next('list', { answer });
  faults.nextTask({ failsWith: echo });
  const ids: string[] = [];
  for (let n = 0; n < 7; n++) ids.push(await accepted(where, { photo, text: WORDS }));
  ids.push(await accepted(where, { photo, audio: new Blob([wav(2)]) }));
  return ids;
}

/** The signature of a link to a result, as Kling itself gives it. */
async function signedLink(kling: Sandbox, poll: typeof expect.poll): Promise<string> {
  const { data } = await createAvatar(kling);
  const read = async () => {
    const answer = await fetch(`${kling.url}/v1/videos/avatar/${data.task_id}`, {
      headers: { authorization: 'Bearer key' },
    });
    return /Signature=([\w-]+)/.exec(await answer.text())?.[1] ?? '';
  };
  await poll(read).not.toBe('');
  return read();
}
