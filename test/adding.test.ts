/**
 * "Adding a field touches the form and the view; adding a step is a folder, a row and a view": done to a copy of the
 * project, whose types are checked and whose journey is walked.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { PROJECT_ROOT } from '../lib/project-root';
import { newFolder, startServer, tidyUp } from './server/support/process';
import { Person } from './support/browser-like';
import { copyProject } from './support/project-copy';
import { CONTRACTOR, ENTITY } from './support/walk';

const copy = copyProject();
afterAll(() => {
  tidyUp();
  copy.remove();
});

const at = (file: string) => path.join(copy.folder, file);

/** Changes a file of the copy. Each text stands in it as it is given. */
function edit(file: string, ...changes: readonly (readonly [string, string])[]): void {
  let text = readFileSync(at(file), 'utf8');
  for (const [before, after] of changes) {
    expect(text).toContain(before);
    text = text.replace(before, after);
  }
  writeFileSync(at(file), text);
}

let program: ts.Program | undefined;
const read = new Map<string, ts.SourceFile>();

/** Reads a file again only where it has changed since. */
function sourceFile(file: string, language: ts.ScriptTarget | ts.CreateSourceFileOptions) {
  const text = ts.sys.readFile(file);
  const known = read.get(file);
  if (text === undefined || known?.text === text) return known;
  const source = ts.createSourceFile(file, text, language);
  read.set(file, source);
  return source;
}

