import { createApp } from '../../src/app';
import { Person, type Fields } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { CONTRACTOR, ENTITY, firstCategory, JOB, uniqueEmail, walkTo } from '../support/walk';
import { endSessions } from './support/end-sessions';

const PASSWORD = 'a long pass phrase';
let running: TestApp;
beforeAll(async () => {
  running = await startApp({ env: { OPERATOR_PASSWORD: PASSWORD }, maxRetries: 0 });
});
afterAll(() => running.stop());

async function operator(): Promise<Person> {
  const person = new Person(running.url);
  await person.open('/');
  await person.submit('/sign-in', { password: PASSWORD });
  return person;
}

/** Another tab signs out and in again, so that the form on this page is out of date. */
async function signInAgain(person: Person): Promise<void> {
  const { page } = person;
  await person.open('/');
  await person.submit('/sign-out');
  await person.submit('/sign-in', { password: PASSWORD });
  person.page = page;
}

const writes = () => running.proxy.calls.filter(({ method }) => method !== 'GET').length;
const shown = (person: Person, fields: Fields) =>
  Object.fromEntries(Object.keys(fields).map((name) => [name, person.value(name)]));

describe('a form that is out of date', () => {
  it('comes back as it was filled in, without the tax id, and is sent by another press, once', async () => {
    const person = await operator();
    const path = await walkTo(person, 'contractor');
    const { tax_identification: _hint, ...rest } = CONTRACTOR;
    const [typed, taxId] = [{ ...rest, ...uniqueEmail() }, '98-7654321'];
    const form = `${path}/contractor`;
    const metadata = { 'custom_metadata.key': ['a', 'b', 'c'], 'custom_metadata.value': ['1', '2', '3'] };
    await signInAgain(person);
    const before = writes();
    await person.submit(form, { ...typed, ...metadata, tax_identification: taxId });
    expect(person.page.status).toBe(403);
    expect(person.text).toContain('This form was out of date, so nothing was sent');
    expect(shown(person, typed)).toEqual(typed);
    const values = person.page.$('[name="custom_metadata.value"]').toArray();
    expect(values.slice(0, 3).map((field) => person.page.$(field).val())).toEqual(['1', '2', '3']);
    expect(person.page.html).not.toContain(taxId);
    expect(writes()).toBe(before);

    const again = person.formBody(form, {});
    const sent = running.proxy.calls.length;
    const [one, two] = [await person.post(again), await person.post(again)];
    expect([one.status, two.status]).toEqual([303, 303]);
    expect(running.proxy.calls.slice(sent).map(({ method, path: called }) => `${method} ${called}`)).toEqual([
      expect.stringMatching(/^POST \/contractors$/),
      expect.stringMatching(/^PUT \/contractors\/cn_/),
    ]);
  });

  it('comes back at each step', async () => {
    const person = await operator();
    const path = await walkTo(person, 'entity');
    const { required_coverage: coverage, ...entity } = ENTITY;
    await signInAgain(person);
    await person.submit(`${path}/entity`, { ...entity, required_coverage: coverage! });
    expect([person.page.status, shown(person, entity)]).toEqual([403, entity]);
    expect(person.page.$('[name=required_coverage]:checked').length).toBe(2);
    await person.submit(`${path}/entity`);
    expect(person.page.path).toBe(`${path}/job`);

    const job = { ...JOB, category_code: firstCategory(person) };
    await signInAgain(person);
    await person.submit(`${path}/job`, job);
    expect([person.page.status, shown(person, job)]).toEqual([403, job]);
    await person.submit(`${path}/job`);

    const quote = { effective_date: '2031-01-05', end_date: '2031-02-05' };
    await signInAgain(person);
    await person.submit(`${path}/quote`, { ...quote, coverage_type: ['general'] });
    expect([person.page.status, shown(person, quote)]).toEqual([403, quote]);
    expect(person.page.$('[name=coverage_type]:checked').toArray()).toHaveLength(1);
    await person.submit(`${path}/quote`);
    await person.follow('Continue to the application');
    await signInAgain(person);
    await person.submit(`${path}/application`);
    expect([person.page.status, person.page.$('h1').text()]).toEqual([403, 'Hand over to the application']);
    await person.submit(`${path}/application`);
    expect([person.page.status, person.page.$('h1').text()]).toEqual([200, 'The application is ready']);

    // Forms that hold nothing, and choices from a list.
    await person.open(path);
    await signInAgain(person);
    await person.submit(`${path}/sync`);
    expect(person.page.status).toBe(403);
    await person.submit(`${path}/sync`);
    expect([person.page.status, person.page.path]).toEqual([200, path]);
    const other = await walkTo(person, 'contractor');
    await signInAgain(person);
    await person.submit(`${other}/contractor/existing`, { existing_email: 'x@example.com' });
    expect([person.page.status, person.value('existing_email')]).toEqual([403, 'x@example.com']);
    await person.open(other);
    await signInAgain(person);
    await person.submit(`${other}/remove`);
    expect(person.page.status).toBe(403);
    await person.submit(`${other}/remove`);
    expect(person.page.path).toBe('/');
    await signInAgain(person);
    await person.submit('/onboardings');
    expect([person.page.status, person.page.$('h1').text()]).toEqual([403, 'Onboardings']);
    await person.submit('/onboardings');
    expect(person.page.path).toMatch(/contractor$/);
    await signInAgain(person);
    await person.submit('/sign-out');
    expect(person.page.status).toBe(403);
    await person.submit('/sign-out');
    expect(person.page.path).toBe('/sign-in');
  });

  it('comes back after another secret, too', async () => {
    const person = await operator();
    const path = await walkTo(person, 'contractor');
    const { config } = running.deps;
    running.serve(createApp({ ...running.deps, config: { ...config, sessionSecret: 'another secret' } }));
    try {
      await person.submit(`${path}/contractor`, { first_name: 'Zoë' });
      expect([person.page.status, person.page.$('h1').text()]).toEqual([403, 'Sign in']);
      await person.submit('/sign-in', { password: PASSWORD });
      expect([person.page.status, person.value('first_name')]).toEqual([200, 'Zoë']);
    } finally {
      running.serve(running.app);
    }
  });
});

