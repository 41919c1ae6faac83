import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import type { Announcement } from '../../commands/announcements.ts';
import type { ClockState } from '../../src/announcements/clock-state.ts';
import { latestOf, nextOf, type Schedule } from '../../src/announcements/moments.ts';
import type { Happened } from '../../src/announcements/occurrence.ts';
import { scheduleStep } from '../../src/announcements/schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A Sunday, 13:00 in Berlin. */
const START = Date.UTC(2026, 10, 22, 12);

const cron = (line: string, zone = 'Europe/Berlin'): Schedule => ({ kind: 'schedule', said: line, zone, cron: line });
const once = (at: number): Schedule => ({ kind: 'schedule', said: 'once', zone: 'UTC', at });

const announcement = (trigger: Schedule, since = START): Announcement => ({
  id: 'a00000000000000000000000',
  name: 'Morning',
  place: { platform: 'paper', space: 's', channel: 'c' },
  owner: { person: 'ada' },
  presenter: 'p00000000000000000000000',
  words: 'Good morning.',
  trigger,
  perDay: 24,
  since,
  createdAt: since,
  updatedAt: since,
});

/** A schedule with its clock, whose process may break down between any two things that it does. */
function world(late: number) {
  const table = new Map<string, ClockState>();
  const noted = new Map<string, Happened>();
  let now = START;
  let life = Number.POSITIVE_INFINITY;
  const alive = () => {
    if (life-- <= 0) throw new Error('the process ended');
  };
  return {
    noted,
    state: () => [...table.values()].at(0),
    goTo: (at: number) => {
      now = at;
    },
    now: () => now,
    /** @param steps things that can be done before the process ends */
    async step(about: Announcement, steps = Number.POSITIVE_INFINITY) {
      life = steps;
      return scheduleStep(
        {
          clock: { now: () => now },
          clocks: {
            get: async (id) => table.get(id),
            set: async (id, state) => {
              alive();
              table.set(id, state);
            },
          },
          occurrences: {
            note: async (happened) => {
              alive();
              noted.set(happened.key, happened);
            },
          },
          late,
          log: pino({ enabled: false }),
        },
        about,
      );
    },
  };
}

/** The times in the zone at which a schedule speaks between two days. */
function spoken(schedule: Schedule, from: string, to: string): string[] {
  const zone = schedule.zone;
  const moments: number[] = [];
  for (let at = nextOf(schedule, Date.parse(from)); at !== undefined && at <= Date.parse(to); at = nextOf(schedule, at))
    moments.push(at);
  return moments.map((at) => new Date(at).toLocaleString('sv-SE', { timeZone: zone, timeZoneName: 'shortOffset' }));
}

