import pino from 'pino';
import { systemClock } from '../../../src/clock.ts';
import type { Place } from '../../../src/jobs/job.ts';
import { createGuardedFetch } from '../../../src/media/fetch.ts';
import { recent } from '../../../src/platforms/recent.ts';
import { createCalls } from '../../../src/platforms/slack/calls.ts';
import { createHints } from '../../../src/platforms/slack/hints.ts';
import { slackHosts, trustedHost } from '../../../src/platforms/slack/hosts.ts';
import { outgoing } from '../../../src/platforms/slack/outgoing.ts';
import { createPeople } from '../../../src/platforms/slack/people.ts';
import { howToAddScopes } from '../../../src/platforms/slack/scopes.ts';
import { createSendBytes } from '../../../src/platforms/slack/send-bytes.ts';
import { standing } from '../../../src/platforms/slack/standing.ts';
import type { Workspaces } from '../../../src/platforms/slack/workspaces.ts';
import { endWithTest, startWithChannel } from '../../fakes/slack/rig.ts';
import type { SlackOptions } from '../../fakes/slack/slack.ts';

/** The outgoing half on a Slack of its own, with a channel and two people. Everything ends with the test. */
export async function rig(options: SlackOptions = {}) {
  const { slack, channel, ada } = await startWithChannel(options);
  const bob = slack.home.user({ name: 'Bob' });
  const team = slack.home.id;
  const stopping = new AbortController();
  let isHurried = false;
  const clock = {
    now: slack.now,
    after(ms: number, callback: () => void) {
      if (!isHurried) return systemClock.after(ms, callback);
      slack.pass(ms);
      return systemClock.after(0, callback);
    },
  };

  const lines: string[] = [];
  const log = pino({ base: null, level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const learned: string[][] = [];
  const refused: string[] = [];
  let failure: Error | undefined;
  const workspaces: Workspaces = {
    async of(id) {
      if (failure) throw failure;
      const { record } = slack.home;
      if (id !== team || !record.isInstalled) return undefined;
      const url = `https://${record.domain}.slack.com/`;
      const scopes = learned.length > 0 ? new Set(learned.at(-1)) : undefined;
      return { team, token: slack.botToken, me: slack.home.botUser, scopes, url, name: record.name };
    },
    learned: (_, scopes) => void learned.push([...scopes]),
  };
  const calls = createCalls({
    apiUrl: slack.url,
    workspaces,
    now: clock.now,
    log,
    onRefused: (team) => void refused.push(team),
  });
  const isSlacks = slackHosts(slack.url);
  const guarded = createGuardedFetch({ trusted: trustedHost(slack.url) });
  const bytes = createSendBytes({ isSlacks, clock: systemClock, log });
  const hints = createHints(clock.now, log, howToAddScopes());
  const start = () => {
    const people = createPeople(calls, clock, log);
    return {
      ...standing({ calls, workspaces, people, hints, clear: recent(10), clock, log }).platform,
      ...outgoing({
        calls,
        workspaces,
        people,
        isSlacks,
        fetchBytes: guarded.download,
        sendBytes: bytes.send,
        clock,
        ticks: clock.now,
        hints,
        onClosed: () => {},
        log,
        signal: stopping.signal,
      }),
    };
  };
  endWithTest(async () => {
    stopping.abort(new Error('the test is over'));
    await Promise.all([guarded.close(), bytes.close()]);
  });

  const place: Place = { platform: 'slack', space: team, channel: channel.id };
  return {
    slack,
    channel,
    ada,
    bob,
    team,
    place,
    platform: start(),
    /** Herald once more, as after a restart. */
    start,
    calls,
    workspaces,
    isSlacks,
    clock,
    log,
    lines,
    learned,
    refused,
    /** From now on, waits pass at once, and Slack's time with them. */
    hurry: () => {
      isHurried = true;
    },
    /** From now on, no workspace can be told of. */
    failWorkspaces: (error: Error) => {
      failure = error;
    },
  };
}

export type Rig = Awaited<ReturnType<typeof rig>>;
