import { day } from '../../src/lib/dates';
import { Person, type Fields } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { callSandbox, listSandbox } from '../support/sandbox-api';
import { finishApplication, JOB, uniqueEmail, walkTo } from '../support/walk';

let running: TestApp;
let operator: Person;
beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
});
beforeEach(() => {
  operator = new Person(running.url);
});
afterEach(() => running.proxy.clear());
afterAll(() => running.stop());

const row = async (onboarding: string) =>
  (await running.store.onboardings.find(onboarding.replace('/onboardings/', '')))!;
const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const seconds = (date: string) => Date.parse(`${date}T00:00:00Z`) / 1000;
const advice = () => operator.page.$('section[aria-label="What you can do"]').text().replace(/\s+/g, ' ');
const dayText = (days: number) => day(seconds(dayFromNow(days)));
const FUNDS: Record<string, string> = {
  ND: 'North Dakota Workforce Safety & Insurance',
  OH: 'the Ohio Bureau of Workers’ Compensation',
  WA: 'the Washington State Department of Labor & Industries',
  WY: 'the Wyoming Department of Workforce Services',
};
const main = () => operator.page.$('.pa-journey__main').text().replace(/\s+/g, ' ');

describe('the dates of a quote', () => {
  let onboarding: string;
  let person: Person;
  beforeAll(async () => {
    person = new Person(running.url);
    onboarding = await walkTo(person, 'quote');
  });

  it('start with tomorrow, for thirty days, and with what the entity requires', () => {
    expect(person.value('effective_date')).toBe(dayFromNow(1));
    expect(person.value('end_date')).toBe(dayFromNow(31));
    const ticked = person.page.$('[name=coverage_type]:checked').toArray();
    expect(ticked.map((box) => person.page.$(box).val())).toEqual(['general', 'workers-comp']);
  });

  it.each<[string, Fields, RegExp]>([
    ['effective-date', { effective_date: dayFromNow(0) }, /must be in the future/],
    ['effective-date', { effective_date: '2020-02-02', end_date: '' }, /must be in the future/],
    ['effective-date', { effective_date: '2027-02-30' }, /real date/],
    ['effective-date', { effective_date: 'soon' }, /real date/],
    ['end-date', { effective_date: dayFromNow(9), end_date: dayFromNow(8) }, /after the effective date/],
    ['end-date', { effective_date: '', end_date: dayFromNow(400) }, /at most one year/],
    ['coverage-type', { coverage_type: [] }, /at least one coverage type/],
  ])('are checked at %s: %j', async (field, fields, words) => {
    const seen = running.proxy.calls.length;
    const sent = {
      effective_date: dayFromNow(1),
      end_date: dayFromNow(31),
      coverage_type: ['general'],
      ...fields,
    };
    await person.submit(`${onboarding}/quote`, sent);
    expect(person.page.status).toBe(400);
    expect(person.problems).toEqual([expect.stringMatching(words)]);
    expect(person.page.$(`#${field}-error`).text()).toContain(person.problems[0]);
    expect(person.value('effective_date')).toBe(sent.effective_date);
    expect(running.proxy.calls.slice(seen).filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('are checked together, and with the coverage', async () => {
    await person.submit(`${onboarding}/quote`, {
      coverage_type: [],
      effective_date: dayFromNow(0),
      end_date: dayFromNow(400),
    });
    expect(person.problems).toEqual([
      expect.stringContaining('at least one coverage type'),
      expect.stringContaining('must be in the future'),
      expect.stringContaining('at most one year'),
    ]);
    await person.submit(`${onboarding}/quote`, { effective_date: dayFromNow(0), end_date: 'later' });
    expect(person.problems).toEqual([
      expect.stringContaining('at least one coverage type'),
      expect.stringContaining('must be in the future'),
      expect.stringContaining('real date'),
    ]);
  });

  it('are sent as epoch seconds at 00:00 UTC, and may be left out', async () => {
    await person.submit(`${onboarding}/quote`, {
      coverage_type: ['general'],
      effective_date: dayFromNow(5),
      end_date: dayFromNow(365),
    });
    expect(person.text).toContain('Eligible');
    const { quote_id: id } = await row(onboarding);
    const quote = () => callSandbox(running.sandbox, 'GET', `/quotes/${id}`);
    expect(await quote()).toMatchObject({
      effective_date: seconds(dayFromNow(5)),
      end_date: seconds(dayFromNow(365)),
    });
    await person.submit(`${onboarding}/quote`, { effective_date: '', end_date: dayFromNow(1) });
    expect(person.page.status).toBe(200);
    expect(person.problems).toEqual([]);
    expect((await row(onboarding)).quote_id).toBe(id);
    await person.submit(`${onboarding}/quote`, { effective_date: '', end_date: '' });
    expect(await quote()).toMatchObject({
      effective_date: seconds(dayFromNow(1)),
      end_date: seconds(dayFromNow(31)),
    });
  });
});

describe('the answer', () => {
  it('shows the rate as dollars per $100, the parts, and the premium for the wage', async () => {
    const onboarding = await walkTo(operator, 'quote', {
      job: { category_code: 'jc_MTqpkbkp6G', wage: '1,800', wage_type: 'flatfee' },
    });
    await operator.submit(`${onboarding}/quote`);
    const [quote] = (await listSandbox(running.sandbox, '/quotes')) as unknown as [
      { net_rate: number; wc_net_rate: number; gl_net_rate: number },
    ];
    const rate = `$${(quote.net_rate / 100).toFixed(2)}`;
    const stats = operator.page
      .$('.pa-stat')
      .toArray()
      .map((stat) => operator.page.$(stat).text().replace(/\s+/g, ' '));
    expect(stats[0]).toContain(`${rate} per $100 earned`);
    // wage in cents x rate in cents per $100 / 10000
    const premium = (180_000 * quote.net_rate) / 10_000 / 100;
    expect(stats[1]).toContain(`$${premium.toFixed(2)} for a wage of $1,800 for the job`);
    const table = operator.page.$('.pa-rate-bar__table').text().replace(/\s+/g, ' ');
    expect(table).toContain(`General liability$${(quote.gl_net_rate / 100).toFixed(2)}`);
    expect(table).toContain(`Workers’ compensation$${(quote.wc_net_rate / 100).toFixed(2)}`);
    await operator.open(onboarding);
    expect(operator.text).toContain(`${rate} per $100`);
    expect(operator.text).toContain(`$${premium.toFixed(2)} for the job`);
  });

  it('can be changed and fetched again, with the same quote', async () => {
    const onboarding = await walkTo(operator, 'quote');
    await operator.submit(`${onboarding}/quote`, { coverage_type: ['general'] });
    const first = await row(onboarding);
    const count = (await listSandbox(running.sandbox, '/quotes')).length;
    await operator.submit(`${onboarding}/quote`, { coverage_type: ['general', 'professional'] });
    expect(main()).toContain('General liability, Professional liability');
    const second = await row(onboarding);
    expect(second.quote_id).toBe(first.quote_id);
    expect(second.quote).not.toBe(first.quote);
    expect(await listSandbox(running.sandbox, '/quotes')).toHaveLength(count);
  });

  it('makes a new quote, and a new session, when the old one is fixed', async () => {
    const onboarding = await walkTo(operator, 'application');
    await operator.submit(`${onboarding}/application`);
    const before = await row(onboarding);
    expect(before.session_id).not.toBeNull();
    running.proxy.fail('PUT /quotes/', {
      kind: 'answer',
      status: 400,
      body: { error_code: 'cant_update_create_new_quote', message: 'Create a new quote' },
    });
    await operator.open(`${onboarding}/quote`);
    await operator.submit(`${onboarding}/quote`);
    expect(operator.problems).toEqual([]);
    const after = await row(onboarding);
    expect(after.quote_id).not.toBe(before.quote_id);
    expect(after.session_id).toBeNull();
  });

  it('that the contractor is not eligible stops the way, and says what can be done', async () => {
    const onboarding = await walkTo(operator, 'quote', { contractor: { last_name: 'Ineligible' } });
    await operator.submit(`${onboarding}/quote`);
    expect(operator.page.status).toBe(200);
    expect(main()).toContain('Not eligible');
    expect(main()).toContain('cannot be insured for this job');
    expect(main()).not.toContain('Continue to the application');
    // A rate that comes with a no is no offer.
    expect(main()).not.toMatch(/Net rate|Estimated premium/);
    await operator.open(onboarding);
    const next = operator.page.$('section[aria-label="What to do next"]');
    expect(next.text()).toContain('The quote says that the contractor cannot be insured for this job');
    expect(next.text()).toContain('Choose other coverage, or change the job or the contractor');
    expect(operator.hrefOf('Change and quote again')).toBe(`${onboarding}/quote`);
    expect(operator.page.$('.pa-step--attention').text()).toContain('Not eligible');
    await operator.open(`${onboarding}/application`);
    expect(operator.page.path).toContain(`${onboarding}/quote`);
    await operator.follow('change the contractor');
    await operator.submit(`${onboarding}/contractor`, { last_name: 'Okafor' });
    await operator.open(`${onboarding}/quote`);
    await operator.submit(`${onboarding}/quote`);
    expect(main()).toContain('Continue to the application');
  });
});

describe('a refused quote', () => {
  /** Presses one of the buttons under "What you can do". */
  async function press(text: string): Promise<void> {
    const button = operator.page
      .$('button[name=_coverage]')
      .filter((_i, b) => operator.page.$(b).text() === text);
    expect(button).toHaveLength(1);
    const action = button.closest('form').attr('action')!;
    // The first form with this action is the one of the buttons.
    await operator.submit(action, { _coverage: button.attr('value')! });
  }

  it.each(['ND', 'OH', 'WA', 'WY'])('for workers’ compensation in %s goes on without it', async (state) => {
    const onboarding = await walkTo(operator, 'quote', { job: { 'address.region': state } });
    const date = dayFromNow(7);
    await operator.submit(`${onboarding}/quote`, { effective_date: date });
    expect(operator.page.status).toBe(400);
    expect(operator.text).toContain('There is a problem');
    expect(operator.page.$('.pa-api-error').text()).toContain(`not available in ${state}`);
    expect(operator.page.$('[name=coverage_type]:checked')).toHaveLength(2);
    expect(advice()).toContain(`the contractor can go to ${FUNDS[state]}`);
    await press('Quote without workers’ compensation');
    expect(operator.page.status).toBe(200);
    expect(main()).toContain('Continue to the application');
    const { quote_id: id } = await row(onboarding);
    expect(await callSandbox(running.sandbox, 'GET', `/quotes/${id}`)).toMatchObject({
      coverage_type: ['general'],
      effective_date: seconds(date),
    });
  });

  it('for workers’ compensation alone leads to other coverage, since there is no rest', async () => {
    const onboarding = await walkTo(operator, 'quote', { job: { 'address.region': 'OH' } });
    await operator.submit(`${onboarding}/quote`, { coverage_type: ['workers-comp'] });
    expect(operator.page.$('button[name=_coverage]')).toHaveLength(0);
    expect(operator.page.$(operator.hrefOf('Choose other coverage'))).toHaveLength(1);
    expect(operator.hrefOf('Change where the work is done')).toBe(`${onboarding}/job`);
  });

  it('for general liability in Hawaii knows the rule', async () => {
    const onboarding = await walkTo(operator, 'quote', { contractor: { 'address.region': 'HI' } });
    await operator.submit(`${onboarding}/quote`);
    expect(operator.problems).toEqual(['General liability is not sold to residents of Hawaii']);
    expect(operator.hrefOf('Change the home address')).toBe(`${onboarding}/contractor`);
    await press('Quote without general liability');
    expect(operator.page.status).toBe(200);
  });

  it('for a type that is not in the list asks to choose from it', async () => {
    const onboarding = await walkTo(operator, 'quote');
    await operator.submit(`${onboarding}/quote`, { coverage_type: ['flood'] });
    expect(operator.page.status).toBe(400);
    expect(operator.page.$('.pa-api-error').text()).toContain('Choose from the list');
    expect(operator.text).not.toContain('general liability added');
  });

  it('says what went wrong before what can be done, and its headline not twice', async () => {
    const onboarding = await walkTo(operator, 'quote', { job: { 'address.region': 'WY' } });
    await operator.submit(`${onboarding}/quote`);
    const headings = operator.page
      .$('.pa-journey__main h2')
      .toArray()
      .map((heading) => operator.page.$(heading).text());
    expect(headings.slice(0, 3)).toEqual(['There is a problem', 'What went wrong', 'What you can do']);
  });

  it.each(['media', 'cyber'])('for %s without general liability goes on with it', async (type) => {
    const onboarding = await walkTo(operator, 'quote');
    await operator.submit(`${onboarding}/quote`, { coverage_type: [type] });
    expect(operator.page.status).toBe(400);
    await press('Quote with general liability added');
    expect(operator.page.status).toBe(200);
    const { quote_id: id } = await row(onboarding);
    expect(await callSandbox(running.sandbox, 'GET', `/quotes/${id}`)).toMatchObject({
      coverage_type: ['general', type],
    });
  });

  it('for a job of a code that is not approved leads to another job', async () => {
    const onboarding = await walkTo(operator, 'job');
    running.proxy.fail('GET /category_codes', { kind: 'html', status: 500 });
    await operator.open(`${onboarding}/job`);
    await operator.submit(`${onboarding}/job`, { ...JOB, category_code: 'jc_NotApprv01' });
    expect(operator.page.status).toBe(400);
    expect(operator.page.$('#category-code-error').text()).toContain('not approved');
    expect(operator.page.$(operator.hrefOf('Choose another category code'))).toHaveLength(1);
    running.proxy.clear();
    await operator.submit(`${onboarding}/job`, { category_code: 'jc_MTqpkbkp6G' });
    running.proxy.fail('POST /quotes', {
      kind: 'answer',
      status: 400,
      body: { error_code: 'job_category_not_approved', message: 'Not approved yet' },
    });
    await operator.submit(`${onboarding}/quote`);
    expect(operator.page.$('.pa-api-error').text()).toContain('job_category_not_approved');
    await operator.follow('Create the job with another category code');
    expect(operator.page.path).toBe(`${onboarding}/job?new`);
    expect(operator.page.$('[name=category_code]')).toHaveLength(1);
  });

  /** Newer policies that cover something else, and twenty and one that are not in force. */
  async function bury({ contractor_id: contractor, job_id: job }: Awaited<ReturnType<typeof row>>) {
    const { sandbox } = running;
    const buy = async (coverage_type: string[], is_active = true) => {
      const quote = await callSandbox(sandbox, 'POST', '/quotes', { contractor, job, coverage_type });
      await callSandbox(sandbox, 'POST', '/policies', { quote: quote.id, is_active });
    };
    for (const other of [['general', 'media'], ['general', 'cyber'], ['professional']]) await buy(other);
    for (let n = 0; n < 21; n += 1) await buy(['general'], false);
  }

  it('for a contractor who is covered already leads to a report of the job, or to another one or contractor', async () => {
    const email = uniqueEmail();
    const first = await walkTo(operator, 'application', { contractor: email });
    await operator.submit(`${first}/application`);
    const handOver = await operator.open(`${first}/application/open`);
    await finishApplication(
      new Person(running.sandbox.url),
      new URL(handOver.response.headers.location!).pathname,
    );
    await until(async () => (await row(first)).coverage_state === 'active');
    await bury(await row(first));

    const again = await walkTo(operator, 'contractor');
    await operator.submit(`${again}/contractor/existing`, { existing_email: email.email });
    const { entity_id: entity, job_id: job } = await row(first);
    await operator.submit(`${again}/entity/existing`, { existing_entity: entity! });
    await operator.submit(`${again}/job/existing`, { existing_job: job! });
    await operator.submit(`${again}/quote`);
    expect(operator.page.status).toBe(400);
    expect(operator.page.$('.pa-api-error').text()).toContain('contractor_has_matching_policy');
    const { id: policyId } = JSON.parse((await row(first)).coverage!) as { id: string };
    for (const words of [policyId, 'General liability, Workers’ compensation', 'Open the PDF', dayText(1)])
      expect(advice()).toContain(words);
    const { contractor_id: contractor } = await row(first);
    const report = new URL(operator.hrefOf('Report the job to the policy'), running.url);
    expect([report.pathname, Object.fromEntries(report.searchParams)]).toEqual([
      `/contractors/${contractor}/new-job`,
      {
        job,
        coverage_type: 'general,workers-comp',
        effective_date: dayFromNow(1),
        end_date: dayFromNow(31),
      },
    ]);
    expect(operator.page.$('.pa-api-error').text()).not.toContain('Professional');
    const ended = { id: 'pl_1', status: 'cancelled', quote: 'qt_1', certificates: {} };
    const list = `/contractors/${contractor}/policies`;
    running.proxy.fail(`GET ${list}`, { kind: 'answer', status: 200, body: Array(100).fill(ended) });
    const seen = running.proxy.calls.length;
    await operator.submit(`${again}/quote`);
    const pages = running.proxy.calls.slice(seen).filter(({ path }) => path.startsWith(list));
    // The list cannot be turned: its second page is the first again.
    expect(pages).toHaveLength(2);
    running.proxy.clear();
    expect(operator.hrefOf('Choose another contractor')).toBe(`${again}/contractor?new`);
    const refusal = {
      error_code: 'contract_has_matching_policy',
      message: 'Contractor already has a matching policy on file',
    };
    running.proxy.fail('POST /quotes', { kind: 'answer', status: 400, body: refusal });
    await operator.submit(`${again}/quote`);
    expect(operator.hrefOf('Report the job to the policy')).toBe(report.pathname + report.search);
    await operator.follow('Report the job to the policy');
    expect([operator.page.status, operator.value('job'), operator.value('end_date')]).toEqual([
      200,
      job,
      dayFromNow(31),
    ]);
    await operator.open(`${again}/quote`);
    await operator.submit(`${again}/quote`);
    running.proxy.clear();
    await operator.follow('Choose another job');
    expect(operator.page.path).toBe(`${again}/job?new`);
  });
});
