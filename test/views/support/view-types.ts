import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { PROJECT_ROOT } from '../../../lib/project-root';

const filesIn = (folder: string, ending: string) =>
  readdirSync(path.join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.posix.join(folder, name));

const read = (file: string) => readFileSync(path.join(PROJECT_ROOT, file), 'utf8');

/** Where the views are named with the types of their models: `export const homeView = view<HomeView>('home');`. */
export const namedViews = filesIn('src', '.ts').flatMap((file) =>
  [...read(file).matchAll(/export const (\w+) = view<[^;]*?>\('([\w/-]+)'\)/g)].map(
    ([, constant = '', name = '']) => ({ constant, name, file }),
  ),
);

/** The views that are pages: those that are neither around others nor in them. */
const views = filesIn('views', '.ejs').map((file) => file.slice('views/'.length, -'.ejs'.length));
const included = new Set(
  views.flatMap((name) =>
    [...read(`views/${name}.ejs`).matchAll(/include\('\/([\w/-]+)'/g)].map(([, inner = '']) => inner),
  ),
);
export const pages = views.filter((name) => !name.startsWith('layout/') && !included.has(name));

function modelOf(name: string): string | undefined {
  const named = namedViews.find((view) => view.name === name);
  return named && `ModelOf<typeof import('../${named.file.slice(0, -3)}').${named.constant}>`;
}

/** What the pages of the journey include; they see its model. */
const SHARED: Readonly<Record<string, string | undefined>> = {
  'layout/document': 'LayoutView',
  'layout/hosted': 'LayoutView',
  'onboarding/step-start': 'FormView',
  'onboarding/step-end': 'FormView',
  'onboarding/hidden-fields': 'FormView',
  'onboarding/question': 'FormView',
  'onboarding/country': 'FormView',
  'onboarding/ways': 'FormView',
  'contractors/act-start': 'ActView',
  'contractors/act-end': 'ActView',
  'contractors/act-hidden': 'ActView',
  'onboarding/what-happens': modelOf('onboarding/application'),
};

/** What a template does, as TypeScript: its code as it stands, and what it writes as calls of `write`. */
export function asTypeScript(template: string): string {
  const parts = template.split(/<%([\s\S]*?)[-_]?%>/);
  return parts
    .map((part, index) => {
      // As many lines as in the template, so that an error names the line.
      if (index % 2 === 0 || part.startsWith('#')) return part.replace(/[^\n]/g, '');
      return /^[=-]/.test(part) ? `write(${part.slice(1)});` : `${part}\n`.replace(/\n$/, ';');
    })
    .join('');
}

function typedView(name: string, template: string): string {
  return [
    `type ModelOf<V> = V extends import('../src/pages/view').View<infer Model extends object> ? Model : never;`,
    `type LayoutView = import('../src/pages/view').LayoutView;`,
    `type FormView = import('../src/onboarding/journey/form-page').FormView;`,
    `type ActView = import('../src/contractors/act/act-page').ActView;`,
    'declare function write(text: unknown): void; declare function include(name: string, data?: { part: object }): string;',
    `export function show(page: import('../src/pages/page').Page, model: ${modelOf(name) ?? SHARED[name] ?? '{}'}, part: any) {`,
    asTypeScript(template),
    '}',
  ].join(' ');
}

/** What the types of the models say against the views, as `views/home.ejs:3: Property 'x' does not exist`. */
export function problemsOf(changed: Readonly<Record<string, string>> = {}): string[] {
  const views = new Map(
    filesIn('views', '.ejs').map((file) => [
      path.join(PROJECT_ROOT, 'views', `${file.replaceAll('/', '__')}.ts`),
      { file, text: typedView(file.slice('views/'.length, -'.ejs'.length), changed[file] ?? read(file)) },
    ]),
  );
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    lib: ['lib.es2022.d.ts', 'lib.es2024.string.d.ts'],
    types: ['node'],
    esModuleInterop: true,
    skipLibCheck: true,
    // Templates are written without types of their own: it is the names that are checked.
    strict: false,
  };
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    readFile: (file) => views.get(path.normalize(file))?.text ?? disk.readFile(file),
    fileExists: (file) => views.has(path.normalize(file)) || disk.fileExists(file),
    getSourceFile: (file, version, ...more) => {
      const view = views.get(path.normalize(file));
      return view
        ? ts.createSourceFile(file, view.text, version)
        : disk.getSourceFile(file, version, ...more);
    },
  };
  const program = ts.createProgram([...views.keys()], options, host);
  return [...views].flatMap(([name, { file }]) => {
    const source = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText, start = 0 }) => {
        const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
        return `${file}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      },
    );
  });
}
