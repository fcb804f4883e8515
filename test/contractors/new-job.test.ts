import { makeCovered, makeJob } from '../policy-api/support/insured';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { callSandbox, listSandbox } from '../support/sandbox-api';
import { CONTRACTOR, walkTo } from '../support/walk';
import { dayFromNow, seconds } from './support/days';

let running: TestApp;
let operator: Person;
let who: Awaited<ReturnType<typeof makeCovered>>;
let page: string;
beforeAll(async () => void (running = await startApp({ maxRetries: 0 })));
beforeEach(async () => {
  operator = new Person(running.url);
  who = await makeCovered(running.deps.api);
  page = `/contractors/${who.contractor}/new-job`;
});
afterEach(() => running.proxy.clear());
afterAll(() => running.stop());

const assignments = async () =>
  (await listSandbox(running.sandbox, '/assignments')).filter((one) => one.contractor === who.contractor);
const changed = () =>
  operator.page
    .$('.pa-conditions__item--changed')
    .toArray()
    .map((item) => operator.page.$(item).text().replace(/\s+/g, ' ').trim());
const dates = { effective_date: dayFromNow(5), end_date: dayFromNow(12) };

async function ask(job = who.next): Promise<void> {
  await operator.open(page);
  await operator.submit(page, { job, ...dates });
}

