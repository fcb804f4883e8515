/** Writes what stands in the code too, so that it cannot drift: the tables of the READMEs and `.env.example`. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SETTINGS, type Setting } from '../src/config/settings';
import { PROJECT_ROOT } from '../lib/project-root';
import { controlOperations } from '../sandbox/src/control/operations';
import { closureOf } from './lift/closure';
import { PARTS, type Part } from './lift/parts';
import { scenarios } from '../sandbox/src/scenarios';
import { flagOf, SANDBOX_SETTINGS, settingNames } from '../sandbox/src/settings';

type Row = readonly string[];

const code = (text: string) => `\`${text}\``;

/** Each stands between the comments `<!-- name -->` and `<!-- /name -->`. */
const tables: Readonly<Record<string, { head: Row; rows: readonly Row[] }>> = {
  settings: {
    head: ['variable', 'default', 'meaning'],
    rows: Object.entries<Setting>(SETTINGS).map(([name, { fallback, help }]) => [
      ...[code(name), fallback === undefined ? '' : code(fallback), help],
    ]),
  },
  parts: {
    head: ['part', 'what', 'files', 'packages'],
    rows: Object.entries<Part>(PARTS).map(([name, { what, entries }]) => {
      const { files, packages } = closureOf(entries);
      return [code(name), what, String(files.length), packages.join(', ')];
    }),
  },
  'test-data': {
    head: ['to get', 'set', 'to', 'what happens'],
    rows: Object.values(scenarios).map(({ name, field, value, effect }) => [
      ...[name, field, code(value), effect],
    ]),
  },
  'sandbox-settings': {
    head: ['setting', 'flag', 'default', 'meaning'],
    rows: settingNames.map((name) => {
      const { fallback, help } = SANDBOX_SETTINGS[name];
      return [code(name), code(`--${flagOf(name)}`), fallback && code(fallback), help];
    }),
  },
  'control-api': {
    head: ['operation', 'what it does'],
    rows: controlOperations.map(({ method, path: where, does }) => [code(`${method} ${where}`), does]),
  },
};

const line = (cells: Row) => `| ${cells.join(' | ')} |`;

/** The tables that each README has. */
export const READMES = {
  'README.md': ['parts', 'settings'],
  'sandbox/README.md': ['test-data', 'control-api', 'sandbox-settings'],
};

/** A README with its tables made anew. */
export function withTables(readme: string, names: readonly string[]): string {
  return names.reduce((text, name) => {
    const { head, rows } = tables[name] ?? { head: [], rows: [] };
    const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [before, rest] = text.split(begin);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined) throw new Error(`The README has no ${begin} … ${end}.`);
    const table = [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
    return `${before}${begin}\n\n${table}\n\n${end}${after}`;
  }, readme);
}

/** Words in lines of a comment. */
const comment = (text: string) => text.replace(/(.{1,106})(?: |$)/g, '# $1\n');

/** What `.env.example` holds: each setting of both programs, its help and its default, all commented out. */
export function envExample(): string {
  const head = [
    'Settings. Copy this file to .env and take away the # before what you want to change.',
    'Without any of them the app runs on this machine alone, against the local sandbox.',
    'One NAME=value on each line. A value that holds a # needs quotes around it.',
  ];
  const row = ([name, { fallback = '', help }]: [string, Pick<Setting, 'fallback' | 'help'>]) =>
    `\n${comment(help)}#${name}=${fallback}\n`;
  const ofSandbox = Object.entries(SANDBOX_SETTINGS).filter(([name]) => !(name in SETTINGS));
  return [
    ...head.map(comment),
    ...Object.entries<Setting>(SETTINGS).map(row),
    `\n${comment('The local sandbox. Its README says more.')}`,
    ...ofSandbox.map(row),
  ].join('');
}

if (require.main === module) {
  for (const [name, names] of Object.entries(READMES)) {
    const file = path.join(PROJECT_ROOT, name);
    writeFileSync(file, withTables(readFileSync(file, 'utf8'), names));
  }
  writeFileSync(path.join(PROJECT_ROOT, '.env.example'), envExample());
}
