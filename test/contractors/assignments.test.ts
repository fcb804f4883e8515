import { assignmentState } from '../../src/contractors/assignments/state';
import { makeCovered } from '../policy-api/support/insured';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { callSandbox } from '../support/sandbox-api';
import { dayFromNow, seconds } from './support/days';

describe('the state of an assignment', () => {
  const bound = { bind: true, eligible: true, message: null, cancelled: false, active: false, jobId: 'jb_1' };
  const invoice = (charge: 'failed' | 'succeeded' | null, jobId = 'jb_1') => ({ jobId, charge });

  it.each([
    ['eligible', { bind: false }, []],
    ['not_eligible', { bind: false, eligible: false }, []],
    ['not_eligible', { eligible: false, message: 'Job category mismatch.' }, []],
    ['charge_due', {}, []],
    ['charge_due', {}, [invoice('failed', 'jb_other')]],
    // Until the event comes, a charge that worked is no proof.
    ['charge_due', {}, [invoice('succeeded')]],
    ['charge_failed', {}, [invoice(null), invoice('failed'), invoice('succeeded')]],
    ['charge_failed', { eligible: false, message: 'Card charge failed.' }, []],
    ['active', { active: true }, [invoice('failed')]],
    ['cancelled', { active: true, cancelled: true }, []],
    ['cancelled', { bind: false, cancelled: true }, []],
  ] as const)('is %s for %j', (state, change, invoices) => {
    expect(assignmentState({ ...bound, ...change }, invoices)).toBe(state);
  });
});

