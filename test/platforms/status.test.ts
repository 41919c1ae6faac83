import { describe, expect, test } from 'vitest';
import type { JobView } from '../../commands/jobs.ts';
import type { Job } from '../../src/jobs/job.ts';
import { quoted, type StatusContext, statusOf } from '../../src/platforms/status.ts';
import { read } from '../fakes/paper-text.ts';
import { exampleJob } from '../jobs/example.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const ID = exampleJob().id;
const POSTED = {
  place: { platform: 'paper', space: 'home', channel: 'general', thread: '7' },
  message: '9',
  url: 'https://paper.test/7/9',
};

/** The whole message as a person reads it: its lines, then its buttons. */
function shown(more: Partial<Job>, view: Omit<JobView, 'job'> = {}, context: Partial<StatusContext> = {}): string {
  const message = statusOf(
    { job: exampleJob({ estimate: 6.4, ...more }), ...view },
    { now: NOW, length: 12, ...context },
  );
  const { text, buttons, pings } = read(message, NOW);
  expect(pings).toEqual([]);
  const names = buttons.map((button) => button.replace(`:${ID}`, ''));
  return names.length === 0 ? text : `${text}\n[${names.join('] [')}]`;
}

const zh = { requester: { person: 'ada', locale: 'zh' } } as const;
const ago = (minutes: number) => NOW - minutes * 60_000;

describe('a job that waits', () => {
  test('is accepted, with about how long the video will be', () => {
    expect(shown({ state: 'accepted' })).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      Accepted: it will be about 7 seconds long.
      [Cancel → cancel]"
    `);
  });

  test('has its place in line', () => {
    expect(shown({ state: 'queued' }, { position: 3 })).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      Accepted: it will be about 7 seconds long.
      It waits in line, at place 3 of 12.
      [Cancel → cancel]"
    `);
    expect(shown({ state: 'queued', ...zh }, { position: 3 })).toMatchInlineSnapshot(`
      "@ada 想要一个视频：“Good morning.”
      已接受：视频大约 7 秒。
      正在排队，位置为第 3 个，共 12 个。
      [取消 → cancel]"
    `);
  });

  test('says why it waits', () => {
    expect(shown({ state: 'queued' }, { position: 1, waiting: 'kling_account' })).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      Accepted: it will be about 7 seconds long.
      It waits in line, at place 1 of 12.
      The bot’s Kling account needs its operator’s attention, so your video waits and starts by itself afterwards.
      [Cancel → cancel]"
    `);
    expect(shown({ state: 'submitting' }, { waiting: 'job_in_doubt' })).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      Accepted: it will be about 7 seconds long.
      It is not known yet whether Kling has begun this video. The bot is finding out and goes on by itself; nothing is made twice.
      [Cancel → cancel]"
    `);
  });

  test('is about to begin', () => {
    expect(shown({ state: 'submitting' })).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      Accepted: it will be about 7 seconds long.
      Kling is being asked to begin.
      [Cancel → cancel]"
    `);
  });

  test('is being cancelled', () => {
    expect(shown({ state: 'queued', cancelAsked: NOW }, { position: 2 })).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      Accepted: it will be about 7 seconds long.
      It waits in line, at place 2 of 12.
      It is being cancelled."
    `);
  });

  test('speaks a recording as well as words', () => {
    expect(shown({ state: 'accepted', ask: { speak: { kind: 'recording', seconds: 6.4 }, ratio: '16:9' } })).toContain(
      '@ada asked for a video of a recording of 7 seconds.',
    );
  });
});

