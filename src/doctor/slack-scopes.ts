import { howToAddScopes, SCOPES } from '../platforms/slack/scopes.ts';
import { type Finding, note, ok, wrong } from './finding.ts';

/**
 * Which of the scopes that Herald needs are missing: all in one finding, so that what to do is said once.
 * @param held undefined where Slack did not tell
 * @param install where workspaces install Herald; absent for one by its token
 */
export function scopeFindings(
  about: string,
  held: ReadonlySet<string> | undefined,
  install?: string,
): readonly Finding[] {
  if (!held) return [note(about, 'Slack did not say which scopes the token has, so they were not looked at.')];
  const missing = SCOPES.filter(([scope]) => !held.has(scope));
  if (missing.length === 0) return [ok(about, `all ${SCOPES.length} scopes that Herald needs are granted.`)];
  const what = missing.length === 1 ? 'a scope, which Herald needs' : 'these scopes, which Herald needs';
  const named = missing.map(([scope, why]) => `${scope} (to ${why})`).join('; ');
  return [wrong(about, `the bot lacks ${what}: ${named}. ${howToAddScopes(install)}`)];
}
