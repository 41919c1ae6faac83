import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { freePort } from '../e2e/ends.ts';
import type { SentFile } from '../fakes/slack/people-files.ts';
import { startFakeSlack } from '../fakes/slack/slack.ts';
import { ALONE, AT_ONCE, acknowledgement, ROUNDS, WARM } from './acknowledging.ts';
import { benchPhoto, inParallel, megabytes, percentile, startKling, untilEnded, withBot } from './kit.ts';
import type { Row } from './run.ts';
import {
  agree,
  byToken,
  type Corner,
  confirm,
  corner,
  filesIn,
  formsOpen,
  onSlack,
  send,
  together,
  viewOf,
  WORDS,
} from './slack-crowd.ts';

/**
 * Slack takes some 50 looks at channels and 100 uploads a minute from the bot of one workspace (tiers 3 and 4), whoever asks: a thousand
 * commands are those of fifty workspaces, twenty people in each, with a channel for every one of them. What each is shown first is a form,
 * which Slack opens for three seconds, so that these are opened 50 at once; then all of them are sent in one go.
 */
const WORKSPACES = 50;
const PEOPLE = 20;

/** Of the video whose upload is watched. */
const LARGE = 100_000_000;
const MOST_MEMORY = 32_000_000;

/** A bot with a public address wants one. */
const TOKEN = 'token-for-the-bench-only';

const NO_LIMITS = { KLING_MAX_CONCURRENT: '1000', KLING_POLL_SECONDS: '0.2' };

/** What acknowledging takes, beside an app of Bolt's that only acknowledges; a burst as large as Slack lets it be; and a large upload. */
export async function slack(): Promise<Row[]> {
  const photo = { bytes: Buffer.from(await (await benchPhoto()).arrayBuffer()), name: 'p.jpg' };
  return [...(await acknowledgements(photo)), await burst(photo), await memory(photo)];
}

async function acknowledgements(photo: SentFile): Promise<Row[]> {
  const [bare, ours] = [await startFakeSlack({ checks: false }), await startFakeSlack({ checks: false })];
  const bareApp = fork(new URL('./bare-bolt.ts', import.meta.url), { env: { ...process.env, ...byToken(bare) } });
  await once(bareApp, 'message');
  const kling = await startKling({ seconds: 0, profiles: ['avatar'] });
  try {
    return await withBot(kling, { ...byToken(ours), ...NO_LIMITS }, async (bot) => {
      await onSlack(bot);
      const [theirs, own] = [corner(bare.home), corner(ours.home)];
      await confirm(own, photo);
      await untilEnded(bot, 1);
      const single = { bare: [] as number[], ours: [] as number[] };
      for (let n = -WARM; n < ALONE; n++) {
        const [their, our] = [await together([theirs], 1), await together([own], 1)];
        await formsOpen(our.asked);
        if (n < 0) continue;
        single.bare.push(...their.took);
        single.ours.push(...our.took);
      }
      const many = { bare: [] as number[], ours: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        many.bare.push(...(await together([theirs], AT_ONCE)).took);
        const { asked, took } = await together([own], AT_ONCE);
        many.ours.push(...took);
        await formsOpen(asked);
      }
      return [
        acknowledgement('Slack command to acknowledgement, one at a time', 'bare Bolt', single),
        acknowledgement('Slack command to acknowledgement, 50 at once', 'bare Bolt', many),
      ];
    });
  } finally {
    bareApp.disconnect();
    await Promise.all([kling.close(), bare.close(), ours.close()]);
  }
}

