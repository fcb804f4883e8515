import type { ApiCallRow } from '../../src/store/api-calls';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { callSandbox, listSandbox } from '../support/sandbox-api';
import {
  CONTRACTOR,
  ENTITY,
  finishApplication,
  firstCategory,
  JOB,
  uniqueEmail,
  walkTo,
} from '../support/walk';

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

const idOf = (onboarding: string) => onboarding.replace('/onboardings/', '');
/** The PUTs that the onboarding made, newest first, with what was sent. */
async function changesOf(onboarding: string): Promise<ApiCallRow[]> {
  const { apiCalls } = running.store;
  const listed = await apiCalls.latest(idOf(onboarding), { changes: 20, reads: 0 });
  const puts = listed.filter(({ method }) => method === 'PUT');
  return (await Promise.all(puts.map(({ at }) => apiCalls.at(idOf(onboarding), 'PUT', at)))).flat();
}
const row = async (onboarding: string) => (await running.store.onboardings.find(idOf(onboarding)))!;

describe('leaving and resuming', () => {
  it('goes on in another browser where it was left', async () => {
    const onboarding = await walkTo(operator, 'job');
    const elsewhere = new Person(running.url);
    await elsewhere.open('/');
    await elsewhere.open(onboarding);
    expect(elsewhere.text).toContain('The next step is the job.');
    await elsewhere.follow('Continue with the job');
    expect(elsewhere.page.path).toBe(`${onboarding}/job`);
    await elsewhere.submit(`${onboarding}/job`, { ...JOB, category_code: firstCategory(elsewhere) });
    expect(elsewhere.page.path).toContain(`${onboarding}/quote`);
  });

  it('shows what was saved when a step is opened again', async () => {
    const onboarding = await walkTo(operator, 'quote');
    const elsewhere = new Person(running.url);
    await elsewhere.open(`${onboarding}/contractor`);
    expect(elsewhere.value('first_name')).toBe(CONTRACTOR.first_name);
    expect(elsewhere.value('address.region')).toBe('CA');
    expect(elsewhere.page.$('[name=tax_identification]')).toHaveLength(0);
    await elsewhere.open(`${onboarding}/entity`);
    expect(elsewhere.value('coverage_limit.aggregate_limit')).toBe('2000000');
    await elsewhere.open(`${onboarding}/job`);
    expect(elsewhere.value('wage')).toBe('1800');
    expect(elsewhere.value('wage_type')).toBe('flatfee');
  });
});

describe('what a page says about the step before', () => {
  const notice = () => operator.page.$('.pa-notice').text();

  it('is said once', async () => {
    const onboarding = await walkTo(operator, 'entity');
    expect(notice()).toContain('The contractor is saved');
    await operator.open(`${onboarding}/entity`);
    expect(notice()).toBe('');
    await operator.open(`${onboarding}/job`);
    expect(notice()).toContain('Do this step first: the job needs it');
    await operator.open(operator.page.path);
    expect(notice()).toBe('');
  });

  it('is left for the page by what a script asks in the background', async () => {
    const onboarding = await walkTo(operator, 'entity');
    await operator.open(`${onboarding}`);
    await operator.post(operator.formBody(`${onboarding}/sync`));
    const inBackground = await operator.get(onboarding, { 'Sec-Fetch-Dest': 'empty' });
    expect(inBackground.text).not.toContain('No event was missed');
    await operator.open(onboarding);
    expect(notice()).toContain('No event was missed');
  });
});

