import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';
import { described } from '../described.ts';

/**
 * Herald's log, as Bolt and the packages below it write to it. What they say at `debug` holds payloads, and objects hold tokens: neither is
 * taken over.
 */
export function boltLog(log: Logger): BoltLogger {
  return {
    debug: () => undefined,
    info: (...said) => log.debug(told(said)),
    warn: (...said) => log.warn(told(said)),
    error: (...said) => log.error(told(said)),
    getLevel: () => LogLevel.INFO,
    setLevel: () => undefined,
    setName: () => undefined,
  };
}

function told(said: readonly unknown[]): string {
  const words = said.map((part) => (typeof part === 'string' ? part : part instanceof Error ? described(part) : '…'));
  return `Slack: ${words.join(' ')}`;
}