/** Every command opens its form, all forms are sent in one go, and every video must come, once, into its own channel. */
async function burst(photo: SentFile): Promise<Row> {
  const slack = await startFakeSlack({ checks: false, rateLimits: 'real' });
  const kling = await startKling({ seconds: 0, profiles: ['avatar'] });
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const env = {
    ...NO_LIMITS,
    PORT: String(port),
    PUBLIC_URL: address,
    API_TOKEN: TOKEN,
    SLACK_API_URL: slack.url,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_CLIENT_ID: slack.clientId,
    SLACK_CLIENT_SECRET: slack.clientSecret,
  };
  try {
    return await withBot(kling, env, async (bot) => {
      await onSlack(bot);
      const corners: Corner[] = [];
      for (let n = 0; n < WORKSPACES; n++) {
        const team = slack.team({ name: `Workspace ${n}`, installed: false });
        const people = Array.from({ length: PEOPLE }, (_, at) => corner(team, `Person ${at}`));
        const { status } = await slack.oauth.install(address, people[0]?.person ?? corner(team).person);
        if (status !== 200) throw new Error(`workspace ${n} could not be installed: HTTP ${status}`);
        corners.push(...people);
      }
      const forms = await inParallel(corners.length, AT_ONCE, async (n) => {
        const { asked } = await together(corners.slice(n, n + 1), 1);
        await formsOpen(asked);
        return asked;
      });
      const asked = forms.flat();
      const began = performance.now();
      const took: number[] = [];
      const sent = await Promise.all(
        corners.map(async ({ person }, n) => {
          const one = await person.submit(viewOf(asked[n]), { photo: [photo], text: WORDS }).settled();
          took[n] = performance.now() - began;
          return one;
        }),
      );
      await inParallel(corners.length, AT_ONCE, (n) => agree(corners[n]));
      await untilEnded(bot, corners.length, TOKEN);
      const seconds = (performance.now() - began) / 1_000;
      const late = [...asked, ...sent].filter(({ expired }) => expired).length;
      const each = corners.map(({ channel }) => filesIn(channel).length);
      const [lost, doubled] = [each.filter((n) => n === 0).length, each.filter((n) => n > 1).length];
      return {
        what: `${asked.length.toLocaleString('en')} forms sent in a burst, Slack’s own limits`,
        figure: `${each.reduce((sum, n) => sum + n, 0)} videos, ${lost} lost, ${doubled} doubled, ${late} late, in ${seconds.toFixed(0)} s`,
        beside: `${WORKSPACES} workspaces of ${PEOPLE}; acknowledged p50 ${percentile(took, 50).toFixed(0)} ms, p99 ${percentile(took, 99).toFixed(0)} ms`,
        goal: 'none lost, none doubled',
        met: lost + doubled + late === 0 && each.length === WORKSPACES * PEOPLE,
      };
    });
  } finally {
    await Promise.all([kling.close(), slack.close()]);
  }
}

/**
 * The most that the bot's process holds at once while one large video goes to Slack, above what it held just before; and in the whole of
 * that job, from its form to its end, above what it held then. One such job has gone before.
 */
async function memory(photo: SentFile): Promise<Row> {
  const slack = await startFakeSlack({ checks: false });
  const kling = await startKling({ seconds: 0, profiles: ['avatar'], videoBytes: LARGE });
  try {
    return await withBot(kling, byToken(slack), async (bot) => {
      await onSlack(bot);
      const one = corner(slack.home);
      const { pid } = bot.child;
      await confirm(one, photo);
      await untilEnded(bot, 1);
      const atFirst = forgetPeak(pid);
      let [untilUpload, before, rise] = [0, 0, Number.NaN];
      slack.on('files.getUploadURLExternal', 'after', async () => {
        untilUpload = peak(pid);
        before = forgetPeak(pid);
        return undefined;
      });
      slack.on('upload', 'after', async () => {
        rise = peak(pid) - before;
        return undefined;
      });
      await send(one, photo);
      await untilEnded(bot, 2);
      const whole = Math.max(untilUpload, peak(pid)) - atFirst;
      const arrived = filesIn(one.channel).map(({ bytes }) => bytes);
      return {
        what: 'resident memory, rise while a video of 100 MB is uploaded',
        figure: `${megabytes(rise)}, to ${megabytes(before + rise)}`,
        beside: `${megabytes(whole)} in the whole job; ${arrived.map(megabytes).join(' and ')} arrived`,
        goal: `< ${megabytes(MOST_MEMORY)}`,
        met: rise < MOST_MEMORY && arrived.length === 2 && arrived.every((bytes) => bytes === LARGE),
      };
    });
  } finally {
    await Promise.all([kling.close(), slack.close()]);
  }
}

/** Has Linux measure the most that a process holds from now on. @returns what it holds (bytes) */
function forgetPeak(pid: number | undefined): number {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  return peak(pid);
}

/** The most that a process has held since {@link forgetPeak} (bytes). */
function peak(pid: number | undefined): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}