describe('a job that Kling renders', () => {
  const rendering = { state: 'rendering', renderingSince: ago(3) } as const;

  test('says since when, while nothing is known of how long it takes', () => {
    expect(shown(rendering)).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      Kling is making the video; it began 3 minutes ago.
      [Cancel → cancel]"
    `);
  });

  test('shows how far it is, in a bar and in words', () => {
    expect(shown(rendering, {}, { usual: 300_000 })).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      Kling is making the video; it began 3 minutes ago.
      ▰▰▰▰▰▰▱▱▱▱ about 60 %, going by the usual 5 min
      [Cancel → cancel]"
    `);
    expect(shown({ ...rendering, ...zh }, {}, { usual: 300_000 })).toMatchInlineSnapshot(`
      "@ada 想要一个视频：“Good morning.”
      Kling 正在制作视频，开始于 3分钟前。
      ▰▰▰▰▰▰▱▱▱▱ 约 60%，按通常的 5 分钟估算
      [取消 → cancel]"
    `);
  });

  test.each([
    [0, '▱▱▱▱▱▱▱▱▱▱ about 0 %, going by the usual 90 s'],
    [60, '▰▰▰▰▰▰▱▱▱▱ about 65 %, going by the usual 90 s'],
    [600, '▰▰▰▰▰▰▰▰▰▱ about 95 %, going by the usual 90 s'],
  ])('is never quite there: after %i s of 90', (seconds, line) => {
    expect(shown({ state: 'rendering', renderingSince: NOW - seconds * 1_000 }, {}, { usual: 90_000 })).toContain(line);
  });

  test('takes longer than usual', () => {
    expect(shown(rendering, { waiting: 'job_late' }, { usual: 60_000 })).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      Kling is making the video; it began 3 minutes ago.
      This takes longer than usual. Kling is still at it and nothing is lost; the video comes as soon as it is done.
      [Cancel → cancel]"
    `);
  });

  test('is made to its end although it was cancelled', () => {
    expect(shown({ ...rendering, cancelAsked: NOW }, { waiting: 'job_cancel_asked' })).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      Kling is making the video; it began 3 minutes ago.
      It is to be cancelled. Kling cannot stop what it has begun, so the video is made and charged, but it will not be delivered."
    `);
  });
});

