import { control } from '../../sandbox/test/support/control';
import { makeCovered } from '../policy-api/support/insured';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { callSandbox } from '../support/sandbox-api';

const DAY = 86_400;

let running: TestApp;
let operator: Person;
let who: Awaited<ReturnType<typeof makeCovered>>;
let page: string;

beforeAll(async () => void (running = await startApp({ maxRetries: 0 })));
beforeEach(async () => {
  operator = new Person(running.url);
  who = await makeCovered(running.deps.api);
  page = `/contractors/${who.contractor}`;
});
afterEach(() => running.proxy.clear());
afterAll(() => running.stop());

const call = (method: string, path: string, body?: object) =>
  callSandbox(running.sandbox, method, path, body);
/** The text of the part of the page below a heading. */
const part = (heading: string) =>
  operator.page.$(`section:has(> #${heading}), section:has(> div > #${heading})`).text().replace(/\s+/g, ' ');
const sync = () => running.app.sync();
const settled = () => running.app.catchUp();

/** Their next job, bound and charged. */
async function assign() {
  const now = Math.floor(Date.now() / 1000);
  const { id } = await call('POST', '/assignments', {
    contractor: who.contractor,
    job: who.next,
    effective_date: now + 3 * DAY,
    end_date: now + 9 * DAY,
  });
  return id;
}

it('shows somebody whom the API knows and nothing here does', async () => {
  await operator.open(page);
  expect(operator.page.$('h1').text()).toBe('Joe Parker');
  expect(operator.text).toMatch(/asked of the API \d s ago/);
  expect(part('policies')).toContain(who.policy.id);
  expect(operator.page.$('#now').text()).toMatch(/^Is covered from \d+ \w+ 20\d\d, until/);
  await settled();
  await operator.open(page);
  expect(part('jobs')).toMatch(/Field technicianApple, Inc .*Covered from a later day/);
});

it.each(['cn_unknown', '..%2f..', 'a'.repeat(300), '%00'])('is not found for %s', async (id) => {
  const answer = await operator.get(`/contractors/${id}`, {});
  expect([400, 404]).toContain(answer.status);
});

it('tells the states of an assignment apart, and takes only the event for proof', async () => {
  await operator.open(page);
  await sync();
  const id = await assign();
  await sync();
  await settled();
  await operator.open(page);
  expect(part('assignments')).not.toContain('Charged and active');
  await operator.submit(`${page}/ask`);
  expect(part('assignments')).toMatch(/Bound, charge due/);
  expect(part('jobs')).toMatch(/Bound, charge due/);
  expect(part('now')).toContain('counts as covered when assignment.active comes');
  await control(running.sandbox, 'POST', `/assignments/${id}/charge`);
  await sync();
  await settled();
  await operator.open(page);
  expect(part('assignments')).toMatch(/Charged and active Proven by assignment.active/);
  expect(part('card')).toContain('the last charge worked');
  expect(part('happened')).toContain('assignment.active');
  await operator.follow('Assignment charged and active');
  await operator.follow(/^Open/);
  expect(operator.page.path).toBe(`${page}/assignments/${id}`);
});

it('says what a failed charge needs', async () => {
  const id = await assign();
  await control(running.sandbox, 'POST', `/assignments/${id}/fail`);
  await sync();
  await settled();
  await operator.open(page);
  expect(part('assignments')).toContain('Charge failed');
  expect(part('jobs')).toContain('Charge failed');
  expect(part('now')).toContain('Renew the card');
  expect(part('card')).toContain('The last charge failed');
});

it('shows what is known, and how old it is, while the API gives no answer', async () => {
  await operator.open(page);
  running.advance(3 * 60_000);
  running.proxy.fail('GET /', { kind: 'reset' });
  await operator.open(page);
  expect(operator.page.status).toBe(200);
  expect(operator.text).toContain('The API could not be asked, so this is what was known ');
  expect(operator.text).toContain('asked of the API 3 min ago');
  expect(part('policies')).toContain(who.policy.id);
  await operator.submit(`${page}/ask`);
  expect(operator.text).toContain('The API could not be asked');
  const unknown = await operator.get('/contractors/cn_never_seen', {});
  expect(unknown.status).toBe(502);
});