/** What the compiler says against these sources of the app, as the project sets it up. */
function problemsIn(sources: string): string[] {
  const file = path.join(PROJECT_ROOT, 'tsconfig.json');
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(file, (name) => ts.sys.readFile(name)).config,
    ts.sys,
    PROJECT_ROOT,
  );
  const host = { ...ts.createCompilerHost(options), getSourceFile: sourceFile };
  program = ts.createProgram([at('src/onboarding/routes.ts')], options, host, program);
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(at(sources)));
  return own
    .flatMap((source) => program?.getSemanticDiagnostics(source) ?? [])
    .map(({ file: source, messageText }) => {
      const where = path.relative(copy.folder, source?.fileName ?? '');
      return `${where}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
}

const FORM = 'src/onboarding/entity/form.ts';
const WAY_BACK = "    website: entity.website ?? '',\n";
const WAY_TO_API = '        website: website ?? empty,\n';

/** The API has learned another attribute of an entity: its types say so, and the sandbox knows it. */
function learnAttribute(): void {
  edit(
    'src/policy-api/types/parties.ts',
    ['export interface Entity {', 'export interface Entity {\n  website?: string | null;'],
    [
      'export interface EntityInput {',
      'export interface EntityInput {\n  website?: string | null | undefined;',
    ],
  );
  edit('sandbox/src/model/parties.ts', [
    'export interface Entity {',
    'export interface Entity {\n  website?: string | null;',
  ]);
  edit(
    'sandbox/src/api/resources/entities.ts',
    ['    name: types.text(),', '    name: types.text(),\n    website: types.text().optional(),'],
    ['      name: sent.name,', '      name: sent.name,\n      website: sent.website ?? null,'],
  );
}

function addField(): void {
  edit(
    FORM,
    [
      "  name: requiredText('Enter the legal name'),\n",
      "  name: requiredText('Enter the legal name'),\n  website: optionalText(),\n",
    ],
    ['optionalDollars, requiredText', 'optionalDollars, optionalText, requiredText'],
    ['const { name, ', 'const { name, website, '],
    ['        name,\n', `        name,\n${WAY_TO_API}`],
    ['    name: entity.name,\n', `    name: entity.name,\n${WAY_BACK}`],
  );
  const legalName =
    "<%- include('/partials/field', { part: field('name', 'Legal name', { autocomplete: 'off' }) }) %>";
  edit('views/onboarding/entity.ejs', [
    legalName,
    `${legalName}\n<%- include('/partials/field', { part: field('website', 'Website', { required: false }) }) %>`,
  ]);
}

/** A step between the entity and the job, which is done once there is a job. */
function addStep(): void {
  mkdirSync(at('src/onboarding/briefing'));
  writeFileSync(
    at('src/onboarding/briefing/routes.ts'),
    `import type { Router } from 'express';
import { view } from '../../pages/view';
import { freshForm, renderForm, typedForm, type FormPage, type FormView } from '../journey/form-page';
import { formRoutes } from '../journey/form-routes';
import type { Journey, JourneyDeps } from '../journey/journey';

export const briefingView = view<FormView & { company: string }>('onboarding/briefing');

export const briefingRoutes = (deps: JourneyDeps): Router =>
  formRoutes(deps, 'briefing', '/briefing', {
    open: (journey) => show(journey, freshForm(deps.newKey)),
    typed: typedForm,
    show,
    send: (journey) => Promise.resolve(journey.redirect(deps.paths.step(journey.onboarding.id, 'job'))),
  });

function show(journey: Journey, page: FormPage): Promise<void> {
  const company = journey.onboarding.entity_name ?? '';
  return renderForm(journey, 'briefing', briefingView, page, { title: null, updates: false }, { company });
}
`,
  );
  writeFileSync(
    at('views/onboarding/briefing.ejs'),
    `<%- include('/onboarding/step-start') %>
<h1>Brief the contractor on <%= model.company %></h1>
<form method="post" action="<%= model.action %>"><%- include('/onboarding/hidden-fields') %><button>Done</button></form>
<%- include('/onboarding/step-end') %>
`,
  );
  const row = `{
    id: 'briefing',
    title: 'Briefing',
    open: { state: 'Not briefed yet', action: 'Say that it is done' },
    why: 'Who knows the company works safely.',
    creates: 'nothing',
    updates: null,
    needs: ['contractor', 'entity'],
    next: 'job',
    isDone: (onboarding) => onboarding.job_id !== null,
  },
  {
    id: 'job',`;
  edit(
    'src/onboarding/journey/steps.ts',
    ["| 'job' |", "| 'briefing' | 'job' |"],
    ["{\n    id: 'job',", row],
  );
}

test('adding a field touches the form and the view; leaving out one of its ways is an error of types', () => {
  learnAttribute();
  addField();
  expect(problemsIn(FORM)).toEqual([]);

  edit(FORM, [WAY_BACK, '']);
  expect(problemsIn(FORM)).toEqual([
    expect.stringMatching(/^src\/onboarding\/entity\/form\.ts: Property 'website' is missing/),
  ]);
  edit(
    FORM,
    ['    name: entity.name,\n', `    name: entity.name,\n${WAY_BACK}`],
    [WAY_TO_API, ''],
    ['{ name, website, ', '{ name, '],
  );
  expect(problemsIn(FORM)).toEqual([
    expect.stringMatching(/^src\/onboarding\/entity\/form\.ts: .*'website'/),
  ]);
  edit(
    FORM,
    ['        name,\n', `        name,\n${WAY_TO_API}`],
    ['const { name, ', 'const { name, website, '],
  );
});

test('adding a step is a folder, a row and a view; leaving out its pages is an error of types', () => {
  addStep();
  expect(problemsIn('src/onboarding/routes.ts')).toEqual([
    expect.stringMatching(/^src\/onboarding\/routes\.ts: Property 'briefing' is missing/),
  ]);
  edit(
    'src/onboarding/routes.ts',
    ['  entity: entityRoutes,', '  entity: entityRoutes,\n  briefing: briefingRoutes,'],
    [
      'import { contractorRoutes }',
      "import { briefingRoutes } from './briefing/routes';\nimport { contractorRoutes }",
    ],
  );
  expect(problemsIn('src/onboarding/')).toEqual([]);
});

test('the field and the step work at once', async () => {
  const typescript = path.join(PROJECT_ROOT, 'bench/register.js');
  const command = [process.execPath, '--require', typescript, at('src/server.ts')];
  const operator = new Person(await startServer({ DATA_DIR: newFolder() }, command).url);
  await operator.open('/');
  await operator.submit('/onboardings');
  const onboarding = operator.page.path.replace(/\/contractor$/, '');
  await operator.submit(`${onboarding}/contractor`, CONTRACTOR);
  await operator.submit(`${onboarding}/entity`, { ...ENTITY, website: 'https://harbor.example' });

  expect(operator.page.path).toBe(`${onboarding}/briefing`);
  expect(operator.text).toContain('Brief the contractor on Harbor Staffing, Inc');
  expect(operator.text).toContain('Step 3 of 6: Briefing');
  await operator.submit(`${onboarding}/briefing`);
  expect(operator.page.path).toBe(`${onboarding}/job`);

  await operator.open(`${onboarding}/entity`);
  expect(operator.value('website')).toBe('https://harbor.example');
});