describe('a job whose video is made', () => {
  const posting = { stage: 'there', place: POSTED.place, since: NOW } as const;

  test('is being delivered', () => {
    expect(shown({ state: 'delivering' })).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      The video is made and is being brought here.
      [Cancel → cancel]"
    `);
  });

  test('cannot be cancelled once it may be there', () => {
    expect(shown({ state: 'delivering', posting })).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      The video is made and is being brought here."
    `);
  });

  test('says that it keeps trying', () => {
    expect(shown({ state: 'delivering', posting, tries: 2 })).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      The video is made, but could not be brought here yet. The bot keeps trying by itself."
    `);
  });

  test('asks a person to look where the bot cannot', () => {
    expect(shown({ state: 'delivering', posting: { ...posting, blind: NOW } })).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      The video was sent to where it was asked for, but there was no answer that says whether it arrived, and the bot cannot look. If you do not see it, press “Post it”.
      [Post it → post]"
    `);
    expect(shown({ state: 'delivering', posting: { ...posting, blind: NOW }, ...zh })).toMatchInlineSnapshot(`
      "@ada 想要一个视频：“Good morning.”
      视频已发到提出请求的地方，但没有收到是否送达的答复，机器人也无法查看。如果你没有看到它，请按“发布”。
      [发布 → post]"
    `);
  });

  test('asks whether a direct message came, where the video went there', () => {
    const direct = { ...posting, stage: 'direct', blind: NOW } as const;
    expect(shown({ state: 'delivering', posting: direct })).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      The video could not be posted where it was asked for and was sent to its requester directly, but there was no answer that says whether it arrived. If you did not get it, press “Post it”.
      [Post it → post]"
    `);
  });

  test('asks nobody to look where its person was erased', () => {
    expect(shown({ state: 'delivering', erased: true, posting: { ...posting, blind: NOW } })).toMatchInlineSnapshot(`
      "Somebody asked for a video here; who it was and what it said were erased.
      It is being cancelled."
    `);
  });

  test('leads to the video and says what it cost', () => {
    const done = { state: 'delivered', posted: POSTED, charged: 'yes', spent: 6.1, units: 0.61 } as const;
    expect(shown(done)).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      Done: [watch the video](https://paper.test/7/9)
      It was charged: 7 seconds of video, 0.61 Kling units.
      [Make another → another] [Delete → remove]"
    `);
    expect(shown({ ...done, ...zh })).toMatchInlineSnapshot(`
      "@ada 想要一个视频：“Good morning.”
      完成：[观看视频](https://paper.test/7/9)
      已收费：7 秒视频，0.61 个 Kling 单位。
      [再做一个 → another] [删除 → remove]"
    `);
  });

  test('says why it could not be posted', () => {
    const reason = { key: 'media_video_unfit', params: { megabytes: 10 } } as const;
    expect(shown({ state: 'delivered', charged: 'yes', reason })).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      The video is done. It is kept for you: /jobs shows it.
      The video cannot be made as small as 10 MB without ruining it.
      It was charged.
      [Show it to me → show] [Make another → another] [Delete → remove]"
    `);
  });

  test('is to be deleted as soon as the platform lets the bot', () => {
    const removing = { state: 'delivered', posted: POSTED, removing: NOW, charged: 'yes', spent: 6 } as const;
    expect(shown(removing)).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      Somebody asked for the video to be deleted. It will be deleted as soon as the bot may do that; nobody has to ask again.
      It was charged: 6 seconds of video."
    `);
  });

  test('was deleted', () => {
    const removed = { state: 'delivered', posted: POSTED, removed: NOW, charged: 'yes', spent: 6 } as const;
    expect(shown(removed)).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      The video was deleted, as was asked. It is not posted again.
      It was charged: 6 seconds of video."
    `);
  });
});

describe('a job without a video', () => {
  const reason = { key: 'kling_policy', params: {} } as const;

  test('says what went wrong, whether it cost anything, and what to do', () => {
    expect(shown({ state: 'failed', reason, charged: 'no' })).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      Kling’s content rules do not allow this photo or these words. Please change them and ask again.
      Nothing was charged.
      If you ask the bot’s operator about it, give this number: j0mgh8rk00abcdefghijklmn
      [Try again → retry]"
    `);
    expect(shown({ state: 'failed', reason, charged: 'no', ...zh })).toMatchInlineSnapshot(`
      "@ada 想要一个视频：“Good morning.”
      Kling 的内容规则不允许使用这张照片或这段话。请修改后再次提交。
      没有收费。
      如需向机器人的运营者询问，请提供这个编号：j0mgh8rk00abcdefghijklmn
      [再试一次 → retry]"
    `);
  });

  test.each([
    [{ charged: 'yes', spent: 0, units: 0.05 }, 'It was charged: 0.05 Kling units.'],
    [{ charged: 'yes', spent: 6, units: 0.6 }, 'It was charged: 6 seconds of video, 0.6 Kling units.'],
    [{ charged: 'yes' }, 'It was charged.'],
    [{ charged: 'no', units: 0 }, 'Nothing was charged.'],
    [{ charged: 'unknown' }, 'It is not known whether it was charged; the bot’s operator can find out.'],
    [{}, 'It is not known whether it was charged; the bot’s operator can find out.'],
  ] as const)('tells its cost: %j', (cost, line) => {
    expect(shown({ state: 'failed', reason, ...cost }).split('\n')).toContain(line);
  });

  test.each(['yes', 'unknown'] as const)('cost nothing where the sandbox made it (charged: %s)', (charged) => {
    const target = { baseUrl: 'sandbox', account: 'ours' };
    expect(shown({ state: 'failed', reason, target, charged }).split('\n')).toContain(
      'In the sandbox nothing is charged.',
    );
    expect(shown({ state: 'failed', reason, target, charged })).not.toContain('was charged');
  });

  test('was cancelled', () => {
    const cancelled = { state: 'cancelled', reason: { key: 'job_cancelled', params: {} }, charged: 'no' } as const;
    expect(shown(cancelled)).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      The video was cancelled, as was asked.
      Nothing was charged."
    `);
  });

  test('names nobody once its person was erased', () => {
    const erased = { state: 'failed', erased: true, requester: { person: 'erased' }, reason, charged: 'no' } as const;
    expect(shown(erased)).toMatchInlineSnapshot(`
      "Somebody asked for a video here; who it was and what it said were erased.
      Kling’s content rules do not allow this photo or these words. Please change them and ask again.
      Nothing was charged.
      If you ask the bot’s operator about it, give this number: j0mgh8rk00abcdefghijklmn"
    `);
  });
});

describe('the words of a person', () => {
  test('stand on one line', () => {
    expect(quoted('  Good\n\nmorning,\teverybody. ')).toBe('Good morning, everybody.');
  });

  test('are cut at 200 characters, never inside one', () => {
    expect(quoted('a'.repeat(200))).toBe('a'.repeat(200));
    expect(quoted('😀'.repeat(201))).toBe(`${'😀'.repeat(199)}…`);
  });
});
