import { Person } from '../support/browser-like';
import { control } from '../../sandbox/test/support/control';
import { startApp, until, type TestApp } from '../support/harness';
import { callSandbox, listSandbox } from '../support/sandbox-api';
import { CONTRACTOR, ENTITY, finishApplication, JOB, uniqueEmail, walkTo } from '../support/walk';

let running: TestApp;
let operator: Person;
let onboarding: string;
beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
});
beforeEach(async () => {
  operator = new Person(running.url);
  onboarding = await walkTo(operator, 'application');
});
afterEach(() => running.proxy.clear());
afterAll(() => running.stop());

const row = async () => (await running.store.onboardings.find(onboarding.replace('/onboardings/', '')))!;
const main = () => operator.page.$('main').text().replace(/\s+/g, ' ');
const notKnown = (path: string) =>
  running.proxy.fail(path, {
    kind: 'answer',
    status: 404,
    body: { error_code: 'resource_not_found', message: 'No such thing' },
  });

const OBJECTS = [
  { step: 'contractor', path: '/contractors', typed: CONTRACTOR },
  { step: 'entity', path: '/entities', typed: ENTITY },
  { step: 'job', path: '/jobs', typed: { ...JOB, category_code: 'jc_MTqpkbkp6G' } },
] as const;

describe.each(OBJECTS)('a $step that the API does not know any more', ({ step, path, typed }) => {
  const email = () => (step === 'contractor' ? uniqueEmail() : {});

  it('is said on the page of its step, with the form for another', async () => {
    const before = (await row())[`${step}_id`];
    notKnown(`GET ${path}/${before}`);
    await operator.open(`${onboarding}/${step}`);
    expect(operator.problems).toEqual([
      expect.stringContaining(
        `The API does not know this ${step} any more: it was deleted there, or belongs`,
      ),
    ]);
    expect(operator.page.$('.pa-steps')).toHaveLength(1);
    expect(operator.page.$('.pa-api-error').text()).toContain('resource_not_found');
    expect(operator.page.$('form[action$="/existing"]')).toHaveLength(1);
    await operator.submit(`${onboarding}/${step}`, { ...typed, ...email() });
    expect(operator.problems).toEqual([]);
    expect((await row())[`${step}_id`]).not.toBe(before);
  });

  it('is said on the overview, which leads there', async () => {
    notKnown(`GET ${path}/${(await row())[`${step}_id`]}`);
    await operator.open(onboarding);
    const next = operator.page.$('section[aria-label="What to do next"]');
    expect(next.text()).toContain(`The API does not know the ${step} any more`);
    expect(next.find('a.pa-button').first().attr('href')).toBe(`${onboarding}/${step}`);
    expect(operator.page.$('.pa-step--attention').text().toLowerCase()).toContain(step);
    expect(operator.page.$('.pa-api-error h2').text()).toBe(`The API does not know the ${step} any more`);
  });

  it('takes nothing of what was typed into its form', async () => {
    const before = (await row())[`${step}_id`];
    const count = (await listSandbox(running.sandbox, path)).length;
    await operator.open(`${onboarding}/${step}`);
    notKnown(`GET ${path}/${before}`);
    const name = step === 'contractor' ? 'last_name' : 'name';
    await operator.submit(`${onboarding}/${step}`, { [name]: 'Typed before' });
    expect(operator.problems).toEqual([expect.stringContaining('Send the form again to create another')]);
    expect(operator.value(name)).toBe('Typed before');
    // The API knows each address once, and the contractor is there in truth.
    await operator.submit(`${onboarding}/${step}`, email());
    expect(operator.problems).toEqual([]);
    expect(await listSandbox(running.sandbox, path)).toHaveLength(count + 1);
    expect((await row())[`${step}_id`]).not.toBe(before);
  });

  it('is not asked for another once the application is finished', async () => {
    const id = onboarding.replace('/onboardings/', '');
    await running.store.onboardings.update(id, { coverage_state: 'active', done: 1 });
    notKnown(`GET ${path}/${(await row())[`${step}_id`]}`);
    await operator.open(`${onboarding}/${step}`);
    expect(operator.page.path).toBe(onboarding);
    expect(main()).toContain(`The API does not know the ${step} any more`);
    expect(main()).toContain('Coverage is active');
  });
});

describe('a call that fails for an object of another step', () => {
  it('leads there from the application and the quote', async () => {
    await callSandbox(running.sandbox, 'DELETE', `/contractors/${(await row()).contractor_id}`);
    await operator.submit(`${onboarding}/application`);
    expect(operator.page.$('.pa-api-error').text()).toContain('invalid_contractor_id');
    expect(operator.hrefOf('Go to the contractor')).toBe(`${onboarding}/contractor`);

    await operator.open(`${onboarding}/quote`);
    await operator.submit(`${onboarding}/quote`, { coverage_type: ['general'] });
    await operator.follow('Go to the contractor');
    expect(operator.problems).toEqual([expect.stringContaining('does not know this contractor any more')]);
    await operator.submit(`${onboarding}/contractor`, { ...CONTRACTOR, ...uniqueEmail() });
    await operator.open(`${onboarding}/quote`);
    await operator.submit(`${onboarding}/quote`);
    await operator.follow('Continue to the application');
    await operator.submit(`${onboarding}/application`);
    expect(main()).toContain('The application is ready');
  });

  it('leads from the job to the entity', async () => {
    const other = await walkTo(operator, 'job');
    const { entity_id: entity } = (await running.store.onboardings.find(other.split('/').pop()!))!;
    await callSandbox(running.sandbox, 'DELETE', `/entities/${entity}`);
    await operator.submit(`${other}/job`, { ...JOB, category_code: 'jc_MTqpkbkp6G' });
    expect(operator.hrefOf('Go to the entity')).toBe(`${other}/entity`);
  });

  it('leads to the onboarding where the API does not say which object it is', async () => {
    notKnown('POST /apply/sessions');
    await operator.submit(`${onboarding}/application`);
    expect(operator.hrefOf('See which object is not known')).toBe(onboarding);
  });
});