describe('a step', () => {
  const why = () => operator.page.$('.pa-why__creates').text().replace(/\s+/g, ' ').trim();

  it('says which call it makes: one that creates, or one that updates', async () => {
    const onboarding = await walkTo(operator, 'contractor');
    expect(why()).toBe('Creates POST /api/v1/contractors');
    await operator.submit(`${onboarding}/contractor`, { ...CONTRACTOR, ...uniqueEmail() });
    await operator.open(`${onboarding}/contractor`);
    expect(why()).toBe('Updates PUT /api/v1/contractors/{contractor}');
    await operator.open(`${onboarding}/contractor?new`);
    expect(why()).toBe('Creates POST /api/v1/contractors');
  });

  it('that is done has its tick also while it is the current one', async () => {
    const onboarding = await walkTo(operator, 'entity');
    expect(operator.page.$('.pa-step--current svg')).toHaveLength(0);
    await operator.open(`${onboarding}/contractor`);
    expect(operator.page.$('.pa-step--current svg')).toHaveLength(1);
    expect(operator.page.$('.pa-step--current').text()).toContain('(current step, done)');
  });

  it('speaks of what exists already, and of what is required, only where there is any', async () => {
    const onboarding = await walkTo(operator, 'entity');
    running.proxy.fail('GET /entities?', { kind: 'answer', status: 200, body: [] });
    await operator.open(`${onboarding}/entity`);
    expect(operator.text).toContain('Which company is the work for?');
    expect(operator.text).not.toContain('use one that');
    await operator.submit(`${onboarding}/entity`, { ...ENTITY, required_coverage: [] });
    expect(operator.text).toContain('Create the job for Harbor Staffing, Inc.');
    expect(operator.text).not.toContain('use one that');
    await operator.submit(`${onboarding}/job`, {
      ...JOB,
      category_code: 'jc_MTqpkbkp6G',
      wage: '25',
      wage_type: 'hourly',
    });
    expect(operator.text).not.toContain('chosen beforehand');
    await operator.submit(`${onboarding}/quote`, { coverage_type: ['general'] });
    expect(operator.text).toContain('for a wage of $25 per hour');
    await operator.open(onboarding);
    expect(operator.text).toMatch(/Estimated premium\s*\$0\.\d\d per hour/);
    expect(operator.text).toMatch(/Category\s*Computer Service or Repair/);
  });

  it('names the entity whose required coverage is chosen beforehand', async () => {
    await walkTo(operator, 'quote');
    expect(operator.text).toContain('What Harbor Staffing, Inc requires is chosen beforehand');
  });
});

describe('another entity', () => {
  it('needs another job, which is said before, after, and on the overview', async () => {
    const onboarding = await walkTo(operator, 'application');
    await operator.open(`${onboarding}/entity`);
    expect(operator.text).not.toContain('needs another job');
    await operator.follow('Use another entity');
    expect(operator.text).toContain(
      'with another entity this onboarding needs another job, and then another quote',
    );
    await operator.submit(`${onboarding}/entity`, { ...ENTITY, name: 'Pier Staffing' });
    expect(operator.page.path).toBe(`${onboarding}/job`);
    const said = operator.page.$('.pa-notice').text();
    expect(said).toContain('another job is needed, and then the quote has to be fetched again');
    await operator.open(onboarding);
    const next = operator.page.$('section[aria-label="What to do next"]').text();
    expect(next).toContain('The next step is the job. Then the quote has to be fetched again.');
    expect(operator.hrefOf('Continue with the job')).toBe(`${onboarding}/job`);
  });
});

describe('addresses out of order', () => {
  it.each(['entity', 'job', 'quote', 'application', 'application/open'])(
    'send %s to the step that is next',
    async (step) => {
      const onboarding = await walkTo(operator, 'contractor');
      await operator.open(`${onboarding}/${step}`);
      expect(operator.page.path).toContain(`${onboarding}/contractor`);
      expect(operator.text).toContain('Do this step first');
    },
  );

  it('lead on with the first step that is missing', async () => {
    const onboarding = await walkTo(operator, 'job');
    await operator.open(`${onboarding}/application`);
    expect(operator.page.path).toContain(`${onboarding}/job`);
    await operator.open(`${onboarding}/entity`);
    expect(operator.page.path).toBe(`${onboarding}/entity`);
  });

  it('take no form of a step whose needs are not met', async () => {
    const onboarding = await walkTo(operator, 'contractor');
    const form = operator.formBody(`${onboarding}/contractor`, { coverage_type: 'general' });
    const before = running.proxy.calls.length;
    const answer = await operator.post({ ...form, action: `${onboarding}/quote` });
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toContain(`${onboarding}/contractor`);
    expect(running.proxy.calls).toHaveLength(before);
  });

  it.each(['ob_unknown', 'ob_000000000000000000000000', '%00', 'a'.repeat(3000), '..%2f..'])(
    'answer 404 for the onboarding %s',
    async (id) => {
      for (const rest of ['', '/contractor', '/quote', '/application/open', '/stream']) {
        const page = await operator.open(`/onboardings/${id}${rest}`);
        expect([rest, page.status]).toEqual([rest, 404]);
        expect(operator.text).toContain('Page not found');
      }
    },
  );
});

