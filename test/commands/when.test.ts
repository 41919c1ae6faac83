import { describe, expect, test } from 'vitest';
import { readWhen } from '../../commands/when.ts';
import { readZone } from '../../commands/when-zone.ts';
import { Refusal } from '../../src/refusal.ts';

/** A Sunday, 13:00 in Berlin. */
const NOW = Date.UTC(2026, 10, 22, 12);

/** A cron line, a time in Berlin, or why not. */
function read(said: string, zone = 'Europe/Berlin'): string {
  try {
    const when = readWhen(said, zone, NOW);
    return 'cron' in when ? when.cron : new Date(when.at).toLocaleString('sv-SE', { timeZone: zone }).slice(0, 16);
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'input') throw error;
    return error.key;
  }
}

const readAll = (expected: Readonly<Record<string, string>>) =>
  expect(Object.fromEntries(Object.keys(expected).map((said) => [said, read(said)]))).toEqual(expected);

describe('when something is to be said', () => {
  test('is read in English', () => {
    readAll({
      'every day at 9:00': '0 9 * * *',
      '  At 9 every   WEEKDAY.': '0 9 * * 1-5',
      'every weekend at 10am': '0 10 * * 0,6',
      'every monday, tuesday and friday at 5:30 p.m.': '30 17 * * 1,2,5',
      'on mondays and thursdays, 9:00': '0 9 * * 1,4',
      'every mon-fri at 8:15': '15 8 * * 1-5',
      'Mon-Fri 9:00': '0 9 * * 1-5',
      'from monday to friday at 9:00': '0 9 * * 1-5',
      '9:00 mon, wed through fri': '0 9 * * 1,3-5',
      'fri-sun 9:00': '0 9 * * 5-7',
      'every saturday to monday at 9:00': '0 9 * * 6-6,0-1',
      'every month on the 1st at noon': '0 12 1 * *',
      'on the 1st and 15th of every month at midnight': '0 0 1,15 * *',
      'on the last day of every month at 18:00': '0 18 L * *',
      'the first monday of every month at 9 o’clock': '0 9 * * 1#1',
      'every day at 9 in the evening': '0 21 * * *',
      'every day at 17:00 and at 9:00': '0 9,17 * * *',
      'every hour': '0 * * * *',
      'every 2 hours on weekdays': '0 */2 * * 1-5',
      'every two hours': '0 */2 * * *',
      'in twelve minutes': '2026-11-22 13:12',
      'every 30 minutes': '*/30 * * * *',
      'today at 18:00': '2026-11-22 18:00',
      'tomorrow at 12am': '2026-11-23 00:00',
      'next monday at 9': '2026-11-23 09:00',
      'next sunday at 9': '2026-11-29 09:00',
      'in an hour and 30 minutes': '2026-11-22 14:30',
      'on 31 January at 18:00': '2027-01-31 18:00',
      'Feb 29th at noon': '2028-02-29 12:00',
    });
  });

  test('is read in Chinese', () => {
    readAll({
      每天9点: '0 9 * * *',
      '每天上午９：３０': '30 9 * * *',
      '每个工作日下午5点半。': '30 17 * * 1-5',
      '每周一、周三 9:00': '0 9 * * 1,3',
      每周一三五晚上八点: '0 20 * * 1,3,5',
      每星期一至星期五中午12点: '0 12 * * 1-5',
      周一到周五9点: '0 9 * * 1-5',
      周五至周日9点: '0 9 * * 5-7',
      '周一、周三至五上午9点半': '30 9 * * 1,3-5',
      每月1日和15日9点30分: '30 9 1,15 * *',
      每月最后一个周五下午四点: '0 16 * * 5#L',
      每小时: '0 * * * *',
      每隔30分钟: '*/30 * * * *',
      '明天 9:00': '2026-11-23 09:00',
      后天下午5点: '2026-11-24 17:00',
      下周二上午9点: '2026-11-24 09:00',
      '2027年1月31日18点': '2027-01-31 18:00',
      一个半小时后: '2026-11-22 14:30',
      工作日9点: '0 9 * * 1-5',
    });
  });

  test('is read as a date with a time, in the zone or with an offset of its own', () => {
    readAll({
      '2027-01-31 18:00': '2027-01-31 18:00',
      '2027-01-31T18:00:00': '2027-01-31 18:00',
      'on 2027-01-31 at 18:00': '2027-01-31 18:00',
      '2027-07-31T18:00Z': '2027-07-31 20:00',
      '2027-07-31 18:00 UTC': '2027-07-31 20:00',
      '2027-01-31 18:00 +08:00': '2027-01-31 11:00',
    });
    expect(readWhen('2027-01-31 18:00', 'Asia/Shanghai', NOW)).toEqual({ at: Date.UTC(2027, 0, 31, 10) });
  });

  test('is read as a cron line of five fields', () => {
    readAll({
      '0  9 * * MON-FRI': '0 9 * * MON-FRI',
      '@daily': '@daily',
      '0 0 9 * * 1': 'when_cron',
      '61 9 * * *': 'when_cron',
      '0 9 31 2 *': 'when_never',
    });
  });

  test('is refused unless all of it is understood', () => {
    for (const said of [
      '',
      '2',
      'whenever you like',
      'every day at 9:00 except sunday',
      'every day at 9:00 tomorrow',
      'every day at 9:00:30',
      'every day at 9:00a',
      'every day at 5 and 6 pm',
      'every day at 13pm',
      'every day at 25:00',
      'tomorrow at 9:00 and 17:00',
      'every 2 weeks at 9:00',
      'on the 32nd of every month at 9:00',
      '2027-02-30T18:00Z',
      '每天晚上12点',
      '每天9点5',
      'constructor at 9:00',
      'every day at 9:00 '.repeat(20),
    ]) {
      expect([said, read(said)]).toEqual([said, 'when_unclear']);
    }
  });

  test('is refused with what is wrong about it', () => {
    readAll({
      'every day': 'when_no_time',
      明天: 'when_no_time',
      'at 18:00': 'when_no_day',
      'every day at 9:00 and 17:30': 'when_minutes',
      'every 5 hours': 'when_uneven',
      'every 4 minutes': 'when_often',
      '0,3 9 * * *': 'when_often',
      '59,1 0,23 * * *': 'when_often',
      'today at 9:00': 'when_past',
      '2026-11-22 13:00': 'when_past',
      '2027-02-30 18:00': 'when_never',
      'on monday at 9': 'when_once',
      周一9点: 'when_once',
      'monday and tomorrow at 9': 'when_unclear',
      'every day at 9:00 Europe/Berlin': 'when_zone_apart',
      'tomorrow at 9:00 (new york)': 'when_zone_apart',
      '每天9点 北京时间': 'when_zone_apart',
      '0 9 * * 1-5 UTC': 'when_zone_apart',
      'at 9:00 EST': 'when_zone_apart',
      'every easter': 'when_unclear',
      'at 9:00 on sat': 'when_once',
    });
  });
});

test('a time zone is known by its name in any case, or by its city', () => {
  const zones = {
    'europe/berlin': 'Europe/Berlin',
    Berlin: 'Europe/Berlin',
    'new york': 'America/New_York',
    singapore: 'Asia/Singapore',
    'asia/kolkata': 'Asia/Kolkata',
    'us/pacific': 'US/Pacific',
    utc: 'UTC',
    北京: 'Asia/Shanghai',
  };
  expect(Object.fromEntries(Object.keys(zones).map((typed) => [typed, readZone(typed)]))).toEqual(zones);
});

test.each([
  ['is none that the bot knows', 'when_zone', ['', 'Mars', 'mars/north', 'constructor', '/berlin']],
  ['knows nothing of clock changes', 'when_zone_offset', ['+02:00', 'UTC+8', 'gmt-3', 'Etc/GMT+5']],
  ['is short for more than one', 'when_zone_city', ['EST', 'CET', 'PST', 'ist', 'Japan']],
])('a time zone is refused that %s', (_, key, all) => {
  for (const typed of all) expect(() => readZone(typed)).toThrow(expect.objectContaining({ kind: 'input', key }));
});
