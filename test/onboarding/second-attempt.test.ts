import { Person, type Fields } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { callSandbox } from '../support/sandbox-api';
import { finishApplication, walkTo } from '../support/walk';

let running: TestApp;
let operator: Person;
let onboarding: string;
beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
});
beforeEach(async () => {
  operator = new Person(running.url);
  onboarding = await walkTo(operator, 'application');
  await operator.submit(`${onboarding}/application`);
});
afterEach(() => running.proxy.clear());
afterAll(() => running.stop());

const row = async () => (await running.store.onboardings.find(onboarding.replace('/onboardings/', '')))!;
const stateBecomes = (state: string) => until(async () => (await row()).coverage_state === state);
const tag = () => operator.page.$(':is(.pa-page-head, .pa-cover) .pa-tag').first().text();
const main = () => operator.page.$('main').text().replace(/\s+/g, ' ');
const progressOf = (title: string) =>
  operator.page
    .$('.pa-step')
    .toArray()
    .map((step) => operator.page.$(step).text().replace(/\s+/g, ' '))
    .find((text) => text.includes(title));

async function apply(answers: Fields = {}) {
  const { session_id: session } = await row();
  await finishApplication(new Person(running.sandbox.url), `/apply/sandbox/${session}`, answers);
}

async function apiSession(id: string | null) {
  return callSandbox(running.sandbox, 'GET', `/apply/sessions/${id}`);
}

describe('an application that was refused', () => {
  beforeEach(async () => {
    await apply({ hazardous_work: 'yes' });
    await stateBecomes('refused');
  });

  it('is said to be over, with the way to another quote', async () => {
    await operator.open(onboarding);
    expect(tag()).toBe('Not eligible');
    expect(progressOf('Application')).toContain('Not eligible');
    expect(operator.hrefOf('Quote again')).toBe(`${onboarding}/quote`);

    await operator.open(`${onboarding}/application`);
    expect(operator.text).toContain('The contractor was found ineligible');
    expect(operator.text).not.toContain('is ready');
    expect(operator.text).not.toContain('Link to send');
    expect(operator.hrefOf('Quote again')).toBe(`${onboarding}/quote`);
    const handOver = await operator.open(`${onboarding}/application/open`);
    expect(handOver.path).toBe(`${onboarding}/application`);
  });

  it('is listed apart, as what can be quoted again', async () => {
    await operator.open('/?show=done');
    expect(operator.page.$(`a[href="${onboarding}"]`)).toHaveLength(0);
    await operator.open('/?show=refused');
    expect(operator.page.$(`a[href="${onboarding}"]`).closest('tr').text()).toContain('Not eligible');
  });

  it('is followed by another quote with an application of its own, up to coverage', async () => {
    const { quote_id: refusedQuote, session_id: refusedSession } = await row();
    await operator.open(onboarding);
    await operator.follow('Quote again');
    expect(main()).toContain('found ineligible in the application for this quote');
    expect(operator.page.$('a:contains("Continue to the application")')).toHaveLength(0);
    await operator.submit(`${onboarding}/quote`, { coverage_type: ['general'] });
    expect(tag()).toBe('Eligible');
    expect(await row()).toMatchObject({ coverage_state: 'not_started', done: 0, session_id: null });
    expect((await row()).quote_id).not.toBe(refusedQuote);

    await operator.follow('Continue to the application');
    await operator.submit(`${onboarding}/application`);
    expect(operator.text).toContain('The application is ready');
    expect((await row()).session_id).not.toBe(refusedSession);
    await apply();
    await stateBecomes('active');
    await operator.open(onboarding);
    expect(operator.text).toContain('The contractor is covered from');
  });
});

describe('a session that was replaced', () => {
  it('no longer decides what is said', async () => {
    await callSandbox(running.sandbox, 'POST', `/apply/sessions/${(await row()).session_id}/expire`);
    await stateBecomes('application_expired');
    await operator.open(onboarding);
    expect(progressOf('Application')).toContain('Application expired');
    await operator.open(`${onboarding}/application/open`);
    await stateBecomes('applying');
    await operator.open(onboarding);
    expect(tag()).toBe('Applying');
    expect(progressOf('Application')).toContain('Applying');
    await operator.open('/');
    expect(operator.page.$(`a[href="${onboarding}"]`).closest('li, tr').text()).not.toContain('expired');
  });
});

