import { dataDirectory } from './data-directory.ts';
import { discord } from './discord.ts';
import type { Check, Finding } from './finding.ts';
import { hooks } from './hooks.ts';
import { klingAccount } from './kling.ts';
import { lineOf } from './line.ts';
import { look } from './look.ts';
import { nodeVersion } from './node.ts';
import { publicAddress } from './public-url.ts';
import { readSettings, secretsIn } from './settings.ts';
import { slack } from './slack.ts';

/** How long a check may take (ms): someone sits before it and waits. */
const AT_MOST = 20_000;

/** sysexits.h: EX_CONFIG */
const EXIT = { fine: 0, wrong: 1, config: 78 } as const;

export interface Patient {
  /** `.env` included. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What `.env` alone says; absent where there is none. */
  readonly file: Readonly<Record<string, string | undefined>> | undefined;
  /** Of Node.js, such as `24.21.0`. */
  readonly version: string;
}

/**
 * Looks at everything that Herald rests on and says one line a finding. All checks look at once; what they find is said in
 * order. @returns the exit code: 0 where nothing is wrong, 78 where the settings are, 1 otherwise
 */
export async function examine({ env, file, version }: Patient, print: (line: string) => void): Promise<number> {
  const secrets = secretsIn(env);
  let mistakes = 0;
  const say = (findings: readonly Finding[]) => {
    for (const finding of findings) print(lineOf(finding, secrets));
    mistakes += findings.filter(({ mark }) => mark === 'wrong').length;
  };
  const { config, findings } = await readSettings(env, file);
  say(findings);
  const checks: readonly Check[] = [
    nodeVersion(version),
    ...(config
      ? [dataDirectory(config.dataDir), klingAccount(config), publicAddress(config.publicUrl), hooks(config)]
      : []),
  ];
  const looking = checks.map((check) => look(check, AT_MOST));
  if (config) looking.push(discord(config.discord, AT_MOST), slack(config, AT_MOST));
  for (const found of looking) say(await found);
  print('');
  if (!config)
    print('The rest was not looked at, since it rests on the settings. Mend them, then run the doctor again.');
  else print(mistakes === 0 ? 'Nothing is wrong.' : 'Mend what is marked “wrong”, then run the doctor again.');
  if (!config) return EXIT.config;
  return mistakes === 0 ? EXIT.fine : EXIT.wrong;
}
