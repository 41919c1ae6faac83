import { Cron, CronPattern } from 'croner';

/**
 * A cron line of five fields, read in a time zone. What is at a fixed time of day comes once a day: right after the gap where the clock
 * springs over it, and the first time where the clock goes back. @throws Error where croner cannot read it
 */
export const cronOf = (line: string, zone: string): Cron =>
  new Cron(line, { timezone: zone, mode: '5-part', fixedTimeRule: 'no-wildcard' });

/** How often such a line comes in a day at most: its minutes times its hours. @throws as above */
export function mostADay(line: string): number {
  const { minute, hour } = new CronPattern(line, undefined, { mode: '5-part' });
  const count = (values: readonly number[]) => values.filter((value) => value > 0).length;
  return count(minute) * count(hour);
}
