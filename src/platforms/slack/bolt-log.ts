import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';
import { described } from '../described.ts';

/**
 * Herald's log, as Bolt and the packages below it write to it. What they say at `debug` holds payloads, and objects hold tokens: neither is
 * taken over.
 * @param worst what their errors are: `warn` for whoever tries again by itself
 */
export function boltLog(log: Logger, worst: 'warn' | 'error' = 'error'): BoltLogger {
  return {
    debug: () => undefined,
    info: (...said) => log.debug(told(said)),
    warn: (...said) => log.warn(told(said)),
    error: (...said) => log[worst](told(said)),
    getLevel: () => LogLevel.INFO,
    setLevel: () => undefined,
    setName: () => undefined,
  };
}

function told(said: readonly unknown[]): string {
  const words = said.map((part) => (typeof part === 'string' ? part : part instanceof Error ? described(part) : '…'));
  return `Slack: ${words.join(' ')}`;
}