describe('the moments of a schedule', () => {
  test('come once where the clock springs over them, right after the gap', () => {
    expect(spoken(cron('30 2 * * *'), '2027-03-27T00:00Z', '2027-03-29T12:00Z')).toEqual([
      '2027-03-27 02:30:00 GMT+1',
      '2027-03-28 03:00:00 GMT+2',
      '2027-03-29 02:30:00 GMT+2',
    ]);
  });

  test('come once where the clock shows them twice', () => {
    expect(spoken(cron('30 2,14 * * *'), '2026-10-24T10:00Z', '2026-10-26T00:00Z')).toEqual([
      '2026-10-24 14:30:00 GMT+2',
      '2026-10-25 02:30:00 GMT+2',
      '2026-10-25 14:30:00 GMT+1',
    ]);
  });

  test('keep their hour of the day over a clock change, and their distance where that is what was asked for', () => {
    expect(spoken(cron('0 9 * * *'), '2027-03-27T00:00Z', '2027-03-28T12:00Z')).toEqual([
      '2027-03-27 09:00:00 GMT+1',
      '2027-03-28 09:00:00 GMT+2',
    ]);
    expect(spoken(cron('0 * * * *'), '2026-10-24T23:30Z', '2026-10-25T02:00Z')).toHaveLength(3);
  });

  test('are the same, looked for forward and backward', () => {
    const lines = fc.constantFrom(
      '30 2 * * *',
      '0 */2 * * *',
      '*/30 1-3 * * *',
      '0 9 * * 1-5',
      '0 0 L * *',
      '15 2,3 * * 0',
    );
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Shanghai');
    fc.assert(
      fc.property(lines, zones, fc.integer({ min: 0, max: 370 * 24 * 60 }), (line, zone, minutes) => {
        const from = START + minutes * MINUTE;
        const next = nextOf(cron(line, zone), from) ?? 0;
        expect(next).toBeGreaterThan(from);
        expect(latestOf(cron(line, zone), from, next)).toBe(next);
        expect(latestOf(cron(line, zone), from, next - 1)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});

describe('a schedule', () => {
  test('begins with the first moment after it was set up, and says it once', async () => {
    const { step, goTo, noted } = world(HOUR);
    const daily = announcement(cron('0 14 * * *'));
    const due = await step(daily);
    expect(due).toBe(START + HOUR);
    goTo(START + HOUR + 300);
    expect(await step(daily)).toBe(START + 25 * HOUR);
    expect(await step(daily)).toBe(START + 25 * HOUR);
    expect([...noted.values()]).toEqual([
      { announcement: daily, key: `moment ${due}`, at: due, cause: { kind: 'schedule' } },
    ]);
  });

  test('makes up for the latest of the moments that passed, and tells which were too long ago', async () => {
    const { step, goTo, noted, state } = world(HOUR);
    const often = announcement(cron('*/30 * * * *'));
    await step(often);
    goTo(START + 5 * HOUR + 10 * MINUTE);
    await step(often);
    expect([...noted.values()].map(({ at }) => (at - START) / MINUTE)).toEqual([300]);
    expect(state()).toMatchObject({ skipped: START + 4 * HOUR, next: START + 5.5 * HOUR });
  });

  test('skips a moment that is too long ago, and goes on', async () => {
    const { step, goTo, noted, state } = world(HOUR);
    const daily = announcement(cron('0 14 * * *'));
    await step(daily);
    goTo(START + 2 * HOUR + 1);
    expect(await step(daily)).toBe(START + 25 * HOUR);
    expect(noted.size).toBe(0);
    expect(state()).toMatchObject({ skipped: START + HOUR });
    goTo(START + 25 * HOUR);
    await step(daily);
    expect(state()?.skipped).toBeUndefined();
  });

  test('comes at its usual time although the clock had run ahead, and was put right', async () => {
    const { step, goTo } = world(HOUR);
    const daily = announcement(cron('0 14 * * *'));
    goTo(START + 240 * HOUR);
    await step(daily);
    goTo(START);
    expect(await step(daily)).toBe(START + HOUR);
  });

  test('is on time although nothing is to be made up for', async () => {
    const { step, goTo, noted } = world(0);
    const daily = announcement(cron('0 14 * * *'));
    await step(daily);
    goTo(START + HOUR + 900);
    await step(daily);
    expect(noted.size).toBe(1);
  });

  test('ends after its only moment', async () => {
    const { step, goTo, noted, state } = world(HOUR);
    const single = announcement(once(START + HOUR));
    expect(await step(single)).toBe(START + HOUR);
    goTo(START + HOUR);
    expect(await step(single)).toBeUndefined();
    expect(await step(single)).toBeUndefined();
    expect(noted.size).toBe(1);
    expect(state()).toEqual({ since: START });
  });

  test('begins anew after a pause, or with another time, and makes up for nothing before', async () => {
    const { step, goTo, noted, state } = world(HOUR);
    await step(announcement(cron('0 14 * * *')));
    goTo(START + HOUR + MINUTE);
    expect(await step({ ...announcement(cron('0 14 * * *')), paused: { since: START } })).toBeUndefined();
    expect(await step(announcement(cron('0 14 * * *'), START + HOUR + MINUTE))).toBe(START + 25 * HOUR);
    expect(noted.size).toBe(0);
    expect(state()?.skipped).toBeUndefined();
  });

  test('says each moment within reach once and under its own key, wherever the process ends', async () => {
    const sleeps = fc.record({ minutes: fc.integer({ min: 1, max: 400 }), steps: fc.constantFrom(0, 1, 2, 9) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('0 * * * *', '*/10 * * * *', '0 14 * * *', '5,50 13-15 * * *'),
        fc.array(sleeps, { maxLength: 12 }),
        async (line, lives) => {
          const { step, goTo, now, noted, state } = world(HOUR);
          const schedule = cron(line);
          const about = announcement(schedule);
          let seen = START;
          for (const { minutes, steps } of [...lives, { minutes: 1, steps: 9 }]) {
            goTo(now() + minutes * MINUTE);
            const lived = await step(about, steps).then(
              () => true,
              () => false,
            );
            if (!lived) continue;
            const latest = latestOf(schedule, seen, now());
            const isNear = latest !== undefined && now() - latest <= HOUR;
            if (isNear) expect(noted.get(`moment ${latest}`)?.at).toBe(latest);
            else if (latest !== undefined) expect(state()?.skipped).toBe(latest);
            expect(state()?.next).toBe(nextOf(schedule, now()));
            seen = now();
          }
          for (const [key, { at }] of noted) {
            expect(key).toBe(`moment ${at}`);
            expect(latestOf(schedule, at - 1, at)).toBe(at);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