describe('a new job for a contractor who has a policy', () => {
  it('names the contractor as they were known, while the API gives no answer', async () => {
    await operator.open(`/contractors/${who.contractor}`);
    running.proxy.fail('GET /', { kind: 'reset' });
    await operator.open(page);
    expect(operator.page.$('h1').text()).toBe('New job for Joe Parker');
    expect(operator.page.$('.pa-why h2').text()).toBe('What this is for');
  });

  it('is asked about without binding anything', async () => {
    await operator.open(page);
    expect(operator.page.$('h1').text()).toBe('New job for Joe Parker');
    expect(operator.page.$(`[name=job][value=${who.next}]`).length).toBe(1);
    expect(operator.text).toContain('$150 for the job');
    expect(operator.text).not.toContain('flatfee');
    await operator.submit(page, { job: who.next, ...dates });
    expect(operator.page.path).toMatch(/\/assignments\/an_\w+$/);
    expect(operator.text).toContain('Eligible, not bound');
    expect(operator.text).toContain('Contractor is pre-approved for insurance coverage.');
    expect(await assignments()).toEqual([
      expect.objectContaining({
        bind: false,
        job: who.next,
        policy: who.policy.id,
        effective_date: seconds(dates.effective_date),
        end_date: seconds(dates.end_date),
      }),
    ]);
  });

  it('is bound once, however often the button is pressed', async () => {
    await ask();
    const press = operator.formBody(/\/bind$/);
    const answers = await Promise.all([operator.post(press), operator.post(press)]);
    for (const { status, headers } of answers)
      expect([status, headers.location]).toEqual([303, `/contractors/${who.contractor}`]);
    const bound = (await assignments()).filter(({ bind }) => bind);
    expect(bound).toEqual([expect.objectContaining({ job: who.next, policy: who.policy.id })]);
    await operator.open(`/contractors/${who.contractor}/assignments/${bound[0]!.id}`);
    expect(operator.text).toContain('Bound, charge due');
    expect(operator.page.$('form[action$="/bind"]').length).toBe(0);
  });

  it('is said to be bound already wherever it is asked about, and is not bound anew from an old tab', async () => {
    await ask();
    const question = operator.page.path;
    const oldTab = operator.formBody(/\/bind$/);
    await operator.submit(/\/bind$/);
    expect(operator.page.path).toBe(`/contractors/${who.contractor}`);
    expect(operator.text).toMatch(/Field technician is bound, .* the card is charged in about 24 hours/);
    const [bound] = (await assignments()).filter(({ bind }) => bind);
    for (const open of [() => operator.open(question), () => ask()]) {
      await open();
      expect(operator.page.$('.pa-tag').first().text()).toBe('Bound already');
      expect(operator.text).not.toContain('nothing is bound');
      expect(operator.hrefOf('See the assignment')).toBe(
        `/contractors/${who.contractor}/assignments/${bound!.id}`,
      );
      expect(operator.page.$('form[action$="/bind"]').length).toBe(0);
    }
    await operator.post(oldTab);
    await operator.open(`/contractors/${who.contractor}`);
    expect(operator.text).toMatch(/Field technician was bound already, .* nothing was done again/);
    expect((await assignments()).filter(({ bind }) => bind)).toEqual([bound]);
  });

  it('is said to be bound already where that was done elsewhere meanwhile', async () => {
    await ask();
    const { contractor, job, effective_date, end_date } = (await assignments())[0]!;
    const made = { contractor, job, effective_date, end_date };
    await callSandbox(running.sandbox, 'POST', '/assignments', made);
    await operator.submit(/\/bind$/);
    expect(operator.text).toMatch(/Field technician was bound already, .* nothing was done again/);
    expect((await assignments()).filter(({ bind }) => bind)).toHaveLength(1);
  });

  it('can be bound once more after that was cancelled', async () => {
    await ask();
    const question = operator.page.path;
    await operator.submit(/\/bind$/);
    const [bound] = (await assignments()).filter(({ bind }) => bind);
    await callSandbox(running.sandbox, 'POST', '/assignments/cancel', { job_id: who.next });
    await operator.open(`/contractors/${who.contractor}/assignments/${bound!.id}`);
    await operator.open(question);
    await operator.submit(/\/bind$/);
    expect(operator.text).toContain('Field technician is bound, ');
    expect((await assignments()).filter(({ bind }) => bind)).toHaveLength(2);
  });

  it('is bound once where the answer of the API was lost', async () => {
    await ask();
    running.proxy.fail('POST /assignments', { kind: 'lost' });
    await operator.submit(/\/bind$/);
    expect(operator.page.status).toBe(502);
    expect(operator.page.$('.pa-api-error').length).toBe(1);
    running.proxy.clear();
    await operator.submit(/\/bind$/);
    expect((await assignments()).filter(({ bind }) => bind)).toHaveLength(1);
  });

  it('that the policy does not cover says which condition changed, and is quoted with everything filled in', async () => {
    const { id } = await makeJob(running.deps.api, who.entity);
    await callSandbox(running.sandbox, 'PUT', `/jobs/${id}`, {
      address: { line1: '1 Main St', locality: 'Reno', region: 'NV', postalcode: '89501' },
    });
    await ask(id);
    expect(operator.text).toContain('New opt-in needed');
    expect(changed()).toEqual([
      'Work state changed: California before, Nevada now. Workers’ compensation is written for a state.',
    ]);
    expect(operator.page.$('.pa-conditions__item').length).toBe(7);
    const press = operator.formBody(/\/new-job\/quote$/);
    const started = await Promise.all([operator.post(press), operator.post(press)]);
    const places = new Set(started.map(({ headers }) => headers.location as string));
    expect(places.size).toBe(1);
    await operator.open([...places][0]!);
    expect(operator.page.path).toMatch(/^\/onboardings\/ob_\w+\/quote\?/);
    expect(operator.value('effective_date')).toBe(dates.effective_date);
    expect(operator.value('end_date')).toBe(dates.end_date);
    const ticked = operator.page.$('[name=coverage_type]:checked').toArray();
    expect(ticked.map((box) => operator.page.$(box).val())).toEqual(['general', 'workers-comp']);
    await operator.submit(/\/quote$/);
    expect(operator.text).toContain('Eligible');
    const onboarding = /ob_\w+/.exec(operator.page.path)![0];
    expect(await running.store.onboardings.find(onboarding)).toMatchObject({
      contractor_id: who.contractor,
      contractor_name: 'Joe Parker',
      entity_id: who.entity,
      job_id: id,
    });
    const linked = await running.store.objects.used([who.contractor, who.entity, id]);
    expect([...linked].sort()).toEqual([who.contractor, who.entity, id].sort());
  });

  it('may need a quote since there is no policy', async () => {
    await callSandbox(running.sandbox, 'DELETE', `/policies/${who.policy.id}`);
    await ask();
    expect(operator.page.status).toBe(400);
    expect(operator.value('job')).toBe(who.next);
    expect(operator.page.$('.pa-api-error').text()).toContain('no_active_policy');
    await operator.submit(/\/new-job\/quote$/);
    expect(operator.page.path).toMatch(/\/quote\?/);
    expect(operator.value('effective_date')).toBe(dates.effective_date);
  });

  it('that is not there yet is described in an onboarding of the contractor', async () => {
    await operator.open(page);
    await operator.submit(/\/describe$/);
    expect(operator.page.path).toMatch(/^\/onboardings\/ob_\w+\/entity$/);
    expect(operator.text).toContain('Joe Parker');
  });
});

