import { Person, type Fields } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { callSandbox, listSandbox } from '../support/sandbox-api';
import { CONTRACTOR, ENTITY, firstCategory, JOB, uniqueEmail, walkTo } from '../support/walk';

let running: TestApp;
let first: Person;
let second: Person;
beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
});
beforeEach(() => {
  first = new Person(running.url);
  second = new Person(running.url);
});
afterAll(() => running.stop());

const row = async (onboarding: string) =>
  (await running.store.onboardings.find(onboarding.replace('/onboardings/', '')))!;

const CHANGES = [
  {
    step: 'contractor',
    path: '/contractors',
    name: 'last_name',
    other: 'company_name',
    attribute: 'company_name',
  },
  { step: 'entity', path: '/entities', name: 'name', other: 'address.line1', attribute: 'address' },
  { step: 'job', path: '/jobs', name: 'name', other: 'description', attribute: 'description' },
] as const;

describe.each(CHANGES)('a $step changed in two tabs', ({ step, path, name, other, attribute }) => {
  it('is not overwritten unseen, and nothing typed is lost', async () => {
    const onboarding = await walkTo(first, 'quote');
    const form = `${onboarding}/${step}`;
    await first.open(form);
    await second.open(form);
    await second.submit(form, { [other]: 'Changed by the second' });
    const page = await first.submit(form, { [name]: 'Typed in the first' });
    expect(page.status).toBe(409);
    expect(first.problems).toEqual([expect.stringContaining(`The ${step} was changed meanwhile`)]);
    expect(first.value(name)).toBe('Typed in the first');
    const id = (await row(onboarding))[`${step}_id`];
    const object = await callSandbox(running.sandbox, 'GET', `${path}/${id}`);
    expect(JSON.stringify(object[attribute])).toContain('Changed by the second');
    expect(object[name]).not.toBe('Typed in the first');

    expect((await first.submit(form)).status).toBe(200);
    expect(await callSandbox(running.sandbox, 'GET', `${path}/${id}`)).toMatchObject({
      [name]: 'Typed in the first',
    });
  });

  it('is saved without a question by a double click', async () => {
    const onboarding = await walkTo(first, 'quote');
    await first.open(`${onboarding}/${step}`);
    const form = first.formBody(`${onboarding}/${step}`, { [name]: 'Clicked twice' });
    const answers = await Promise.all([first.post(form), first.post(form)]);
    expect([...answers, await first.post(form)].map(({ status }) => status)).toEqual([303, 303, 303]);
  });
});

const NEW: { step: 'contractor' | 'entity' | 'job'; path: string; typed: Fields; name: string }[] = [
  { step: 'contractor', path: '/contractors', typed: CONTRACTOR, name: 'last_name' },
  { step: 'entity', path: '/entities', typed: ENTITY, name: 'name' },
  { step: 'job', path: '/jobs', typed: JOB, name: 'name' },
];

describe.each(NEW)('a $step created in two tabs', ({ step, path, typed, name }) => {
  it('does not replace the other before somebody said so', async () => {
    const onboarding = await walkTo(first, step);
    const form = `${onboarding}/${step}`;
    await second.open(form);
    const more = (person: Person): Fields =>
      step === 'contractor' ? uniqueEmail() : step === 'job' ? { category_code: firstCategory(person) } : {};
    await first.submit(form, { ...typed, ...more(first) });
    const chosen = (await row(onboarding))[`${step}_id`];
    const before = (await listSandbox(running.sandbox, path)).length;

    const page = await second.submit(form, { ...typed, ...more(second), [name]: 'The second' });
    expect(page.status).toBe(409);
    expect(second.problems).toEqual([expect.stringContaining(`Another ${step} was chosen`)]);
    expect(second.value(name)).toBe('The second');
    expect((await row(onboarding))[`${step}_id`]).toBe(chosen);
    expect(await listSandbox(running.sandbox, path)).toHaveLength(before);

    const again = step === 'contractor' ? { tax_identification: '12-3456789' } : {};
    expect((await second.submit(form, again)).status).toBe(200);
    expect((await row(onboarding))[`${step}_id`]).not.toBe(chosen);
  });
});

describe('an existing object chosen in two tabs', () => {
  it('does not replace the other before somebody said so', async () => {
    const earlier = await walkTo(first, 'job');
    const { entity_id: entity } = await row(earlier);
    const onboarding = await walkTo(first, 'entity');
    const form = `${onboarding}/entity`;
    await second.open(form);
    await first.submit(form, { ...ENTITY, name: 'Made by the first' });
    const { entity_id: chosen } = await row(onboarding);
    const page = await second.submit(`${form}/existing`, { existing_entity: entity! });
    expect(page.status).toBe(409);
    expect((await row(onboarding)).entity_id).toBe(chosen);
    expect((await second.submit(`${form}/existing`, { existing_entity: entity! })).status).toBe(200);
    expect((await row(onboarding)).entity_id).toBe(entity);
  });
});
