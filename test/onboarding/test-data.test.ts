import { phoneText } from '../../src/forms/contact';
import { personForm, TEST_PEOPLE } from '../../src/onboarding/journey/test-people';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { listSandbox } from '../support/sandbox-api';
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
    const names = new Set<string | null>();
    for (let times = 0; times < 2; times += 1) {
      const onboarding = await walkByLinks();
      await operator.follow('Continue to the application');
      await operator.submit(`${onboarding}/application`);
      const id = onboarding.split('/').pop()!;
      const { session_id: session } = (await running.store.onboardings.find(id))!;
      await finishApplication(new Person(running.sandbox.url), `/apply/sandbox/${session}`);
      await until(async () => (await running.store.onboardings.find(id))?.coverage_state === 'active');
      names.add((await running.store.onboardings.find(id))!.contractor_name);
    }
    expect(names.size).toBe(2);
  });

  it('gives everybody a phone number of their state, and one that is nobody’s', () => {
    const states = new Map<string, string>();
    for (const person of TEST_PEOPLE) {
      const phone = phoneText(String(personForm(person, '')['phone']));
      expect(phone).toMatch(/^\d{3}-555-01\d\d$/);
      const areaCode = phone!.slice(0, 3);
      // No two states share an area code.
      expect([areaCode, states.get(areaCode) ?? person.region]).toEqual([areaCode, person.region]);
      states.set(areaCode, person.region);
    }
    expect(states.size).toBeGreaterThan(30);
  });

  it('is offered for the form of another object too, and not where one is changed', async () => {
    const onboarding = await walkTo(operator, 'entity');
    await operator.open(`${onboarding}/contractor`);
    expect(operator.text).not.toContain('Fill with test data');
    await operator.open(`${onboarding}/contractor?new`);
    await operator.follow('Fill with test data');
    const first = operator.value('first_name');
    expect(first).toMatch(/^\w/);
    expect(operator.page.$('h1').text()).toBe('Who is the contractor?');
  });

  it('is somebody else each time, and goes with what was chosen before', async () => {
    const people = new Set<string>();
    const onboarding = await walkTo(operator, 'contractor');
    await operator.follow('Fill with test data');
    for (let times = 0; times < 3; times += 1) {
      people.add(`${operator.value('first_name')} ${operator.value('last_name')}`);
      expect(operator.value('email')).toMatch(/^[a-z.-]+\+[0-9a-f]{4}@example\.com$/);
      expect(operator.page.$('.pa-more[open]')).toHaveLength(0);
      await operator.follow('Fill with test data');
    }
    expect(people.size).toBe(3);
    const page = operator.page.$('main');
    const places = [page.find('a:contains("Fill with test data")'), page.find('#first-name')].map((found) =>
      operator.page.$('main *').index(found),
    );
    expect(places[0]).toBeGreaterThan(0);
    expect(places[0]).toBeLessThan(places[1]!);
    await operator.submit(`${onboarding}/contractor`);
    await operator.follow('Fill with test data');
    const company = operator.value('name');
    await operator.submit(`${onboarding}/entity`);
    await operator.follow('Fill with test data');
    expect(operator.value('description')).toContain('as agreed with the company');
    expect(company).toMatch(/\w/);
  });

  it.each(['?fill=__proto__:x', '?fill=last_name', '?fill=nothing:x', '?fill[]=1', '?fill=last_name:'])(
    'does not stumble over %s',
    async (query) => {
      const onboarding = await walkTo(operator, 'contractor');
      expect((await operator.open(`${onboarding}/contractor${query}`)).status).toBe(200);
    },
  );

  it('plays each ending that a form offers', async () => {
    const offered = () =>
      operator.page
        .$('.pa-endings a')
        .toArray()
        .map(({ attribs }) => attribs['href']!);
    const valueOf = (href: string) => new URL(href, running.url).searchParams.get('fill')!.split(':')[1]!;
    await walkTo(operator, 'contractor');
    const people = offered().map(valueOf);
    expect(people).toContain('Ineligible');
    for (const name of people) {
      const onboarding = await walkTo(operator, 'contractor');
      await operator.open(offered().find((href) => valueOf(href) === name)!);
      await operator.submit(`${onboarding}/contractor`);
      const [made] = await listSandbox(running.sandbox, '/contractors');
      expect(made!.last_name).toBe(name);
    }
    const onboarding = await walkTo(operator, 'job');
    const [code, ...states] = offered();
    await operator.open(code!);
    await operator.submit(`${onboarding}/job`);
    expect(operator.text).toContain('job_category_not_approved');
    expect(states.map(valueOf)).toEqual(['OH']);
    await operator.open(states[0]!);
    await operator.submit(`${onboarding}/job`);
    await operator.submit(`${onboarding}/quote`, { coverage_type: ['general', 'workers-comp'] });
    expect(operator.text).toContain('What you can do');
  });

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