describe('a quote that the API does not know any more', () => {
  it('is replaced when it is fetched again', async () => {
    const { quote_id: before } = await row();
    await operator.open(`${onboarding}/quote`);
    notKnown(`PUT /quotes/${before}`);
    await operator.submit(`${onboarding}/quote`);
    expect(operator.problems).toEqual([]);
    expect((await row()).quote_id).not.toBe(before);
    expect(main()).toContain('Continue to the application');
  });
});

describe('an application session that the API does not know any more', () => {
  beforeEach(async () => {
    await operator.submit(`${onboarding}/application`);
    notKnown(`GET /apply/sessions/${(await row()).session_id}`);
  });

  it('is replaced by the press of a button', async () => {
    const { session_id: before } = await row();
    await operator.open(`${onboarding}/application`);
    expect(operator.page.$('h1').text()).toBe('The application session is not known any more');
    expect(main()).not.toContain('Link to send');
    await operator.submit(`${onboarding}/application`);
    expect(main()).toContain('The application is ready');
    expect((await row()).session_id).not.toBe(before);
  });

  it('is said on the overview and instead of opening it', async () => {
    await operator.open(onboarding);
    expect(main()).toContain('Create a new one for the quote');
    expect(operator.page.$('.pa-step--attention').text()).toContain('Application');
    await operator.open(`${onboarding}/application/open`);
    expect(operator.page.$('h1').text()).toBe('The application session is not known any more');
  });

  it('is known again when the API knows it again', async () => {
    await operator.open(`${onboarding}/application`);
    running.proxy.clear();
    await operator.open(`${onboarding}/application`);
    expect(main()).toContain('The application is ready');
  });

  it('is told to the contractor who comes back', async () => {
    const visitor = new Person(running.url);
    await visitor.open(`/return/${(await row()).return_token}/cancel`);
    expect(visitor.text).toContain('Your application is not available any more');
    expect(visitor.text).toContain('ask the platform that invited you for a new link');
    expect(visitor.text).not.toContain('reload');
  });
});

it('what was last known of a finished onboarding is said to be that after the sandbox was reset', async () => {
  await operator.submit(`${onboarding}/application`);
  await finishApplication(new Person(running.sandbox.url), `/apply/sandbox/${(await row()).session_id}`);
  await until(async () => (await row()).coverage_state === 'active');
  await operator.open(onboarding);
  const next = () => operator.page.$('section[aria-label="What to do next"]').text();
  expect(next()).not.toContain('last known');

  await control(running.sandbox, 'POST', '/reset', {});
  await operator.open(onboarding);
  expect(next()).toContain('The API does not know the contractor, the entity, or the job any more');
  expect(next()).toContain('This page shows what was last known, and it may not hold any more');
  expect(operator.page.$('.pa-cover .pa-tag').first().text()).toMatch(/^Last known: Covered from /);
  await operator.open('/?show=done');
  expect(operator.page.$(`tr:has(a[href="${onboarding}"]) .pa-tag`).text()).toMatch(
    /^Last known: Covered from /,
  );
});

describe('an onboarding of which the API knows nothing any more', () => {
  const removeButton = () => operator.page.$('button:contains("Remove this onboarding")');

  it('can be removed, and its events stay', async () => {
    await operator.submit(`${onboarding}/application`);
    const { id, session_id: session } = await row();
    const events = () => running.store.events.page({ onboarding: id, limit: 5 });
    await until(async () => (await events()).length > 0);
    await operator.open(onboarding);
    expect(removeButton()).toHaveLength(0);

    await control(running.sandbox, 'POST', '/reset', {});
    await operator.open(onboarding);
    expect(removeButton()).toHaveLength(1);
    await operator.submit(`${onboarding}/remove`);
    expect(operator.page.path).toBe('/');
    expect(operator.text).toContain('The onboarding was removed.');
    expect(operator.page.$(`a[href="${onboarding}"]`)).toHaveLength(0);
    expect((await operator.open(onboarding)).status).toBe(404);
    expect(await events()).toEqual([]);
    const kept = await running.store.events.page({ limit: 100 });
    expect(kept.filter(({ object_id: object }) => object === session)).toMatchObject([
      { onboarding_id: null },
    ]);
  });

  it('stays while the API knows one of its objects, or could not be asked', async () => {
    const { contractor_id: contractor, entity_id: entity, job_id: job } = await row();
    const unknown = (...paths: string[]) => paths.forEach((path) => notKnown(`GET ${path}`));
    const others = [`/contractors/${contractor}`, `/entities/${entity}`];
    unknown(...others);
    await operator.open(onboarding);
    expect(removeButton()).toHaveLength(0);
    unknown(`/jobs/${job}`);
    await operator.open(onboarding);
    const form = operator.formBody(`${onboarding}/remove`);

    running.proxy.clear();
    unknown(...others);
    await operator.post(form);
    await operator.open(onboarding);
    expect(operator.text).toContain('was not removed: it uses something that the API knows');
    running.proxy.fail(`GET /jobs/${job}`, { kind: 'answer', status: 500 });
    expect((await operator.post(form)).status).toBe(502);
    expect(await row()).toBeDefined();
  });
});
