import { expect, test } from 'vitest';
import { createLog } from '../src/log.ts';

function logged(...said: string[]): string {
  const lines: string[] = [];
  const log = createLog('info', ['a configured secret'], { write: (line) => void lines.push(line) });
  for (const each of said) log.warn({ err: new Error(each) }, each);
  return lines.join('');
}

test.each([
  ['a secret of the settings', 'it was a configured secret'],
  ['a bot’s token', 'with xoxb-secret-T1 it'],
  ['a token that is rotated', 'with xoxe.xoxb-1-secret it'],
  ['a refresh token', 'with xoxe-1-secret it'],
  ['an app-level token', 'with xapp-1-A1-secret it'],
  ['a way to answer a command', 'at https://hooks.slack.com/commands/T1/2/secret it'],
  ['a way to answer a press', 'at https://hooks.slack.com/actions/T1/2/secret it'],
  ['a place to upload to', 'at https://files.slack.com/upload/v1/secret it'],
  ['a connection of Socket Mode', 'at wss://wss-primary.slack.com/link/?ticket=secret&app_id=1 it'],
])('%s is taken out of whatever is logged', (_what, said) => {
  expect(logged(said)).not.toContain('secret');
  expect(logged(said)).toContain('it');
});

test('addresses that are nobody’s secret stay', () => {
  expect(logged('see https://api.slack.com/apps and https://acme.slack.com/archives/C1/p2')).toContain(
    'see https://api.slack.com/apps and https://acme.slack.com/archives/C1/p2',
  );
});
