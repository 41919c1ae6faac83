import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Setting, settings } from '../src/config.ts';

/** What people read about the settings, made from `src/config.ts`. `node test/settings-docs.ts` writes it into its places. */

const ROOT = join(import.meta.dirname, '..');
const BEGIN = '<!-- settings: written by test/settings-docs.ts -->';
const END = '<!-- /settings -->';

export function envExample(): string {
  const entry = ({ name, meaning, initial }: Setting) =>
    `# ${meaning.replaceAll('`', '')}\n#${name}=${initial ?? ''}\n`;
  return `# Copy this file to .env and uncomment what you change. Every setting may be left out.\n\n${settings.map(entry).join('\n')}`;
}

function settingsTable(): string {
  const row = ({ name, meaning, initial }: Setting) =>
    `| \`${name}\` | ${initial === undefined ? '' : `\`${initial}\``} | ${meaning.replaceAll('|', '\\|')} |`;
  return ['| Setting | Default | Meaning |', '| --- | --- | --- |', ...settings.map(row)].join('\n');
}

/** A README with its table of settings as it should be. */
export function withSettings(readme: string): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`README.md needs a line ${BEGIN} and, after it, a line ${END}`);
  return `${readme.slice(0, begin)}${BEGIN}\n${settingsTable()}\n${readme.slice(end)}`;
}

if (import.meta.main) {
  const readme = join(ROOT, 'README.md');
  writeFileSync(readme, withSettings(readFileSync(readme, 'utf8')));
  writeFileSync(join(ROOT, '.env.example'), envExample());
}
