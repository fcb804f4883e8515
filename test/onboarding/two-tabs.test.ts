import { Person, type Fields } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { callSandbox, listSandbox } from '../support/sandbox-api';
import { CONTRACTOR, ENTITY, firstCategory, JOB, uniqueEmail, walkTo } from '../support/walk';

let running: TestApp;
/** A second process on the same database; the embedded one belongs to one process. */
let second: TestApp;
beforeAll(async () => {
  running = await startApp({ maxRetries: 0, timeoutMs: 15_000 });
  const onServer = running.made.url !== null;
  second = onServer ? await startApp({ beside: running, maxRetries: 0, unregistered: true }) : running;
});
afterEach(() => running.proxy.clear());
afterAll(async () => {
  if (second !== running) await second.stop();
  await running.stop();
});

const idOf = (onboarding: string) => onboarding.replace('/onboardings/', '');
const row = async (onboarding: string) => (await running.store.onboardings.find(idOf(onboarding)))!;
const idsOf = async (path: string) => (await listSandbox(running.sandbox, path)).map(({ id }) => id);

/** Holds the calls that begin like this until the promise settles. Gives back how many are held. */
function hold(call: string) {
  let release = () => undefined as void;
  const until = new Promise<void>((resolve) => (release = resolve));
  const before = running.proxy.calls.length;
  running.proxy.fail(call, { kind: 'held', until });
  const held = () =>
    running.proxy.calls.slice(before).filter(({ method, path }) => `${method} ${path}`.startsWith(call))
      .length;
  return { held, release: () => (release(), running.proxy.clear()) };
}

type Step = 'contractor' | 'entity' | 'job' | 'quote';
interface Form {
  step: Step;
  path: string;
  /** What the two type. */
  typed: [Fields, Fields];
  /** A field of which the second's text is told from the first's. */
  told: string;
}
const CREATED: Form[] = [
  {
    step: 'contractor',
    path: '/contractors',
    typed: [
      { ...CONTRACTOR, last_name: 'First' },
      { ...CONTRACTOR, last_name: 'Second' },
    ],
    told: 'last_name',
  },
  {
    step: 'entity',
    path: '/entities',
    typed: [
      { ...ENTITY, name: 'First, Inc' },
      { ...ENTITY, name: 'Second, Inc' },
    ],
    told: 'name',
  },
  {
    step: 'job',
    path: '/jobs',
    typed: [
      { ...JOB, name: 'First job' },
      { ...JOB, name: 'Second job' },
    ],
    told: 'name',
  },
  {
    step: 'quote',
    path: '/quotes',
    typed: [{ coverage_type: ['general'] }, { coverage_type: ['professional'] }],
    told: 'coverage_type',
  },
];

/** Two people with the form of a step open, filled in, at one process each. */
async function twoWith({ step, typed }: Pick<Form, 'step' | 'typed'>) {
  const people = [new Person(running.url), new Person(second.url)] as const;
  const onboarding = await walkTo(people[0], step);
  const more: Fields = step === 'job' ? { category_code: firstCategory(people[0]) } : {};
  const forms = [];
  for (const [index, person] of people.entries()) {
    await person.open(`${onboarding}/${step}`);
    const email = step === 'contractor' ? uniqueEmail() : {};
    const fields: Fields = { ...typed[index], ...more, ...email };
    forms.push({ person, fields, send: () => person.submit(`${onboarding}/${step}`, fields) });
  }
  return { onboarding, a: forms[0]!, b: forms[1]! };
}