it('shows an own certificate as what it is, and counts an approved one with its own dates', async () => {
  await upload('bad-flagged.pdf');
  await upload('good.pdf');
  await control(running.sandbox, 'POST', '/clock', { advance: '1h' });
  await sync();
  await settled();
  await operator.open(page);
  expect(part('certificates')).toMatch(/bad-flagged.pdf\s*Flagged: \d of \d rules failed/);
  expect(part('certificates')).toMatch(/good.pdf\s*Approved, to/);
  expect(operator.page.$('.pa-now__said .pa-tag').text()).toBe('Covered today');
});

it('lists each question until it was answered: by binding what it asked for, or by asking once more', async () => {
  const rows = () =>
    operator.page
      .$('section:has(> div > #assignments) tbody tr')
      .toArray()
      .map((row) => operator.page.$(row).find('.pa-tag').text());
  const first = Math.floor(Date.now() / 1000) + 3 * DAY;
  const ask = (bind: boolean, from = first) =>
    call('POST', '/assignments', {
      contractor: who.contractor,
      job: who.next,
      effective_date: from,
      end_date: first + 6 * DAY,
      bind,
    });
  const seen = async () => {
    await operator.open(page);
    await operator.submit(`${page}/ask`);
    await control(running.sandbox, 'POST', '/clock', { advance: '1m' });
    return rows();
  };
  await ask(false);
  const { id } = await ask(false);
  expect(await seen()).toEqual(['Eligible, not bound']);
  await ask(false, first + DAY);
  expect(await seen()).toEqual(['Eligible, not bound', 'Eligible, not bound']);
  await ask(true);
  expect(await seen()).toEqual(['Bound, charge due', 'Eligible, not bound']);
  await ask(false);
  expect(await seen()).toEqual(['Bound, charge due', 'Eligible, not bound']);
  await call('POST', '/assignments/cancel', { job_id: who.next });
  expect(await seen()).toEqual(['Eligible, not bound', 'Cancelled', 'Eligible, not bound']);
  await operator.open(`${page}/assignments/${id}`);
  expect(operator.text).toContain('Eligible, not bound');
});

it('says of an assignment whose dates are over what it says of its job', async () => {
  const id = await assign();
  await control(running.sandbox, 'POST', `/assignments/${id}/charge`);
  await sync();
  await settled();
  await control(running.sandbox, 'POST', '/clock', { advance: '10d' });
  await operator.open(page);
  await operator.submit(`${page}/ask`);
  expect(part('jobs')).toContain('Expired');
  expect(part('assignments')).toContain('Expired');
  expect(part('assignments')).not.toMatch(/Charged and active|Proven/);
  await operator.open(`${page}/assignments/${id}`);
  expect(operator.page.$('.pa-tag').first().text()).toBe('Expired');
});

it('follows the clock of the API: cover begins, and ends', async () => {
  await operator.open(page);
  await settled();
  const tags = async () => {
    await operator.submit(`${page}/ask`);
    return [operator.page.$('.pa-now__said .pa-tag').text(), part('jobs')] as const;
  };
  expect((await tags())[0]).toMatch(/^Covered from/);
  await control(running.sandbox, 'POST', '/clock', { advance: '2d' });
  const [tag, jobs] = await tags();
  expect(tag).toBe('Covered today');
  expect(jobs).toContain('Ends within 30 days');
  await control(running.sandbox, 'POST', '/clock', { advance: '40d' });
  expect((await tags())[1]).toContain('Expired');
  await operator.open('/contractors?state=expired');
  expect(operator.page.$(`a[href="${page}"]`).length).toBe(1);
});

async function upload(name: string): Promise<void> {
  const form = new FormData();
  form.append('contractor', who.contractor);
  form.append('certificate', new Blob(['%PDF-1.4'], { type: 'application/pdf' }), name);
  const headers = { Authorization: `Bearer ${running.sandbox.sandbox.apiKey}` };
  await fetch(`${running.sandbox.url}/api/v1/files/certificates`, { method: 'POST', headers, body: form });
}
