import { existsSync } from 'node:fs';
import type { Logger } from 'pino';
import { type Config, ConfigError, idleSettings, readConfig } from './config.ts';
import { type Herald, startHerald } from './herald.ts';
import { VoicesError } from './kling/voices.ts';
import { createLog } from './log.ts';
import { LockedError } from './store/lock.ts';

/** What a stop may take before the process ends all the same (ms); what is persisted is enough to go on from. */
const STOP_AT_MOST = 9_500;

/** sysexits.h: EX_CONFIG, EX_TEMPFAIL */
const EXIT = { config: 78, locked: 75, failed: 1 } as const;

/** The process: settings in, Herald on, and off again at SIGTERM or SIGINT. */
export async function run(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    const config = readConfig(process.env);
    const { credentials } = config.kling;
    const secrets = [
      config.apiToken,
      config.secretKey,
      config.kling.webhookSecret,
      config.discord?.token,
      ...slackSecrets(config),
      ...(credentials ? Object.values(credentials).filter((value) => value !== credentials.kind) : []),
    ].filter((secret) => secret !== undefined);
    const log = createLog(config.logLevel, secrets);
    for (const sentence of idleSettings(process.env)) log.warn(sentence);
    const ending = endOnce(log);
    const starting = startHerald(config, log, {
      onFatal(sentence) {
        log.fatal(sentence);
        ending(starting, EXIT.config);
      },
    });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        log.info({ signal }, 'Herald stops');
        ending(starting, 0);
      });
    }
    await starting;
    if (!credentials) log.info('no Kling credentials are set: videos come from the sandbox, cost nothing and say so');
  } catch (error) {
    process.exitCode = complain(error);
  }
}

function slackSecrets({ slack }: Config): (string | undefined)[] {
  if (!slack) return [];
  const { access, entry } = slack;
  return [
    access.kind === 'token' ? access.token : access.clientSecret,
    entry.kind === 'socket' ? entry.appToken : entry.signingSecret,
  ];
}

/** Stops Herald, once, as soon as it has started, and ends the process. */
function endOnce(log: Logger): (starting: Promise<Herald>, code: number) => void {
  let ending = false;
  return (starting, code) => {
    if (ending) return;
    ending = true;
    setTimeout(() => {
      log.error('Herald did not stop in time and is ended; it goes on from what is kept at the next start');
      process.exit(code || EXIT.failed);
    }, STOP_AT_MOST).unref();
    starting
      .then((herald) => herald.stop())
      .then(
        () => process.exit(code),
        (err: unknown) => {
          log.error({ err }, 'Herald did not stop cleanly');
          process.exit(code || EXIT.failed);
        },
      );
  };
}

/** Says in a sentence why the start failed. @returns the exit code */
function complain(error: unknown): number {
  if (error instanceof ConfigError) {
    console.error(error.mistakes.join('\n'));
    return EXIT.config;
  }
  if (error instanceof VoicesError) {
    console.error(error.message);
    return EXIT.config;
  }
  if (error instanceof LockedError) {
    console.error(error.message);
    return EXIT.locked;
  }
  console.error(error);
  return EXIT.failed;
}
