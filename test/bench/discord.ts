import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Asked } from '../fakes/discord/asked.ts';
import { type Discord, startFakeDiscord } from '../fakes/discord/discord.ts';
import type { Person } from '../fakes/discord/people.ts';
import type { Channel } from '../fakes/discord/places.ts';
import type { SentFile } from '../fakes/discord/world.ts';
import { ALONE, AT_ONCE, acknowledgement, ROUNDS, WARM } from './acknowledging.ts';
import {
  BENCH_KEY,
  benchPhoto,
  megabytes,
  percentile,
  residentMemory,
  startKling,
  untilEnded,
  withBot,
} from './kit.ts';
import type { Row } from './run.ts';

/** Servers that a bot is in, and channels of each: what it keeps in memory while it has nothing to do. */
const SERVERS = 50;
const CHANNELS = 20;

const BURST = 1_000;

/** After how long a bot that was left alone counts as idle (ms). */
const IDLE = 10_000;

/** A Discord with a person in it, who asks for videos. */
interface Crowd {
  readonly discord: Discord;
  readonly channels: readonly Channel[];
  readonly ada: Person;
  readonly photo: SentFile;
  /** The commands so far. */
  readonly asked: Asked[];
}

/** What acknowledging takes, and what being idle takes, beside a bot of discord.js that only acknowledges. */
export async function discord(): Promise<Row[]> {
  const photo = {
    bytes: Buffer.from(await (await benchPhoto()).arrayBuffer()),
    name: 'p.jpg',
    contentType: 'image/jpeg',
  };
  const [bare, ours] = [await crowd(photo), await crowd(photo)];
  const kling = await startKling({ seconds: 0, profiles: ['avatar'] });
  const env = {
    ...settings(ours.discord),
    KLING_API_KEY: BENCH_KEY,
    KLING_MAX_CONCURRENT: '1000',
    KLING_POLL_SECONDS: '0.2',
  };
  const bareBot = fork(new URL('./bare-bot.ts', import.meta.url), {
    env: { ...process.env, ...settings(bare.discord) },
  });
  await once(bareBot, 'message');
  try {
    return await withBot(kling, env, async (bot) => {
      await bot.logged(({ msg }) => String(msg).startsWith('Herald is on Discord'));
      await new Promise((resolve) => setTimeout(resolve, IDLE));
      const memory = { bare: residentMemory(bareBot.pid), ours: residentMemory(bot.child.pid) };

      await confirm(ours);
      let jobs = 1;
      await untilEnded(bot, jobs);
      const single = { bare: [] as number[], ours: [] as number[] };
      for (let n = -WARM; n < ALONE; n++) {
        const [theirs, own] = [await ask(bare), await ask(ours)];
        await untilEnded(bot, ++jobs);
        if (n < 0) continue;
        single.bare.push(theirs);
        single.ours.push(own);
      }
      const many = { bare: [] as number[], ours: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        many.bare.push(...(await together(bare, AT_ONCE)));
        many.ours.push(...(await together(ours, AT_ONCE)));
        jobs += AT_ONCE;
        await untilEnded(bot, jobs);
      }
      const began = performance.now();
      const burst = await together(ours, BURST);
      jobs += BURST;
      await untilEnded(bot, jobs);
      const took = (performance.now() - began) / 1000;
      return [
        acknowledgement('interaction to acknowledgement, one at a time', 'bare bot', single),
        acknowledgement('interaction to acknowledgement, 50 at once', 'bare bot', many),
        {
          what: '1,000 commands in a burst',
          figure: `${tally(ours, jobs)}, all delivered in ${took.toFixed(0)} s`,
          beside: `acknowledged p50 ${percentile(burst, 50).toFixed(0)} ms, p99 ${percentile(burst, 99).toFixed(0)} ms`,
          goal: 'none lost, none doubled',
          met: tally(ours, jobs) === `${jobs} videos for ${jobs} commands, 0 late`,
        },
        {
          what: 'resident memory, idle on Discord',
          figure: `${megabytes(memory.ours)}, ${(memory.ours / memory.bare).toFixed(2)}x`,
          beside: `bare bot ${megabytes(memory.bare)}; not counted: the process that checks photos`,
          goal: '≤ 1.5x of the bare bot',
          met: memory.ours <= 1.5 * memory.bare,
        },
      ];
    });
  } finally {
    bareBot.disconnect();
    await kling.close();
    await Promise.all([bare.discord.close(), ours.discord.close()]);
  }
}

async function crowd(photo: SentFile): Promise<Crowd> {
  const fake = await startFakeDiscord({ checks: false });
  const guilds = Array.from({ length: SERVERS }, () => fake.guild());
  const channels = guilds.flatMap((guild) =>
    Array.from({ length: CHANNELS }, (_, at) => guild.channel({ name: `channel-${at}` })),
  );
  const ada = fake.user({ name: 'Ada' });
  for (const guild of guilds) guild.member(ada);
  return { discord: fake, channels, ada, photo, asked: [] };
}

const settings = (fake: Discord) => ({
  DISCORD_TOKEN: fake.token,
  DISCORD_API_URL: fake.url,
  DISCORD_CDN_HOSTS: fake.cdnHost,
});

/** Types one command. @returns ms until it was acknowledged */
async function ask({ channels, ada, photo, asked }: Crowd): Promise<number> {
  const channel = channels[asked.length % channels.length];
  if (!channel) throw new Error('there is no channel');
  const began = performance.now();
  const one = ada.slash(channel, 'avatar', { photo, text: 'The bench has something to say.' });
  asked.push(one);
  await one.acknowledged();
  return performance.now() - began;
}

const together = (crowd: Crowd, count: number): Promise<number[]> =>
  Promise.all(Array.from({ length: count }, () => ask(crowd)));

/** The first video of a person waits until they confirmed that they may use the faces they send. */
async function confirm(crowd: Crowd): Promise<void> {
  await ask(crowd);
  const [first] = crowd.asked;
  for (;;) {
    const [button] = first?.original?.buttons ?? [];
    if (first?.original && button) return void crowd.ada.press(first.original, button.customId);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What became of all commands, looked for where people would look. */
function tally({ channels, asked }: Crowd, commands: number): string {
  const videos = channels
    .flatMap((channel) => [channel, ...channel.threads()])
    .flatMap((place) => place.history())
    .flatMap(({ files }) => files)
    .filter(({ name }) => name.endsWith('.mp4'));
  return `${videos.length} videos for ${commands} commands, ${asked.filter(({ expired }) => expired).length} late`;
}