describe.each(CREATED)('a $step made by two at once', ({ step, path, typed, told }) => {
  it('is one, and the other learns of it and loses nothing', async () => {
    const { onboarding, a, b } = await twoWith({ step, typed });
    const before = await idsOf(path);
    const slow = hold(`POST ${path}`);
    const first = a.send();
    await until(() => slow.held() === 1);
    const waits = jest.spyOn(second.store.claims, 'take');
    const other = b.send();
    await until(() => waits.mock.calls.length > 0);
    slow.release();
    await Promise.all([first, other]);
    waits.mockRestore();
    expect([a.person.page.status, b.person.page.status]).toEqual([200, 409]);
    const made = (await idsOf(path)).filter((id) => !before.includes(id));
    expect(made).toEqual([(await row(onboarding))[`${step}_id`]]);

    const said = step === 'quote' ? 'Another quote was fetched meanwhile' : `Another ${step} was chosen`;
    expect(b.person.problems).toEqual([expect.stringContaining(said)]);
    expect(b.person.value(told)).toBe([b.fields[told]].flat()[0]);
    const shown = b.person.page.$('section.pa-panel, section.pa-card').text();
    expect(shown).toContain(step === 'quote' ? 'General liability' : 'First');
    await b.person.submit(`${onboarding}/${step}`, { tax_identification: '12-3456789' });
    expect(b.person.page.status).toBe(200);
    const chosen = (await row(onboarding))[`${step}_id`];
    if (step === 'quote')
      expect(await row(onboarding)).toMatchObject({ quote: expect.stringContaining('professional') });
    else expect(made).not.toContain(chosen);
  });

  it('is one each time', async () => {
    for (let round = 0; round < 2; round += 1) {
      const { onboarding, a, b } = await twoWith({ step, typed });
      const before = (await idsOf(path)).length;
      const pages = await Promise.all([a.send(), b.send()]);
      expect(pages.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await idsOf(path)).toHaveLength(before + 1);
      expect(await idsOf(path)).toContain((await row(onboarding))[`${step}_id`]);
    }
  });
});

describe('an application session made by two at once', () => {
  it('is the only one that lives', async () => {
    const first = new Person(running.url);
    const other = new Person(second.url);
    const onboarding = await walkTo(first, 'application');
    await other.open(`${onboarding}/application`);
    const before = (await idsOf('/apply/sessions')).length;
    const pages = await Promise.all([first, other].map((one) => one.submit(`${onboarding}/application`)));
    for (const page of pages) expect(page.$('h1').text()).toBe('The application is ready');
    expect(await idsOf('/apply/sessions')).toHaveLength(before + 1);
  });

  it('and a quote that is fetched meanwhile fit each other', async () => {
    const first = new Person(running.url);
    const other = new Person(second.url);
    const onboarding = await walkTo(first, 'application');
    await other.open(`${onboarding}/quote`);
    const slow = hold('POST /apply/sessions');
    const creating = first.submit(`${onboarding}/application`);
    await until(() => slow.held() === 1);
    const quoting = other.submit(`${onboarding}/quote`, { coverage_type: ['professional'] });
    slow.release();
    await Promise.all([creating, quoting]);
    // The session was for the quote as it was before, so it has ended.
    const { session_id: session } = await row(onboarding);
    expect(session).toBeNull();
    const quote = (await row(onboarding)).quote_id;
    const live = (await listSandbox(running.sandbox, '/apply/sessions')).filter(
      (one) => one.quote === quote && one.expired === false,
    );
    expect(live).toEqual([]);
  });
});

const CHANGED: { step: 'contractor' | 'entity' | 'job'; path: string; name: string; other: string }[] = [
  { step: 'contractor', path: '/contractors', name: 'last_name', other: 'company_name' },
  { step: 'entity', path: '/entities', name: 'name', other: 'address.line1' },
  { step: 'job', path: '/jobs', name: 'name', other: 'description' },
];

describe.each(CHANGED)('a $step changed by two at once', ({ step, path, name, other }) => {
  it('keeps the change of the first, and shows it to the second', async () => {
    const a = new Person(running.url);
    const b = new Person(second.url);
    const onboarding = await walkTo(a, 'quote');
    const form = `${onboarding}/${step}`;
    await a.open(form);
    await b.open(form);
    const slow = hold(`PUT ${path}`);
    const first = a.submit(form, { [other]: 'Changed by the first' });
    await until(() => slow.held() === 1);
    const late = b.submit(form, { [name]: 'Typed by the second' });
    slow.release();
    await Promise.all([first, late]);
    expect([a.page.status, b.page.status]).toEqual([200, 409]);
    expect(b.problems).toEqual([expect.stringContaining(`The ${step} was changed meanwhile`)]);
    expect(b.value(name)).toBe('Typed by the second');
    expect(b.page.$('section.pa-panel').text()).toContain('Changed by the first');
    const object = await callSandbox(
      running.sandbox,
      'GET',
      `${path}/${(await row(onboarding))[`${step}_id`]}`,
    );
    expect(JSON.stringify(object)).toContain('Changed by the first');
  });
});

