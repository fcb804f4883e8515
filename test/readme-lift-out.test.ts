import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { PROJECT_ROOT } from '../src/config';

const readme = readFileSync(path.join(PROJECT_ROOT, 'README.md'), 'utf8');
const [, section = ''] = readme.split('### Take the webhook route into your platform');
const copyList = section.split('\n2. ')[0] ?? '';

/** The files that README tells to copy, as paths from the project's folder. */
function copiedFiles(): string[] {
  const named = [...copyList.matchAll(/`(src\/[\w./-]+)`/g)].map(([, target]) => target!);
  const left = [...copyList.matchAll(/`([\w-]+\.ts)`/g)].map(([, file]) => file!);
  return named
    .flatMap((target) =>
      statSync(path.join(PROJECT_ROOT, target)).isDirectory() ? filesIn(target) : [target],
    )
    .filter((file) => !left.includes(path.basename(file)));
}

function filesIn(folder: string): string[] {
  return readdirSync(path.join(PROJECT_ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(PROJECT_ROOT, path.join(entry.parentPath, entry.name)));
}

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
  return [...text.matchAll(/^(?:import |.*\bfrom )'([^']+)';$/gm)].map(([, from]) => from!);
}

describe('what README tells to copy for the webhook route', () => {
  const files = copiedFiles();

  it('holds everything its files import', () => {
    expect(files).toEqual(expect.arrayContaining(['src/webhooks/routes.ts', 'src/policy-api/client.ts']));
    const missing = files.flatMap((file) =>
      importsOf(file)
        .filter((from) => from.startsWith('.'))
        .map((from) => `${path.join(path.dirname(file), from)}.ts`)
        .filter((target) => !files.includes(target))
        .map((target) => `${file} imports ${target}`),
    );
    expect(missing).toEqual([]);
  });

  it('names the packages it needs, and no other', () => {
    const packages = new Set(
      files
        .flatMap(importsOf)
        .filter(
          (from) => !from.startsWith('.') && !from.startsWith('node:') && !builtinModules.includes(from),
        ),
    );
    const [, named = ''] = copyList.replace(/\s+/g, ' ').split('The packages are ');
    expect([...packages].sort()).toEqual(
      named
        .replace(/\.\s*$/, '')
        .split(/, | and /)
        .sort(),
    );
  });
});
