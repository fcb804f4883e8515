import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCovered, makeJob } from '../policy-api/support/insured';
import { startApp, until, type TestApp } from '../support/harness';
import { callSandbox } from '../support/sandbox-api';
import { button } from './support/by-click';
import { inspect } from './support/inspect';
import { visit, type Visit } from './support/visit';

let running: TestApp;
let person: Visit;
let who: Awaited<ReturnType<typeof makeCovered>>;
let base: string;
const folder = mkdtempSync(path.join(tmpdir(), 'certificates-'));
afterAll(() => rmSync(folder, { recursive: true }));
const isGood = async (name: string) => expect(await inspect(person.page, name)).toEqual([]);
const heading = (name: string) => person.page.getByRole('heading', { name, exact: true }).waitFor();
beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
  who = await makeCovered(running.deps.api);
  base = `/contractors/${who.contractor}`;
  person = await visit(running);
});
afterEach(() => expect(person.problems.splice(0)).toEqual([]));
afterAll(async () => {
  await person.leave();
  await running.stop();
});

const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF');
const control = async (path: string, body: object = {}) => {
  const headers = { 'Content-Type': 'application/json' };
  const url = `${running.sandbox.url}/_sandbox${path}`;
  expect((await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).ok).toBe(true);
};

it('a new job is asked about, bound, changed and cancelled', async () => {
  const { page } = person;
  await page.goto(`${base}/new-job`);
  await heading('New job for Joe Parker');
  await isGood('act-new-job');
  await button(page, 'Ask whether it is covered').click();
  await heading('There is a problem');
  await isGood('act-new-job-errors');
  await page.locator(`[name=job][value=${who.next}]`).check();
  await button(page, 'Ask whether it is covered').click();
  await heading('Yes, the policy covers it');
  await isGood('act-eligible');
  await button(page, 'Bind').click();
  await page.waitForURL(`**${base}`);
  await page.getByText('Field technician is bound', { exact: false }).waitFor();
  const [bound] = (await running.deps.api.listAssignments()).filter(({ bind }) => bind);
  await page.goto(`${base}/assignments/${bound!.id}`);
  await page.getByText('Bound, charge due').waitFor();
  await isGood('act-bound');
  await page.getByRole('link', { name: 'Change it' }).click();
  await heading('Change Field technician');
  await isGood('act-change');
  await page.goto(`${base}/assignments/${bound!.id}`);
  // Followed live: the event is the proof.
  await control(`/assignments/${bound!.id}/charge`);
  await page.getByText('Charged and active').waitFor();
  await isGood('act-active');
  await page.getByRole('link', { name: 'Cancel it' }).click();
  await heading('Cancel Field technician');
  await isGood('act-cancel');
});

it('a job that the policy does not cover says why', async () => {
  const { page } = person;
  const { id } = await makeJob(running.deps.api, who.entity);
  await callSandbox(running.sandbox, 'PUT', `/jobs/${id}`, {
    address: { line1: '1 Main St', locality: 'Reno', region: 'NV', postalcode: '89501' },
  });
  await page.goto(`${base}/new-job?job=${id}`);
  await button(page, 'Ask whether it is covered').click();
  await page.getByText('Work state changed:').waitFor();
  await isGood('act-not-eligible');
  await button(page, 'Quote it, with everything filled in').click();
  await heading('What should be covered, and when?');
});

it('policies, invoices, the opt-in, the card and the portal link', async () => {
  const { page } = person;
  await page.goto(`${base}/policies/${who.policy.id}`);
  await heading('Policy');
  await isGood('act-policy');
  await page.goto(`${base}/invoices`);
  await heading('New invoice for Joe Parker');
  await isGood('act-invoice-new');
  await button(page, 'Create the invoice').click();
  await heading('There is a problem');
  await isGood('act-invoice-errors');
  await page.goto(`${base}/opt-in`);
  await heading('General opt-in');
  await isGood('act-opt-in');
  await button(page, 'Create the application session').click();
  await page.getByRole('link', { name: 'Open the application' }).waitFor();
  await isGood('act-opt-in-session');
  await page.goto(`${base}/portal-link`);
  await button(page, 'Make a portal link').click();
  await heading('Copy it now');
  await isGood('act-portal-link');
  await page.goto(`${base}/card`);
  await heading('Card');
  await isGood('act-card');
  // A link to a GET that redirects: the policy of our pages lets it through.
  await page.getByRole('link', { name: 'Renew the card', exact: true }).click();
  await page.waitForURL(`${running.sandbox.url}/payment/setup/**`);
});

it('a certificate is sent with its progress shown, and its review is followed live', async () => {
  const { page } = person;
  await page.goto(`${base}/certificates`);
  await heading('Upload a certificate');
  await isGood('act-certificate-upload');
  // As a file, as large ones would take long to be handed to the browser.
  const choose = async (name: string, content: Buffer) => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    await page.getByLabel('Certificate', { exact: true }).setInputFiles(file);
  };
  await choose('large.pdf', Buffer.concat([PDF, Buffer.alloc(15 * 1024 * 1024)]));
  await button(page, 'Upload').click();
  await page.getByText('The file is too large').waitFor();
  await choose('photo.pdf', Buffer.from('JFIF'));
  await button(page, 'Upload').click();
  await heading('There is a problem');
  await isGood('act-certificate-errors');
  expect(person.problems.splice(0)).toEqual([expect.stringMatching(/certificates answered 400$/)]);
  await choose('flagged.pdf', PDF);
  await button(page, 'Upload').click();
  await heading('flagged.pdf');
  await page.getByText('You can leave this page').waitFor();
  await isGood('act-certificate-waiting');
  await control('/clock', { advance: '2m' });
  await heading('Rule by rule');
  await isGood('act-certificate-flagged');
  expect(await running.deps.api.listCertificates({ limit: 10 })).toHaveLength(1);
});

it('the contractor’s own page', async () => {
  const { page } = person;
  await until(async () => (await running.store.contractors.find(who.contractor)) !== undefined);
  const { link_token: token } = (await running.store.contractors.find(who.contractor))!;
  await page.goto(`/cover/${token}`);
  await heading('Joe, this is your coverage');
  await isGood('act-own');
  await page.goto(`/cover/${token}/card?hps_id=hps_1&status=completed`);
  await heading('We have not heard yet that a card was saved');
  await isGood('act-own-card');
  await page.goto('/cover/nobody');
  await heading('This link leads nowhere');
});
