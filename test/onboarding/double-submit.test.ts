import { Person, type Fields } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { listSandbox } from '../support/sandbox-api';
import { CONTRACTOR, ENTITY, firstCategory, JOB, uniqueEmail, walkTo } from '../support/walk';

let running: TestApp;
beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
});
afterAll(() => running.stop());

const count = async (path: string) => (await listSandbox(running.sandbox, path)).length;

const FORMS: {
  step: 'contractor' | 'entity' | 'job' | 'quote' | 'application';
  path: string;
  typed: Fields;
}[] = [
  { step: 'contractor', path: '/contractors', typed: CONTRACTOR },
  { step: 'entity', path: '/entities', typed: ENTITY },
  { step: 'job', path: '/jobs', typed: JOB },
  { step: 'quote', path: '/quotes', typed: { coverage_type: ['general'] } },
  { step: 'application', path: '/apply/sessions', typed: {} },
];

/** The form of a step as filled in, ready to be sent. */
async function filledIn(step: (typeof FORMS)[number]['step'], typed: Fields) {
  const person = new Person(running.url);
  const onboarding = await walkTo(person, step);
  const more: Fields =
    step === 'contractor' ? uniqueEmail() : step === 'job' ? { category_code: firstCategory(person) } : {};
  return { person, onboarding, form: person.formBody(`${onboarding}/${step}`, { ...typed, ...more }) };
}

describe.each(FORMS)('the form of the $step step', ({ step, path, typed }) => {
  it('makes one object when it is sent five times at once', async () => {
    const { person, onboarding, form } = await filledIn(step, typed);
    const before = await count(path);
    const answers = await Promise.all(Array.from({ length: 5 }, () => person.post(form)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303]);
    expect(await count(path)).toBe(before + 1);
    const page = await person.open(onboarding);
    expect(page.status).toBe(200);
  });

  it('makes one object when it is sent again later', async () => {
    const { person, form } = await filledIn(step, typed);
    const before = await count(path);
    expect((await person.post(form)).status).toBe(303);
    expect((await person.post(form)).status).toBe(303);
    expect(await count(path)).toBe(before + 1);
  });
});

describe('a form that comes back with the back button', () => {
  it.each([
    { step: 'contractor', path: '/contractors', typed: CONTRACTOR, change: 'last_name' },
    { step: 'entity', path: '/entities', typed: ENTITY, change: 'name' },
    { step: 'job', path: '/jobs', typed: JOB, change: 'name' },
  ] as const)('changes the $step it made', async ({ step, path, typed, change }) => {
    const { person, onboarding, form } = await filledIn(step, typed);
    await person.post(form);
    const before = await count(path);
    const fields = new URLSearchParams(form.text);
    fields.set(change, 'Corrected');
    expect((await person.post({ ...form, text: fields.toString() })).status).toBe(303);
    expect(await count(path)).toBe(before);
    const page = await person.open(onboarding);
    expect(page.$('.pa-summary-list').text()).toContain('Corrected');
  });

  it('makes a second object only from a new form', async () => {
    const { person, onboarding, form } = await filledIn('entity', ENTITY);
    await person.post(form);
    const before = await count('/entities');
    await person.open(`${onboarding}/entity?new`);
    await person.submit(`${onboarding}/entity`, ENTITY);
    expect(await count('/entities')).toBe(before + 1);
  });
});
