/**
 * `npm run lift -- NAME DIR`: copies a part of the app, and exactly the files it needs, into a folder of your platform.
 * `--imports none|js|ts` says how relative imports end there; `--js cjs|esm` makes plain JavaScript; `--list` copies
 * nothing and prints the files.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../lib/project-root';
import { carry, endingOf, type CarryOptions } from './lift/carry';
import { closureOf, type Closure } from './lift/closure';
import { PARTS, type Part } from './lift/parts';
import { readWords, runCommand, UsageError } from './support/command';

const USAGE = `npm run lift -- NAME DIR [--imports none|js|ts] [--js cjs|esm] [--list]

${Object.entries<Part>(PARTS)
  .map(([name, { what }]) => `  ${name.padEnd(9)} ${what}`)
  .join('\n')}`;

/**
 * Does what the command is told; gives back the lines to print.
 * @throws Error
 */
export async function lift(args: string[]): Promise<string[]> {
  const { values, positionals } = readWords(USAGE, args, {
    imports: { type: 'string', default: 'none' },
    js: { type: 'string' },
    list: { type: 'boolean' },
  });
  const [name = '', folder, ...more] = positionals;
  if (!Object.hasOwn(PARTS, name))
    throw new UsageError(name ? `There is no part ${name}.` : 'Which part?', USAGE);
  const part: Part = PARTS[name as keyof typeof PARTS];
  const closure = closureOf(part.entries);
  const assets = part.assets ?? [];
  if (values.list) return [...closure.files, ...assets];
  if (more.length > 0) throw new UsageError('One folder, please: a path with spaces needs quotes.', USAGE);
  if (!folder) throw new UsageError('Into which folder?', USAGE);
  const options: CarryOptions = {
    js: values.js === undefined ? null : oneOf(['cjs', 'esm'], values.js, '--js'),
    endings: oneOf(['none', 'js', 'ts'], values.imports, '--imports'),
  };
  // npm runs scripts in the project's folder; the path was meant where the command was typed.
  const target = path.resolve(process.env.INIT_CWD ?? process.cwd(), folder);
  const copied = await carry(closure.files, assets, target, options);
  return [
    `Copied into ${target}:`,
    ...copied.map((file) => `  ${file}`),
    '',
    ...packagesToInstall(closure, options.js !== null),
    '',
    'You provide:',
    ...part.provide.map((line) => `  - ${line}`),
    '',
    ...mountLines(part.mount, endingOf(options), options.js === 'cjs'),
  ];
}

function oneOf<const Word extends string>(words: readonly Word[], value: string, option: string): Word {
  const found = words.find((word) => word === value);
  if (found === undefined) throw new UsageError(`${option} is one of ${words.join(', ')}.`, USAGE);
  return found;
}

const { dependencies, devDependencies } = JSON.parse(
  readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8'),
) as Record<'dependencies' | 'devDependencies', Record<string, string>>;

/** What is needed besides, in the versions that this project is tested with. */
function packagesToInstall({ packages, typePackages }: Closure, isJs: boolean): string[] {
  const versions = { ...devDependencies, ...dependencies };
  const withVersion = (name: string) => `${name}@^${versions[name] ?? '0'}`;
  const typesOf = (name: string) => `@types/${name}` in versions;
  const types = [
    ...typePackages.filter((name) => !typesOf(name)),
    ...['node', ...packages, ...typePackages].filter(typesOf).map((name) => `@types/${name}`),
  ];
  return [
    ...(packages.length === 0 ? [] : [`npm install ${packages.map(withVersion).join(' ')}`]),
    ...(isJs ? [] : [`npm install --save-dev ${types.map(withVersion).join(' ')}`]),
  ];
}

function mountLines(mount: string, ending: string, isCommonJs: boolean): string[] {
  const text = mount.replace(/'\{(.+?)\}'/g, (_whole, file: string) => `'./${file}${ending}'`);
  const lines = text.split('\n');
  if (!isCommonJs) return lines;
  return lines.map((line) => line.replace(/^import (\{.+\}) from ('.+');$/, 'const $1 = require($2);'));
}

const main = async (args: string[]) => console.log((await lift(args)).join('\n'));

if (require.main === module) void runCommand(main);
