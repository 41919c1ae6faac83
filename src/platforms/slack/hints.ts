import type { Logger } from 'pino';
import { recent } from '../recent.ts';

/** How often the operator is told the same of one workspace (ms). */
const EVERY = 3_600_000;

const KEPT = 1_000;

/** Tells the operator what only they can mend: once in a while, and not with every job that meets it. */
export interface Hints {
  /** @param hint what is wrong, and what to do about it */
  tell(team: string, hint: string): void;
  /** @param scopes that are missing, as Slack names them */
  lacks(team: string, scopes: string | undefined): void;
}

/** @param howToAdd what to do about scopes that are missing */
export function createHints(now: () => number, log: Logger, howToAdd: string): Hints {
  const told = recent<number>(KEPT);
  function tell(team: string, hint: string): void {
    const key = `${team} ${hint}`;
    const last = told.get(key);
    if (last !== undefined && Math.abs(now() - last) < EVERY) return;
    told.set(key, now());
    log.warn({ team }, hint);
  }

  return {
    tell,
    lacks: (team, scopes) => tell(team, `the bot lacks ${scopes ?? 'a scope'} in this workspace. ${howToAdd}`),
  };
}
