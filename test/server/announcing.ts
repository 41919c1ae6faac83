import type { Jobs } from '../../commands/jobs.ts';
import { Refusal } from '../../src/refusal.ts';
import { type HouseOptions as Options, openHouse as openAnnouncements } from '../announcements/house.ts';
import { type HouseOptions, openHouse } from './house.ts';

export const SPACE = 'paper:home';
export const TARGET = { platform: 'paper', space: 'home', channel: 'news' };

/** A running server over real announcements, whose jobs are real as far as they are accepted. */
export async function openAnnouncing(options: Options = {}, server: HouseOptions = {}) {
  const house = await openAnnouncements(options);
  const { presenters, announcements, hooks } = house.room;
  const show: Jobs['show'] = async (id) => {
    const job = await house.records.get(id);
    if (!job) throw new Refusal('missing', 'http_no_job');
    return { job };
  };
  const jobs = { show } as Jobs;
  const web = await openHouse({
    ...server,
    commands: { presenters, announcements, hooks, jobs },
    deps: { now: house.clock.now, ...server.deps },
  });

  return {
    house,
    web,
    /** Asks the API, with JSON where something is sent. */
    async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      const answer = await web.fetch(path, { method, ...sent, headers: { ...type, ...headers } });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
    },
    /** Saves a presenter over HTTP. */
    async presenter(fields: Record<string, string | Blob> = {}) {
      const form = new FormData();
      const all = { photo: new Blob(['a photo']), space: SPACE, name: 'Mayor', ...fields };
      for (const [name, value] of Object.entries(all)) form.append(name, value);
      const answer = await web.fetch('/api/presenters', { method: 'POST', body: form });
      return { status: answer.status, body: await answer.json() };
    },
  };
}

export const SCHEDULE = { kind: 'schedule', when: 'every weekday at 9:00', time_zone: 'Europe/Berlin' };

/** What an announcement is set up with, unless told otherwise: a schedule. */
export const wanted = (more: Record<string, unknown> = {}) => ({
  name: 'Standup',
  target: TARGET,
  presenter: 'Mayor',
  words: 'Good morning.',
  trigger: SCHEDULE,
  ...more,
});
