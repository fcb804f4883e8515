import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { finishApplication, walkTo } from '../support/walk';

let running: TestApp;
let operator: Person;
beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
});
beforeEach(() => {
  operator = new Person(running.url);
});
afterAll(() => running.stop());

/** Walks without typing anything: each form is filled by its link and sent. */
async function walkByLinks(ending?: string): Promise<string> {
  const onboarding = await walkTo(operator, 'contractor');
  for (const step of ['contractor', 'entity', 'job']) {
    await operator.open(`${onboarding}/${step}`);
    await operator.follow(step === 'contractor' && ending ? ending : 'Fill with test data');
    expect((await operator.submit(`${onboarding}/${step}`)).status).toBe(200);
  }
  await operator.submit(`${onboarding}/quote`);
  return onboarding;
}

describe('test data in the local sandbox', () => {
  it('fills every form, up to coverage, again and again', async () => {
    for (let times = 0; times < 2; times += 1) {
      const onboarding = await walkByLinks();
      await operator.follow('Continue to the application');
      await operator.submit(`${onboarding}/application`);
      const id = onboarding.split('/').pop()!;
      const { session_id: session } = (await running.store.onboardings.find(id))!;
      await finishApplication(new Person(running.sandbox.url), `/apply/sandbox/${session}`);
      await until(async () => (await running.store.onboardings.find(id))?.coverage_state === 'active');
    }
  });

  it('is offered for the form of another object too, and not where one is changed', async () => {
    const onboarding = await walkTo(operator, 'entity');
    await operator.open(`${onboarding}/contractor`);
    expect(operator.text).not.toContain('Fill with test data');
    await operator.open(`${onboarding}/contractor?new`);
    await operator.follow('Fill with test data');
    expect(operator.value('first_name')).toBe('Maya');
    expect(operator.page.$('h1').text()).toBe('Who is the contractor?');
  });

  it.each(['?fill=__proto__:x', '?fill=last_name', '?fill=nothing:x', '?fill[]=1', '?fill=last_name:'])(
    'does not stumble over %s',
    async (query) => {
      const onboarding = await walkTo(operator, 'contractor');
      expect((await operator.open(`${onboarding}/contractor${query}`)).status).toBe(200);
    },
  );

  it('is not offered with the vendor’s API', async () => {
    const real = await startApp({ environment: 'sandbox', unregistered: true, maxRetries: 0 });
    try {
      const person = new Person(real.url);
      const onboarding = await walkTo(person, 'contractor');
      await person.open(`${onboarding}/contractor?fill`);
      expect(person.value('first_name')).toBeFalsy();
      expect(person.text).not.toContain('test data');
    } finally {
      await real.stop();
    }
  });
});
