/** Writes the settings table of the README, so that it cannot drift from src/config.ts. Run: npx tsx scripts/readme-settings.ts */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT, SETTINGS } from '../src/config';

const BEGIN = '<!-- settings -->';
const END = '<!-- /settings -->';

export function settingsTable(): string {
  const rows = Object.entries(SETTINGS).map(
    ([name, { fallback, help }]) =>
      `| \`${name}\` | ${fallback === null ? '' : `\`${fallback}\``} | ${help} |`,
  );
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

/** A README with its settings table made anew. */
export function withSettings(readme: string): string {
  const [before, rest = ''] = readme.split(BEGIN);
  const [, after = ''] = rest.split(END);
  return `${before}${BEGIN}\n\n${settingsTable()}\n\n${END}${after}`;
}

if (require.main === module) {
  const file = path.join(PROJECT_ROOT, 'README.md');
  writeFileSync(file, withSettings(readFileSync(file, 'utf8')));
}