describe('the form of a new job', () => {
  it.each([
    ['job', { job: '' }, 'Choose the job'],
    ['effective-date', { effective_date: dayFromNow(0) }, /in the future/],
    ['end-date', { end_date: dayFromNow(4) }, /after the effective date/],
    ['end-date', { end_date: 'soon' }, /real date/],
  ])('says at %s what is wrong with it', async (field, fields, words) => {
    await operator.open(page);
    const seen = running.proxy.calls.length;
    await operator.submit(page, { job: who.next, ...dates, ...fields });
    expect(operator.page.status).toBe(400);
    expect(operator.problems).toEqual([expect.stringMatching(words)]);
    expect(operator.page.$(`#${field}-error`).text()).toContain(operator.problems[0]);
    const sent = running.proxy.calls.slice(seen).filter(({ method }) => method === 'POST');
    expect(sent).toEqual([]);
  });

  it('keeps what was chosen while the API is down, and finds the jobs by a search', async () => {
    await operator.open(`${page}?q=${who.next}&job=${who.next}`);
    expect(operator.page.$('[name=job]').length).toBe(1);
    expect(operator.value('job')).toBe(who.next);
    running.proxy.fail('POST /assignments', { kind: 'reset' });
    await operator.submit(page, { job: who.next, ...dates });
    expect(operator.page.status).toBe(502);
    expect(operator.value('job')).toBe(who.next);
    expect(operator.value('end_date')).toBe(dates.end_date);
    running.proxy.clear();
    await operator.submit(page);
    expect(operator.text).toContain('Eligible, not bound');
  });

  it('comes back with what was typed when its token is out of date', async () => {
    await operator.open(page);
    await operator.submit(page, { job: who.next, ...dates, _csrf: 'old' });
    expect([operator.page.status, operator.value('job')]).toEqual([403, who.next]);
    expect(await assignments()).toEqual([]);
  });
});

it.each(['cn_nobody', 'x', '%20', 'a'.repeat(200)])('there is no page for %s', async (id) => {
  await operator.open(`/contractors/${id}/new-job`);
  expect(operator.page.status).toBe(404);
  expect(operator.text).toContain('does not know this contractor');
});

it('an email that a contractor has leads to their page', async () => {
  const { email } = await callSandbox(running.sandbox, 'GET', `/contractors/${who.contractor}`);
  const onboarding = await walkTo(operator, 'contractor');
  await operator.submit(`${onboarding}/contractor`, { ...CONTRACTOR, email: email as string });
  expect(operator.page.$('#email-error').text()).toContain('A contractor with this email exists already');
  expect(operator.text).toContain('Joe Parker has this email already');
  expect(operator.hrefOf('open their page')).toBe(`/contractors/${who.contractor}`);
  await operator.submit(`${onboarding}/contractor/existing`);
  expect(operator.page.path).toBe(`${onboarding}/entity`);
});