describe('changing something after the link was handed over', () => {
  it('says that the link leads to the old quote, and ends it once the quote differs', async () => {
    const { session_id: old } = await row();
    await operator.open(`${onboarding}/contractor`);
    expect(main()).toContain('A link handed over to the contractor leads to the old quote until then');
    await operator.submit(`${onboarding}/contractor`, { 'address.region': 'TX' });
    expect(main()).toContain('Until then the link handed over to the contractor leads to the old quote');
    expect(main()).toContain('If the new quote differs, that link ends');
    expect(await apiSession(old)).toMatchObject({ expired: false });

    await operator.submit(`${onboarding}/quote`, { coverage_type: ['general'] });
    expect(operator.page.$('.pa-notice').text()).toContain(
      'the application link handed over before has ended',
    );
    expect(await apiSession(old)).toMatchObject({ expired: true });
    await operator.follow('Continue to the application');
    expect(operator.text).toContain('Hand over to the application');
    await operator.submit(`${onboarding}/application`);
    expect(await apiSession((await row()).session_id)).toMatchObject({ expired: false });
    await stateBecomes('applying');
  });

  it('leaves the link alone when the quote comes out the same', async () => {
    const { session_id: session } = await row();
    await operator.open(`${onboarding}/contractor`);
    await operator.submit(`${onboarding}/contractor`, { phone: '415-474-0000' });
    await operator.submit(`${onboarding}/quote`);
    expect(operator.page.$('.pa-notice').text()).toBe('');
    expect((await row()).session_id).toBe(session);
    expect(await apiSession(session)).toMatchObject({ expired: false });
  });

  it('says so when the link could not be ended', async () => {
    const { session_id: session } = await row();
    running.proxy.fail('POST /apply/sessions/', { kind: 'reset' });
    await operator.open(`${onboarding}/quote`);
    await operator.submit(`${onboarding}/quote`, { coverage_type: ['general'] });
    expect(operator.page.$('.pa-notice').text()).toContain('could not be ended');
    expect((await row()).session_id).toBe(session);
  });
});

describe('an application finished while the quote was out of date', () => {
  it('is finished on every page', async () => {
    await operator.open(`${onboarding}/contractor`);
    await operator.submit(`${onboarding}/contractor`, { 'address.region': 'TX' });
    expect((await row()).quote_stale).toBe(1);
    await apply();
    await stateBecomes('active');

    await operator.open(onboarding);
    expect(operator.text).toContain('The contractor is covered from');
    expect(operator.text).not.toMatch(/fetch (it )?again|out of date/i);
    await operator.open(`${onboarding}/quote`);
    expect(operator.text).toContain('the quote cannot change any more');
    expect(operator.text).not.toMatch(/out of date/i);
    await operator.open(`${onboarding}/application`);
    expect(operator.text).toMatch(/The policy pl_\w+ will be in force from /);
    await operator.open(`${onboarding}/application/open`);
    expect(operator.page.path).toBe(onboarding);
    expect(operator.page.$('.pa-notice').text()).toBe('');
    await operator.open('/?show=done');
    expect(operator.page.$('[aria-label="5 of 5 steps done"]').length).toBeGreaterThan(0);
  });
});

describe('a finished onboarding', () => {
  it('keeps the objects that its policy is for', async () => {
    const other = await walkTo(operator, 'entity');
    const { contractor_id: otherContractor } = (await running.store.onboardings.find(
      other.split('/').pop()!,
    ))!;
    const { email } = await callSandbox(running.sandbox, 'GET', `/contractors/${otherContractor}`);
    const forms = new Map<string, { action: string; text: string }>();
    for (const step of ['contractor', 'entity', 'job']) {
      await operator.open(`${onboarding}/${step}?new`);
      const typed =
        step === 'job'
          ? { category_code: 'jc_MTqpkbkp6G', description: 'x', wage: '5', wage_type: 'unit', remote: 'true' }
          : {};
      const person =
        step === 'contractor'
          ? { first_name: 'A', last_name: 'B', email: 'late@example.com' }
          : { name: 'Late' };
      forms.set(step, operator.formBody(`${onboarding}/${step}`, { ...person, ...typed }));
    }
    await operator.open(`${onboarding}/contractor?new`);
    const choose = operator.formBody(`${onboarding}/contractor/existing`, { existing_email: String(email) });
    await apply();
    await stateBecomes('active');
    const before = await row();

    for (const form of [...forms.values(), choose]) {
      const answer = await operator.post(form);
      expect([form.action, answer.status]).toEqual([form.action, 409]);
      expect(answer.text).toContain('The application is finished, and its policy is for the');
    }
    expect(await row()).toMatchObject({
      contractor_id: before.contractor_id,
      entity_id: before.entity_id,
      job_id: before.job_id,
    });
    for (const step of ['contractor', 'entity', 'job']) {
      await operator.open(`${onboarding}/${step}?new`);
      expect(operator.page.$('h1').text()).toContain(`Change the ${step}`);
      expect(main()).toContain('A policy that was issued does not change');
      expect(main()).not.toContain(`Use another ${step}`);
    }
  });
});