describe('changing an earlier object', () => {
  it.each([
    { step: 'contractor', path: '/contractors/', change: { company_name: 'Renamed Electric' } },
    { step: 'entity', path: '/entities/', change: { name: 'Renamed, Inc' } },
    { step: 'job', path: '/jobs/', change: { wage: '2,500' } },
  ] as const)('updates the $step and asks for a new quote', async ({ step, path, change }) => {
    const onboarding = await walkTo(operator, 'application');
    const { quote_id: quoteId } = await row(onboarding);
    await operator.open(`${onboarding}/${step}`);
    expect(operator.text).toContain('quote');
    const seen = running.proxy.calls.length;
    await operator.submit(`${onboarding}/${step}`, change);
    const calls = running.proxy.calls.slice(seen);
    expect(calls.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    expect(calls.find(({ method }) => method === 'PUT')?.path).toContain(path);
    expect(calls.some(({ method }) => method === 'POST')).toBe(false);

    // On the quote's page, which says why.
    expect(operator.page.path).toContain(`${onboarding}/quote`);
    expect(operator.text).toContain('fetch it again before going on');
    expect(operator.text).toContain('Out of date');
    expect(operator.text).not.toContain('Continue to the application');
    await operator.open(`${onboarding}/application`);
    expect(operator.page.path).toContain(`${onboarding}/quote`);
    await operator.open(`${onboarding}/application/open`);
    expect(operator.page.path).toContain(`${onboarding}/quote`);

    await operator.submit(`${onboarding}/quote`);
    expect((await row(onboarding)).quote_id).toBe(quoteId);
    await operator.follow('Continue to the application');
    expect(operator.page.path).toBe(`${onboarding}/application`);
  });

  it('never sends the category code of a job again', async () => {
    const onboarding = await walkTo(operator, 'quote');
    const { job_id: job } = await row(onboarding);
    const before = await callSandbox(running.sandbox, 'GET', `/jobs/${job}`);
    await operator.open(`${onboarding}/job`);
    expect(operator.page.$('[name=category_code]')).toHaveLength(0);
    expect(operator.text).toContain('The API does not let it change');
    const form = operator.formBody(`${onboarding}/job`, {
      description: 'Other work.',
      category_code: 'jc_5Tqpkbkp6G',
    });
    await operator.post(form);
    const shown = await changesOf(onboarding);
    expect(shown).toHaveLength(1);
    expect(shown[0]?.request_body).toContain('Other work.');
    expect(shown[0]?.request_body).not.toContain('category_code');
    const after = await callSandbox(running.sandbox, 'GET', `/jobs/${job}`);
    expect(after).toMatchObject({ description: 'Other work.', category_code: before.category_code });
  });

  it('clears fields that were emptied', async () => {
    const onboarding = await walkTo(operator, 'entity');
    await operator.open(`${onboarding}/contractor`);
    await operator.submit(`${onboarding}/contractor`, {
      phone: '',
      company_name: '',
      'address.line1': '',
      'address.locality': '',
      'address.region': '',
      'address.postalcode': '',
    });
    const { contractor_id: id } = await row(onboarding);
    const contractor = await callSandbox(running.sandbox, 'GET', `/contractors/${id}`);
    expect(contractor).toMatchObject({ phone: null, company_name: null, address: null });
  });

  it('shows the step where the address of a choice is opened', async () => {
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'quote');
    for (const step of ['contractor', 'entity', 'job']) {
      const page = await operator.open(`${onboarding}/${step}/existing`);
      expect([page.status, page.path]).toEqual([200, `${onboarding}/${step}`]);
    }
    expect((await operator.open(`${onboarding}/nothing/existing`)).status).toBe(404);
  });

  it('takes out metadata keys that were removed', async () => {
    const onboarding = await walkTo(operator, 'entity', {
      contractor: { 'custom_metadata.key': ['team', 'badge'], 'custom_metadata.value': ['north', '7'] },
    });
    const { contractor_id: id } = await row(onboarding);
    const metadata = async () =>
      (await callSandbox(running.sandbox, 'GET', `/contractors/${id}`)).custom_metadata;
    expect(await metadata()).toEqual({ team: 'north', badge: '7' });

    await operator.open(`${onboarding}/contractor`);
    expect(
      operator.page
        .$('[name="custom_metadata.key"]')
        .toArray()
        .map((field) => operator.page.$(field).val()),
    ).toEqual(['team', 'badge', '', '']);
    await operator.submit(`${onboarding}/contractor`, {
      'custom_metadata.key': ['team'],
      'custom_metadata.value': ['south'],
    });
    const [sent] = await changesOf(onboarding);
    expect(JSON.parse(sent!.request_body!)).toMatchObject({ custom_metadata: { team: 'south', badge: '' } });
    expect(await metadata()).toEqual({ team: 'south' });

    await operator.open(`${onboarding}/contractor`);
    await operator.submit(`${onboarding}/contractor`, {
      'custom_metadata.key': '',
      'custom_metadata.value': '',
    });
    expect(await metadata()).toEqual({});
  });

  it('asks for a job of the new entity when another entity is chosen', async () => {
    const onboarding = await walkTo(operator, 'quote');
    await operator.open(`${onboarding}/entity?new`);
    await operator.submit(`${onboarding}/entity`, { ...ENTITY, name: 'Second, Inc' });
    expect(operator.page.path).toContain(`${onboarding}/job`);
    expect(operator.text).toContain('Create the job for Second, Inc.');
    await operator.open(`${onboarding}/quote`);
    expect(operator.page.path).toContain(`${onboarding}/job`);
    await operator.submit(`${onboarding}/job`, { ...JOB, category_code: firstCategory(operator) });
    const { job_id: job, entity_id: entity } = await row(onboarding);
    expect(await callSandbox(running.sandbox, 'GET', `/jobs/${job}`)).toMatchObject({ entity });
  });

  it('leaves a finished onboarding finished', async () => {
    const onboarding = await walkTo(operator, 'application');
    await operator.submit(`${onboarding}/application`);
    const handOver = await operator.open(`${onboarding}/application/open`);
    await finishApplication(
      new Person(running.sandbox.url),
      new URL(handOver.response.headers.location!).pathname,
    );
    await until(async () => (await row(onboarding)).coverage_state === 'active');
    await operator.open(`${onboarding}/contractor`);
    expect(operator.text).toContain('A policy that was issued does not change');
    await operator.submit(`${onboarding}/contractor`, { company_name: 'Later name' });
    expect(operator.page.path).toContain(onboarding);
    expect(operator.text).not.toContain('fetch it again');
    await operator.open(onboarding);
    expect(operator.text).toContain('The contractor is covered from');
    expect(operator.text).not.toContain('Out of date');

    // A form of the quote that was open all the while changes nothing.
    const quotes = await listSandbox(running.sandbox, '/quotes');
    const form = operator.formBody(`${onboarding}/sync`, { coverage_type: 'general' });
    const answer = await operator.post({ ...form, action: `${onboarding}/quote` });
    expect(answer.status).toBe(303);
    expect(await listSandbox(running.sandbox, '/quotes')).toEqual(quotes);
  });
});
