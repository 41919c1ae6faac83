import { Cron } from 'croner';

/**
 * A cron line of five fields, read in a time zone. What is at a fixed time of day comes once a day: right after the gap where the clock
 * springs over it, and the first time where the clock goes back. @throws Error where croner cannot read it
 */
export const cronOf = (line: string, zone: string): Cron =>
  new Cron(line, { timezone: zone, mode: '5-part', fixedTimeRule: 'no-wildcard' });