it('an entity that two onboardings share is changed by one at a time', async () => {
  const a = new Person(running.url);
  const b = new Person(second.url);
  const own = await walkTo(a, 'job');
  const other = await walkTo(b, 'entity');
  await b.submit(`${other}/entity/existing`, { existing_entity: (await row(own)).entity_id! });
  await a.open(`${own}/entity`);
  await b.open(`${other}/entity`);
  const slow = hold('PUT /entities');
  const first = a.submit(`${own}/entity`, { 'address.line1': 'Changed by the first' });
  await until(() => slow.held() === 1);
  const late = b.submit(`${other}/entity`, { name: 'Typed by the second' });
  slow.release();
  await Promise.all([first, late]);
  expect([a.page.status, b.page.status]).toEqual([200, 409]);
  expect(b.page.$('section.pa-panel').text()).toContain('Changed by the first');
});

describe('steps that depend on each other', () => {
  it('a job is not made for an entity chosen after its form was opened', async () => {
    const a = new Person(running.url);
    const b = new Person(second.url);
    const onboarding = await walkTo(a, 'job');
    const job = { ...JOB, category_code: firstCategory(a) };
    await b.open(`${onboarding}/entity?new`);
    await b.submit(`${onboarding}/entity`, { ...ENTITY, name: 'Chosen meanwhile, Inc' });
    const before = (await idsOf('/jobs')).length;
    await a.submit(`${onboarding}/job`, job);
    expect(a.page.status).toBe(409);
    expect(a.problems).toEqual([expect.stringContaining('Another entity was chosen')]);
    expect(a.page.$('section.pa-panel').text()).toContain('Chosen meanwhile, Inc');
    expect(await idsOf('/jobs')).toHaveLength(before);
    expect((await a.submit(`${onboarding}/job`)).status).toBe(200);
    expect((await row(onboarding)).job_name).toBe(JOB.name);
  });

  it('a quote that was fetched while its job changed is out of date', async () => {
    const a = new Person(running.url);
    const b = new Person(second.url);
    const onboarding = await walkTo(a, 'application');
    await a.open(`${onboarding}/quote`);
    await b.open(`${onboarding}/job`);
    const slow = hold('PUT /quotes');
    const quoting = a.submit(`${onboarding}/quote`, { coverage_type: ['professional'] });
    await until(() => slow.held() === 1);
    const changing = b.submit(`${onboarding}/job`, { wage: '3,600' });
    slow.release();
    await Promise.all([quoting, changing]);
    expect((await row(onboarding)).quote_stale).toBe(1);
  });
});

describe('a claim', () => {
  it('that a crash left is waited for no longer than it lasts', async () => {
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'entity');
    expect(await running.store.claims.take(idOf(onboarding), 'crashed', 40_000)).toBe(true);
    const typed = { ...ENTITY, name: 'Waiting, Inc' };
    await operator.submit(`${onboarding}/entity`, typed);
    expect(operator.page.status).toBe(409);
    expect(operator.problems).toEqual([expect.stringContaining('is being changed at this very moment')]);
    expect(operator.value('name')).toBe('Waiting, Inc');
    running.advance(40_000);
    expect((await operator.submit(`${onboarding}/entity`)).status).toBe(200);
    expect((await row(onboarding)).entity_name).toBe('Waiting, Inc');
    running.advance(-40_000);
  });

  it('that ended before the work did lets nothing be kept', async () => {
    const { onboarding, a, b } = await twoWith(CREATED[1]!);
    const slow = hold('POST /entities');
    const first = a.send();
    await until(() => slow.held() === 1);
    running.proxy.clear();
    for (const app of new Set([running, second])) app.advance(40_000);
    await b.send();
    for (const app of new Set([running, second])) app.advance(-40_000);
    const { entity_id: chosen } = await row(onboarding);
    slow.release();
    await first;
    expect([a.person.page.status, b.person.page.status]).toEqual([409, 200]);
    expect(a.person.problems).toEqual([expect.stringContaining('This took so long')]);
    expect(await row(onboarding)).toMatchObject({ entity_id: chosen, entity_name: 'Second, Inc' });
    // What it had made is used when it is sent again, not made once more.
    const before = (await idsOf('/entities')).length;
    await a.person.submit(`${onboarding}/entity`);
    expect(a.person.problems).toEqual([expect.stringContaining('Another entity was chosen')]);
    await a.person.submit(`${onboarding}/entity`);
    expect((await row(onboarding)).entity_name).toBe('First, Inc');
    expect(await idsOf('/entities')).toHaveLength(before);
  });
});
