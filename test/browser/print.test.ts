import { uploadNamed } from '../../sandbox/test/support/certificates';
import { control } from '../../sandbox/test/support/control';
import { makeCovered } from '../policy-api/support/insured';
import { startApp, type TestApp } from '../support/harness';
import { callSandbox } from '../support/sandbox-api';
import { handOver } from './support/hand-over';
import { faultsOnPaper, putOnPaper } from './support/paper';
import { visit, type Visit } from './support/visit';

let running: TestApp;
let person: Visit;
let onboarding: string;
let contractor: string;
beforeAll(async () => {
  running = await startApp();
  await fetch(`${running.sandbox.url}/_sandbox/state/seed`, { method: 'POST' });
  onboarding = (await handOver(running)).path;
  contractor = await insured();
  person = await visit(running);
  await putOnPaper(person.page);
});
afterAll(async () => {
  await person.leave();
  await running.stop();
});

/** Somebody with a policy, a later job and a certificate to review. */
async function insured(): Promise<string> {
  const { contractor: id, next: job } = await makeCovered(running.deps.api);
  const now = Math.floor(Date.now() / 1000);
  const dates = { effective_date: now + 3 * 86_400, end_date: now + 9 * 86_400 };
  await callSandbox(running.sandbox, 'POST', '/assignments', { contractor: id, job, ...dates });
  const { url, sandbox } = running.sandbox;
  const certificate = await uploadNamed({ url, apiKey: sandbox.apiKey } as never, 'flagged.pdf', id);
  await control(running.sandbox, 'POST', `/certificates/${certificate.id}/process`);
  // The gate has the contractor read.
  await fetch(`${running.url}/api/coverage?contractor=${id}`);
  return id;
}

const pages = (sandbox: string): [name: string, url: string][] => [
  ['onboarding', onboarding],
  ...['contractor', 'entity', 'job', 'quote', 'application'].map((step): [string, string] => [
    step,
    `${onboarding}/${step}`,
  ]),
  ...[['home', '/'] as [string, string], ['events', '/events'] as [string, string]],
  ...['/contractors', `/contractors/${contractor}`, '/compliance', '/compliance?state=applying'].map(
    (path): [string, string] => [path, path],
  ),
  ...['', 'events', 'deliveries', 'clock', 'test-data', 'objects/contractor', 'objects/session'].map(
    (path): [string, string] => [`sandbox/${path}`, `${sandbox}/${path}`],
  ),
];

test('on paper there is what is shown, and nothing to press', async () => {
  const { page } = person;
  const faults: string[] = [];
  for (const [name, url] of pages(running.sandbox.url)) {
    await page.goto(url);
    faults.push(...(await faultsOnPaper(page, name)));
  }
  expect(faults).toEqual([]);
});

test('the steps have their names on paper, and their marks', async () => {
  const { page } = person;
  await page.goto(`${onboarding}/quote`);
  for (const name of ['Contractor', 'Entity', 'Job', 'Quote', 'Application']) {
    expect(await page.locator('.pa-steps__list .pa-step__title', { hasText: name }).isVisible()).toBe(true);
  }
  const marks = await page.evaluate<boolean[]>(
    `[...document.querySelectorAll('.pa-step__marker')].map((mark) => mark.offsetWidth > 0 && mark.innerHTML.trim() !== '')`,
  );
  expect(marks).toEqual([true, true, true, true, true]);
  expect(
    await page.evaluate(`getComputedStyle(document.querySelector('.pa-step__marker')).printColorAdjust`),
  ).toBe('exact');
});
