import { type Config, ConfigError, idleSettings, readConfig, settings } from '../config.ts';
import { loadVoices, VoicesError } from '../kling/voices.ts';
import { type Finding, note, ok, wrong } from './finding.ts';

const ABOUT = 'Settings';

type Environment = Readonly<Record<string, string | undefined>>;

export interface SettingsRead {
  /** Absent where a setting is wrong: nothing that rests on them can be checked. */
  readonly config?: Config;
  readonly findings: readonly Finding[];
}

/**
 * Reads the settings as the start does, and names every mistake.
 * @param env the environment, `.env` included
 * @param file what `.env` alone says; absent where there is no such file
 */
export async function readSettings(env: Environment, file: Environment | undefined): Promise<SettingsRead> {
  const unknown = Object.keys(file ?? {}).filter((name) => !settings.some((setting) => setting.name === name));
  const notes = [
    ...(unknown.length === 0 ? [] : [note(ABOUT, unknownNames(unknown))]),
    ...idleSettings(env).map((sentence) => note(ABOUT, sentence)),
  ];
  try {
    const config = readConfig(env);
    await loadVoices(config.kling.voicesFile);
    const set = settings.filter(({ name }) => env[name]?.trim()).length;
    const from = file ? 'the environment and .env' : 'the environment (there is no .env in this folder)';
    return { config, findings: [ok(ABOUT, `${set} are set, from ${from}, and all can be used.`), ...notes] };
  } catch (error) {
    if (error instanceof VoicesError) return { findings: [wrong(ABOUT, error.message), ...notes] };
    if (!(error instanceof ConfigError)) throw error;
    return { findings: [...error.mistakes.map((mistake) => wrong(ABOUT, mistake)), ...notes] };
  }
}

/** What must never be shown, whether or not the settings can be used. */
export function secretsIn(env: Environment): readonly string[] {
  return settings.flatMap(({ name, secret }) => (secret ? (env[name]?.trim() ?? []) : []));
}

function unknownNames(names: readonly string[]): string {
  return `.env has ${names.join(', ')}, which Herald does not know: if that was meant for Herald, look for its name in .env.example.`;
}
