import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { finishApplication, walkTo } from '../support/walk';

let running: TestApp;
let folder: string;
beforeAll(async () => {
  running = await startApp();
  folder = mkdtempSync(path.join(tmpdir(), 'samples-'));
  // As the note beside the sample says.
  await runFile('npm', ['run', '-s', 'lift', '--', 'client', folder, '--js', 'esm'], { cwd: PROJECT_ROOT });
  symlinkSync(path.join(PROJECT_ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await running.stop();
});

const RUN = {
  cURL: ['sample.sh', 'bash'],
  Node: ['sample.js', process.execPath],
  Python: ['sample.py', 'python3'],
} as const;
// Not the kind that waits: app and sandbox answer from this process.
const runFile = promisify(execFile);

/** Runs code as somebody who copied it. Gives back what it printed. */
async function run(name: keyof typeof RUN, code: string): Promise<string> {
  const [file, program] = RUN[name];
  writeFileSync(path.join(folder, file), code);
  const env = {
    PATH: process.env['PATH'],
    TEN99POLICY_API_KEY: running.sandbox.sandbox.apiKey,
    PYTHONPATH: path.join(__dirname, 'support/python'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const { stdout } = await runFile(program, [file], { cwd: folder, env, timeout: 30_000 });
  return stdout;
}

/** The calls that a page shows under the hood, each with its samples. */
async function callsUnder(operator: Person) {
  const links = operator.page.$('[data-hood-call]').toArray();
  const hrefs = links.map((link) => operator.page.$(link).attr('href') ?? '');
  const calls = [];
  for (const href of hrefs) {
    const { $ } = await operator.open(href);
    const samples = $('[data-copy-label]')
      .toArray()
      .map((one) => [$(one).attr('data-copy-label')!.replace('Copy as ', ''), $(one).text()] as const);
    const id = /"id": "(\w+)"/.exec($('[aria-label="Response, as JSON"]').text())?.[1];
    calls.push({ title: $('h1').text().trim(), samples, id });
  }
  return calls;
}

it('each call of an onboarding can be copied as each kind of code, and a change does the same again', async () => {
  const operator = new Person(running.url);
  const onboarding = await walkTo(operator, 'application', {
    // It would have to be filled in again: calls are shown without it.
    contractor: { tax_identification: '' },
  });
  const opened = await operator.send(`${onboarding}/application`);
  expect(opened).toContain('/application');
  const row = await running.store.onboardings.find(onboarding.replace('/onboardings/', ''));
  await finishApplication(
    new Person(running.sandbox.url),
    new URL((JSON.parse(row!.session!) as { url: string }).url).pathname,
  );
  await until(async () => /is covered|Covered/.test((await operator.open(onboarding)).html));

  const calls = await callsUnder(operator);
  const methods = calls.map(({ title }) => title.split(' ')[0]);
  expect(methods.filter((method) => method === 'POST').length).toBeGreaterThanOrEqual(5);
  expect(methods).toContain('GET');
  for (const { title, samples, id } of calls) {
    expect(samples.map(([name]) => name)).toEqual(['cURL', 'Node', 'Python']);
    for (const [name, code] of samples) {
      expect(code).not.toContain(running.sandbox.sandbox.apiKey);
      // Calls of each kind are run in every-sample.test.ts.
      if (!title.startsWith('POST')) continue;
      const printed = await run(name as keyof typeof RUN, code);
      // The same key brings the first answer back.
      if (id !== undefined) expect(printed).toContain(id);
    }
  }
});
