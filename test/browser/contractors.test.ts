import { control } from '../../sandbox/test/support/control';
import { uploadNamed } from '../../sandbox/test/support/certificates';
import { makeCovered } from '../policy-api/support/insured';
import { startApp, type TestApp } from '../support/harness';
import { callSandbox } from '../support/sandbox-api';
import { inspect } from './support/inspect';
import { visit, type Visit } from './support/visit';

const DAY = 86_400;

let running: TestApp;
let person: Visit;
beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
  person = await visit(running);
});
afterEach(() => expect(person.problems.splice(0)).toEqual([]));
afterAll(async () => {
  await person.leave();
  await running.stop();
});

const isGood = async (name: string) => expect(await inspect(person.page, name)).toEqual([]);
const call = (method: string, path: string, body?: object) =>
  callSandbox(running.sandbox, method, path, body);

it('the list of contractors, while there is none', async () => {
  await person.page.goto('/contractors');
  await person.page.getByText('No contractors yet').waitFor();
  await isGood('contractors-empty');
});

it('a contractor of whom everything is known, followed live', async () => {
  const { page } = person;
  const who = await makeCovered(running.deps.api);
  const path = `/contractors/${who.contractor}`;
  await page.goto(path);
  await page
    .getByText('No event of this contractor has come yet.')
    .or(page.getByText('Policy issued'))
    .waitFor();
  await isGood('contractor-new');
  const now = Math.floor(Date.now() / 1000);
  const dates = { effective_date: now + 3 * DAY, end_date: now + 9 * DAY };
  const { id } = await call('POST', '/assignments', { contractor: who.contractor, job: who.next, ...dates });
  await page.getByRole('button', { name: 'Ask again' }).click();
  await page.locator('.pa-tag', { hasText: 'Bound, charge due' }).first().waitFor();
  await isGood('contractor-bound');
  await control(running.sandbox, 'POST', `/assignments/${id}/charge`);
  await page.getByText('Charged and active').waitFor();
  const cycle = { paycycle_startdate: now - 9 * DAY, paycycle_enddate: now };
  await call('POST', '/invoices', { contractor: who.contractor, job: who.job, gross_pay: 90_000, ...cycle });
  const { url, sandbox } = running.sandbox;
  for (const name of ['flagged.pdf', 'good.pdf']) {
    const certificate = await uploadNamed({ url, apiKey: sandbox.apiKey } as never, name, who.contractor);
    await control(running.sandbox, 'POST', `/certificates/${certificate.id}/process`);
  }
  await page.getByText('Flagged:').waitFor();
  await page.getByText('Approved, to').waitFor();
  await isGood('contractor-whole');
});

it('the list of contractors, searched', async () => {
  const { page } = person;
  await page.goto('/contractors?search=parker&state=covered');
  await page.getByRole('link', { name: 'Joe Parker' }).waitFor();
  await isGood('contractors');
  await page.goto('/contractors?search=nobody');
  await page.getByText('No contractor found').waitFor();
  await isGood('contractors-none-found');
});