describe('the page of an assignment', () => {
  let running: TestApp;
  let operator: Person;
  let who: Awaited<ReturnType<typeof makeCovered>>;
  let id: string;
  let page: string;
  beforeAll(async () => void (running = await startApp({ maxRetries: 0 })));
  beforeEach(async () => {
    operator = new Person(running.url);
    who = await makeCovered(running.deps.api);
    id = await bindFor(who.contractor);
    page = `/contractors/${who.contractor}/assignments/${id}`;
  });
  afterEach(() => running.proxy.clear());
  afterAll(() => running.stop());

  const bindFor = async (contractor: string, job = who.next) => {
    const dates = { effective_date: seconds(dayFromNow(5)), end_date: seconds(dayFromNow(12)) };
    const made = await callSandbox(running.sandbox, 'POST', '/assignments', { contractor, job, ...dates });
    return made.id;
  };
  const atApi = () => callSandbox(running.sandbox, 'GET', `/assignments/${id}`);

  it('shows it, and leads to changing and cancelling it', async () => {
    await operator.open(page);
    expect(operator.page.$('h1').text()).toBe('Field technician');
    expect(operator.text).toContain('Bound, charge due');
    expect(operator.hrefOf('Change it')).toBe(`${page}/change`);
    expect(operator.hrefOf('Cancel it')).toBe(`${page}/cancel`);
  });

  it('is not found below another contractor, nor once it was deleted', async () => {
    const other = await makeCovered(running.deps.api);
    await operator.open(`/contractors/${other.contractor}/assignments/${id}`);
    expect(operator.page.status).toBe(404);
    await callSandbox(running.sandbox, 'DELETE', `/assignments/${id}`);
    for (const path of ['', '/change', '/cancel']) {
      await operator.open(page + path);
      expect([operator.page.status, operator.text]).toEqual([
        404,
        expect.stringContaining('This assignment does not exist'),
      ]);
    }
  });

  it('changes its dates and its coverage', async () => {
    await operator.open(`${page}/change`);
    expect([operator.value('effective_date'), operator.value('end_date')]).toEqual([
      dayFromNow(5),
      dayFromNow(12),
    ]);
    await operator.submit(`${page}/change`, { end_date: dayFromNow(20) });
    expect([operator.page.path, operator.text]).toEqual([
      page,
      expect.stringContaining('The assignment is changed.'),
    ]);
    expect(await atApi()).toMatchObject({
      effective_date: seconds(dayFromNow(5)),
      end_date: seconds(dayFromNow(20)),
    });
    await operator.open(`${page}/change`);
    await operator.submit(`${page}/change`, { coverage_type: ['general'] });
    expect(operator.text).toContain('New opt-in needed');
    expect(operator.page.$('.pa-conditions__item--changed').text()).toContain('Coverage types changed:');
  });

  it('does not change unseen what another changed meanwhile', async () => {
    await operator.open(`${page}/change`);
    await callSandbox(running.sandbox, 'PUT', `/assignments/${id}`, { end_date: seconds(dayFromNow(30)) });
    await operator.submit(`${page}/change`, { end_date: dayFromNow(20) });
    expect([operator.page.status, operator.value('end_date')]).toEqual([409, dayFromNow(20)]);
    expect(await atApi()).toMatchObject({ end_date: seconds(dayFromNow(30)) });
    await operator.submit(`${page}/change`);
    expect(await atApi()).toMatchObject({ end_date: seconds(dayFromNow(20)) });
  });

  it('keeps a change that is refused, or not answered', async () => {
    await operator.open(`${page}/change`);
    await operator.submit(`${page}/change`, { effective_date: dayFromNow(0) });
    expect(operator.problems).toEqual([expect.stringContaining('in the future')]);
    running.proxy.fail('PUT /assignments', {
      kind: 'answer',
      status: 400,
      body: { error_code: 'end_date_invalid' },
    });
    await operator.submit(`${page}/change`, { effective_date: dayFromNow(5), end_date: dayFromNow(9) });
    expect(operator.page.$('#end-date-error').text()).toContain('The end date is not possible');
    running.proxy.clear();
    running.proxy.fail('PUT /assignments', { kind: 'reset' });
    await operator.submit(`${page}/change`);
    expect([operator.page.status, operator.value('end_date')]).toEqual([502, dayFromNow(9)]);
    running.proxy.clear();
    await operator.submit(`${page}/change`);
    expect(await atApi()).toMatchObject({ end_date: seconds(dayFromNow(9)) });
  });

  it('is cancelled once, with a reason', async () => {
    await operator.open(`${page}/cancel`);
    await operator.submit(`${page}/cancel`);
    expect(operator.problems).toEqual(['Say why it is cancelled']);
    await operator.submit(`${page}/cancel`, { reason: 'other' });
    expect(operator.page.$('#other-reason-error').text()).toContain('Say in a few words');
    const press = operator.formBody(`${page}/cancel`, { reason: 'client_request' });
    const answers = await Promise.all([operator.post(press), operator.post(press)]);
    expect(answers.map(({ status, headers }) => [status, headers.location])).toEqual([
      [303, page],
      [303, page],
    ]);
    expect(await atApi()).toMatchObject({ cancelled: true, cancellation_reason: 'client_request' });
    await operator.open(page);
    expect(operator.text).toContain('client_request');
    expect(operator.page.$('.pa-tag').text()).toBe('Cancelled');
    expect(operator.page.$('a[href$="/cancel"], a[href$="/change"]').length).toBe(0);
  });

  it('says beforehand that the call to cancel names the job alone, and afterwards what the API said', async () => {
    const other = await makeCovered(running.deps.api);
    await bindFor(other.contractor);
    await operator.open(`${page}/cancel`);
    expect(operator.text).toContain('1 other assignment is bound for this job');
    await operator.submit(`${page}/cancel`, { reason: 'other', other_reason: 'The site burnt down' });
    expect(operator.page.status).toBe(400);
    expect(operator.page.$('.pa-api-error').text()).toContain('Several contractors have an assignment');
    expect(operator.value('other_reason')).toBe('The site burnt down');
    expect(await atApi()).not.toHaveProperty('cancelled');
  });

  it('is told of as an error of the API while that is down', async () => {
    running.proxy.fail('GET /assignments', { kind: 'reset' });
    await operator.open(page);
    expect(operator.page.status).toBe(502);
    expect(operator.text).toContain('The API could not be reached');
  });
});
