import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { PROJECT_ROOT } from '../lib/project-root';

const files = ['src', 'lib', 'sandbox/src'].flatMap((folder) =>
  readdirSync(path.join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.posix.join(folder, name)),
);

/** What a file imports of the project, also of types alone. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path.join(PROJECT_ROOT, file), 'utf8'));
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => `${path.posix.join(path.posix.dirname(file), fileName)}.ts`)
    .filter((name) => existsSync(path.join(PROJECT_ROOT, name)));
}

/** The first way found that leads back to where it began, as a list of files; empty when there is none. */
function circle(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): string[] => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of graph.get(file) ?? []) {
      const found = visit(next, [...way, file]);
      if (found.length > 0) return found;
    }
    done.add(file);
    return [];
  };
  return files.map((file) => visit(file, [])).find((found) => found.length > 0) ?? [];
}

const graph = new Map(files.map((file) => [file, importsOf(file)]));

test('no file imports itself by way of others, by type either', () => {
  expect(graph.get('src/server.ts')).toContain('src/serve.ts');
  expect(circle(graph)).toEqual([]);
});

test('a circle would be found', () => {
  const made = new Map([...graph, ['src/paths.ts', ['src/app.ts']]]);
  expect(circle(made)).toEqual(expect.arrayContaining(['src/app.ts', 'src/paths.ts']));
});

test('what a form needs does not know the journey', () => {
  const inForm = files.filter((file) => file.startsWith('src/forms/'));
  expect(inForm.length).toBeGreaterThan(3);
  expect(inForm.flatMap(importsOf).filter((name) => name.includes('/journey/'))).toEqual([]);
});

test('the onboarding says itself what it asks of a store, so that another can be given', () => {
  // A host gives one store for everything; each part takes of it what it asks for.
  const assembly = 'src/onboarding/options.ts';
  const inOnboarding = files.filter((file) => file.startsWith('src/onboarding/') && file !== assembly);
  expect(inOnboarding.length).toBeGreaterThan(20);
  expect(inOnboarding.flatMap(importsOf)).not.toContain('src/store/store.ts');
});

test('what is known of contractors knows neither the journey nor the pages that show it', () => {
  const known = files.filter((file) => file.startsWith('src/contractors/known/'));
  expect(known).toContain('src/contractors/known/knowledge.ts');
  const needed = new Set(known.flatMap((file) => [...closure(file)]));
  const above = [...needed].filter((file) =>
    /^src\/(onboarding|compliance|pages|contractors\/(?!known))/.test(file),
  );
  expect(above).toEqual(['src/contractors/assignments/state.ts']);
});

test('no area knows the board, the gate or the hook, but where all is put together', () => {
  const assembly = ['create-onboarding', 'options', 'parts'].map((name) => `src/onboarding/${name}.ts`);
  const outside = files.filter((file) => !file.startsWith('src/compliance/') && !assembly.includes(file));
  expect(
    outside.filter((file) => importsOf(file).some((name) => name.startsWith('src/compliance/'))),
  ).toEqual([]);
});

test('the API client can be carried away as it is', () => {
  const client = files.filter((file) => file.startsWith('src/policy-api/'));
  expect(client).toContain('src/policy-api/client.ts');
  expect(client.flatMap(importsOf).filter((file) => !client.includes(file))).toEqual([]);
});

/** A file with all that it imports, directly and by way of others. */
function closure(file: string, found = new Set<string>()): Set<string> {
  if (!found.has(file)) {
    found.add(file);
    for (const next of graph.get(file) ?? []) closure(next, found);
  }
  return found;
}

test('quote, application and assignment can be carried away with the API client alone', () => {
  const functions = files.filter((file) => file.startsWith('src/quote/'));
  expect(functions).toEqual(expect.arrayContaining(['src/quote/assign.ts', 'src/quote/open-application.ts']));
  const needed = new Set(functions.flatMap((file) => [...closure(file)]));
  const others = [...needed].filter((file) => !/^src\/(quote|policy-api)\//.test(file));
  expect(others).toEqual(['lib/hosts.ts']);
});

test('"covered now?" can be carried away without the API client', () => {
  const needed = [...closure('src/coverage/coverage-of.ts')].filter(
    (file) => !file.startsWith('src/coverage/'),
  );
  expect(needed.sort()).toEqual(['lib/remember.ts', 'src/lib/dates.ts', 'src/policy-api/types/common.ts']);
  const withObjects = [...closure('src/coverage/facts-of-contractor.ts')];
  expect(withObjects).toContain('src/coverage/facts-from-api.ts');
  const others = withObjects.filter((file) => !file.startsWith('src/coverage/'));
  expect(others.filter((file) => !/^src\/policy-api\/(types\/|errors\.ts$)/.test(file))).toEqual([]);
});

test('links are made below the path that the app is mounted at', () => {
  const atRoot = files.filter((file) =>
    /import \{[^}]*\bpaths\b[^}]*\} from '[./]*\/paths'/.test(
      readFileSync(path.join(PROJECT_ROOT, file), 'utf8'),
    ),
  );
  expect(atRoot.filter((file) => !/^src\/(webhooks|health)\//.test(file))).toEqual([]);
});
