import { SCOPES } from '../platforms/slack/scopes.ts';
import { type Finding, note, ok, wrong } from './finding.ts';

const WHERE =
  'Add it in OAuth & Permissions → Bot Token Scopes, or paste what npm run slack:manifest prints into App Manifest; then reinstall the app.';

/** Which of the scopes that Herald needs are missing, one finding each. @param held undefined where Slack did not tell */
export function scopeFindings(about: string, held: ReadonlySet<string> | undefined): readonly Finding[] {
  if (!held) return [note(about, 'Slack did not say which scopes the token has, so they were not looked at.')];
  const missing = SCOPES.filter(([scope]) => !held.has(scope));
  if (missing.length === 0) return [ok(about, `all ${SCOPES.length} scopes that Herald needs are granted.`)];
  return missing.map(([scope, why]) =>
    wrong(about, `the scope ${scope} is missing, which Herald needs to ${why}. ${WHERE}`),
  );
}