describe('a form whose session has ended', () => {
  it('is there again after the sign-in, also after a wrong password, and nothing of it is stored', async () => {
    const person = await operator();
    const path = await walkTo(person, 'contractor');
    const { tax_identification: _hint, ...rest } = CONTRACTOR;
    const [kept, taxId] = [{ ...rest, ...uniqueEmail(), last_name: 'Quetzalcoatl' }, '98-7654321'];
    await endSessions(running);
    const before = writes();
    await person.submit(`${path}/contractor`, { ...kept, tax_identification: taxId });
    expect([person.page.status, person.page.$('h1').text()]).toEqual([403, 'Sign in']);
    expect(person.page.html).not.toContain(taxId);
    await person.submit('/sign-in', { password: 'wrong' });
    expect(person.page.status).toBe(400);
    await person.submit('/sign-in', { password: PASSWORD });
    expect([person.page.status, shown(person, kept)]).toEqual([200, kept]);
    expect(person.text).toContain('as you filled it in before you signed in');
    expect(person.page.html).not.toContain(PASSWORD);
    expect(writes()).toBe(before);
    const rows = await running.made.database.sql.selectFrom('sessions').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('Quetzalcoatl');
    await person.submit(`${path}/contractor`);
    expect(person.page.path).toBe(`${path}/entity`);
  });
});

describe('signing in', () => {
  it('in a second tab goes on to where that one wanted', async () => {
    const person = new Person(running.url);
    await person.open('/events');
    const second = person.formBody('/sign-in', { password: PASSWORD });
    await person.open('/');
    await person.submit('/sign-in', { password: PASSWORD });
    const answer = await person.post(second);
    expect([answer.status, answer.headers.location]).toEqual([303, '/events']);
  });

  it('with a form that is out of date shows it again, without the password', async () => {
    const person = new Person(running.url);
    await person.open('/events');
    await person.submit('/sign-in', { password: PASSWORD, _csrf: 'another' });
    expect([person.page.status, person.value('return_to')]).toEqual([403, '/events']);
    expect(person.page.html).not.toContain(PASSWORD);
    await person.submit('/sign-in', { password: PASSWORD });
    expect(person.page.path).toBe('/events');
  });
});
