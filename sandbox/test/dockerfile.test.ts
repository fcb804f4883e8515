import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { closureOf } from '../../scripts/lift/closure';
import { instructions, ofImage } from './support/dockerfile';

interface Package {
  engines: object;
  overrides: Record<string, string>;
  dependencies: Record<string, string>;
}

const read = (file: string) => readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
const [root, own] = ['package.json', 'sandbox/package.json'].map((file) => JSON.parse(read(file)) as Package);
const closure = closureOf(['sandbox/src/main.ts']);

/** Files of packages, which are no imports. */
const resolved = closure.files.flatMap((file) =>
  [...read(file).matchAll(/[rR]e(?:quire\.)?solve\(['`](@?[^'`$]+)/g)].map(([, name]) => name!),
);

test('every path that the image copies from the project is there, and every file it runs is copied', () => {
  const copied = instructions
    .filter(({ name, flags }) => name === 'COPY' && flags['from'] === undefined)
    .flatMap(({ words }) => words.slice(0, -1));
  expect(copied.length).toBeGreaterThan(8);
  expect(copied.filter((file) => !existsSync(path.join(PROJECT_ROOT, file)))).toEqual([]);
  const isCopied = (file: string) => copied.some((from) => file === from || file.startsWith(`${from}/`));
  expect(closure.files.filter((file) => !isCopied(file))).toEqual([]);
});

test('it installs the packages that the sandbox uses and no other, in the versions of the project', () => {
  const names = Object.keys(own!.dependencies);
  expect(names.filter((name) => !name.startsWith('@fontsource')).sort()).toEqual(
    // Its Node brings an embedded database.
    [...closure.packages, 'swagger-ui-dist'].sort(),
  );
  expect(names.filter((name) => name.startsWith('@fontsource'))).toEqual(
    Object.keys(root!.dependencies).filter((name) => name.startsWith('@fontsource')),
  );
  expect(resolved).toEqual(expect.arrayContaining(['swagger-ui-dist/package.json']));
  expect(root!.dependencies).toMatchObject(own!.dependencies);
  expect(root!.overrides).toMatchObject(own!.overrides);
  expect(own!.engines).toEqual(root!.engines);
});

test('it runs as nobody in particular, listens to all, and says whether it is well', () => {
  expect(ofImage('USER').map(({ text }) => text)).toEqual(['node']);
  expect(ofImage('ENV').flatMap(({ words }) => words)).toContain('SANDBOX_HOST=0.0.0.0');
  expect(ofImage('VOLUME')).toHaveLength(1);
  expect(ofImage('HEALTHCHECK')).toHaveLength(1);
});
