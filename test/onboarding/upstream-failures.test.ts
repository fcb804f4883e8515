import { Person, type Fields } from '../support/browser-like';
import type { StepId } from '../../src/onboarding/journey/steps';
import { startApp, type TestApp } from '../support/harness';
import type { Fault } from '../support/proxy';
import { listSandbox } from '../support/sandbox-api';
import { CONTRACTOR, ENTITY, finishApplication, JOB, uniqueEmail, walkTo } from '../support/walk';

interface Case {
  name: string;
  fault: Fault;
  /** Status of the page. */
  status: number;
  /** What the page must show of the API's own words. */
  shows: string[];
  /** Whether the API may have carried the call out: then only the same idempotency key is safe. */
  mayHaveWorked: boolean;
}

const answer = (status: number, code: string, message: string, headers = {}): Fault => ({
  kind: 'answer',
  status,
  body: { error_code: code, message },
  headers,
});

const CASES: Case[] = [
  {
    name: '400',
    fault: answer(400, 'invalid_input', 'The API dislikes this'),
    status: 400,
    shows: ['invalid_input', 'The API dislikes this', 'req_broken'],
    mayHaveWorked: false,
  },
  {
    name: '401',
    fault: answer(401, 'invalid_api_key', 'Key not known'),
    status: 502,
    shows: ['invalid_api_key', 'Key not known', 'req_broken', 'TEN99POLICY_API_KEY'],
    mayHaveWorked: false,
  },
  {
    name: '403',
    fault: answer(403, 'insufficient_permissions', 'May not do that'),
    status: 502,
    shows: ['insufficient_permissions', 'May not do that', 'req_broken'],
    mayHaveWorked: false,
  },
  {
    name: '404',
    fault: answer(404, 'resource_not_found', 'No such thing'),
    status: 400,
    shows: ['resource_not_found', 'No such thing', 'req_broken'],
    mayHaveWorked: false,
  },
  {
    name: '429 with Retry-After',
    fault: answer(429, 'rate_limited', 'Slow down', { 'Retry-After': '30' }),
    status: 502,
    shows: ['Slow down', 'req_broken', '429'],
    mayHaveWorked: true,
  },
  {
    name: '500',
    fault: answer(500, 'general_error', 'Something broke'),
    status: 502,
    shows: ['general_error', 'Something broke', 'req_broken'],
    mayHaveWorked: false,
  },
  {
    name: '502 with an HTML page',
    fault: { kind: 'html', status: 502 },
    status: 502,
    shows: ['502'],
    mayHaveWorked: true,
  },
  {
    name: 'a cut connection',
    fault: { kind: 'reset' },
    status: 502,
    shows: ['connection was cut'],
    mayHaveWorked: true,
  },
  {
    name: '200 that is not JSON',
    fault: { kind: 'html', status: 200 },
    status: 502,
    shows: ['200'],
    mayHaveWorked: true,
  },
];

let running: TestApp;
beforeAll(async () => {
  running = await startApp({ timeoutMs: 2000, maxRetries: 0 });
});
afterAll(() => running.stop());
afterEach(() => running.proxy.clear());

/** Nothing of our insides or of the upstream's page may be seen. */
function expectNoInsides(html: string): void {
  expect(html).not.toMatch(/\bat \S+ \(|node_modules|\.ts:\d|\.js:\d/);
  expect(html).not.toContain('internal stack');
  expect(html).not.toContain(running.sandbox.sandbox.apiKey);
}

/** Not the example in the hint of the field. */
const TAX_ID = '98-7654321';
const EMAIL = uniqueEmail();
const FORMS: { step: StepId; path: string; typed: Fields }[] = [
  {
    step: 'contractor',
    path: '/contractors',
    typed: { ...CONTRACTOR, ...EMAIL, tax_identification: TAX_ID },
  },
  { step: 'entity', path: '/entities', typed: ENTITY },
  { step: 'job', path: '/jobs', typed: { ...JOB, category_code: 'jc_MTqpkbkp6G' } },
  { step: 'quote', path: '/quotes', typed: { coverage_type: ['general', 'professional'] } },
  { step: 'application', path: '/apply/sessions', typed: {} },
];

function expectExplained({ page, text }: Person, one: Pick<Case, 'status' | 'shows'>): void {
  expect(page.status).toBe(one.status);
  expect(text).toContain('There is a problem');
  for (const words of one.shows) expect(page.$('.pa-api-error').text()).toContain(words);
  expectNoInsides(page.html);
}

/** Everything that was typed is still there, but for the tax id, which is nowhere. */
function expectKept(operator: Person, typed: Fields): void {
  for (const [name, value] of Object.entries(typed)) {
    if (name === 'tax_identification') expect(operator.value(name)).toBe('');
    else if (typeof value === 'string') expect([name, operator.value(name)]).toEqual([name, value]);
  }
  expect(operator.page.html).not.toContain(TAX_ID);
}

describe.each(FORMS)('creating at the $step step', ({ step, path, typed }) => {
  const person = { current: null as unknown as Person };
  let onboarding: string;
  let before: number;
  beforeAll(async () => {
    person.current = new Person(running.url);
    onboarding = await walkTo(person.current, step);
    before = (await listSandbox(running.sandbox, path)).length;
  });

  it.each(CASES)('keeps what was typed and explains $name', async (one) => {
    const operator = person.current;
    running.proxy.fail(`POST ${path}`, one.fault);
    const key = operator.value('idempotency_key');
    await operator.submit(`${onboarding}/${step}`, typed);
    expectExplained(operator, one);
    expectKept(operator, typed);
    if (one.mayHaveWorked) expect(operator.value('idempotency_key')).toBe(key);
    else expect(operator.value('idempotency_key')).not.toBe(key);
    expect(operator.value('idempotency_key')).toMatch(/^[\w-]{36}$/);
  });

  it('goes on when the form is sent again, and makes one object', async () => {
    const operator = person.current;
    const page = await operator.submit(`${onboarding}/${step}`);
    expect(page.status).toBe(200);
    expect(operator.text).not.toContain('There is a problem');
    expect(await listSandbox(running.sandbox, path)).toHaveLength(before + 1);
  });
});

describe('no answer in time', () => {
  const late = { status: 504, shows: ['did not answer within 2 seconds', 'may have been carried out'] };

  it('is explained at every step, and nothing is lost', async () => {
    const people = await Promise.all(
      FORMS.map(async ({ step, path, typed }) => {
        const operator = new Person(running.url);
        const onboarding = await walkTo(operator, step);
        const email = step === 'contractor' ? uniqueEmail() : {};
        return { operator, path, action: `${onboarding}/${step}`, typed: { ...typed, ...email } };
      }),
    );
    for (const { path } of people) running.proxy.fail(`POST ${path}`, { kind: 'silence' });
    await Promise.all(
      people.map(async ({ operator, action, typed }) => {
        const key = operator.value('idempotency_key');
        await operator.submit(action, typed);
        expectExplained(operator, late);
        expectKept(operator, typed);
        expect(operator.value('idempotency_key')).toBe(key);
      }),
    );
    running.proxy.clear();
    for (const { operator, action, path } of people) {
      const before = (await listSandbox(running.sandbox, path)).length;
      expect((await operator.submit(action)).status).toBe(200);
      expect(operator.text).not.toContain('There is a problem');
      expect(await listSandbox(running.sandbox, path)).toHaveLength(before + 1);
    }
  });

  it('is explained on every page of a step', async () => {
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'application');
    await operator.submit(`${onboarding}/application`);
    running.proxy.fail('GET /', { kind: 'silence' });
    await Promise.all(
      ['contractor', 'entity', 'job', 'application', 'application/open'].map(async (step) => {
        const visitor = new Person(running.url);
        const page = await visitor.open(`${onboarding}/${step}`);
        expect([step, page.status]).toEqual([step, 504]);
        expect(page.$('.pa-api-error').text()).toContain('did not answer');
        expectNoInsides(page.html);
      }),
    );
  });
});

const CHANGES: { step: string; path: string; changed: Fields }[] = [
  { step: 'contractor', path: '/contractors/', changed: { first_name: 'Changed' } },
  { step: 'entity', path: '/entities/', changed: { name: 'Changed, Inc' } },
  { step: 'job', path: '/jobs/', changed: { name: 'Changed job' } },
  { step: 'quote', path: '/quotes/', changed: { coverage_type: ['general'] } },
];

describe('when everything is there already', () => {
  const operator = { current: null as unknown as Person };
  let onboarding: string;
  beforeAll(async () => {
    operator.current = new Person(running.url);
    onboarding = await walkTo(operator.current, 'application');
    await operator.current.submit(`${onboarding}/application`);
  });

  it.each(CASES)('explains $name when a step is opened, and shows the step afterwards', async (one) => {
    running.proxy.fail('GET /', one.fault);
    for (const step of ['contractor', 'entity', 'job']) {
      const page = await operator.current.open(`${onboarding}/${step}`);
      expect(page.status).toBe(one.status);
      for (const words of one.shows) expect(page.$('.pa-api-error').text()).toContain(words);
      expectNoInsides(page.html);
    }
    for (const step of ['quote', 'application', '']) {
      const page = await operator.current.open(`${onboarding}/${step}`);
      expect([200, one.status]).toContain(page.status);
      expectNoInsides(page.html);
    }
    expect(operator.current.page.$('.pa-api-error').text()).toContain(one.shows[0]);
    const open = await operator.current.open(`${onboarding}/application/open`);
    expect(open.status).toBe(one.status);
    expect(open.response.headers.location).toBeUndefined();
    running.proxy.clear();
    await operator.current.open(`${onboarding}/contractor`);
    expect(operator.current.value('last_name')).toBe(CONTRACTOR.last_name);
  });

  it.each(CHANGES)(
    'keeps a change of the $step that the API did not take',
    async ({ step, path, changed }) => {
      const person = operator.current;
      await person.open(`${onboarding}/${step}`);
      // A quote that the API does not know is replaced by a new one.
      for (const one of CASES.filter(({ name }) => step !== 'quote' || name !== '404')) {
        running.proxy.fail(`PUT ${path}`, one.fault);
        const page = await person.submit(`${onboarding}/${step}`, changed);
        expect([one.name, page.status]).toEqual([one.name, one.status]);
        for (const words of one.shows) expect(page.$('.pa-api-error').text()).toContain(words);
        expectNoInsides(page.html);
        for (const [name, value] of Object.entries(changed))
          if (typeof value === 'string') expect(person.value(name)).toBe(value);
        running.proxy.clear();
      }
      const seen = running.proxy.calls.length;
      const page = await person.submit(`${onboarding}/${step}`);
      expect(page.status).toBe(200);
      const creating = ({ method, path: called }: { method: string; path: string }) =>
        method === 'POST' && !called.endsWith('/expire');
      expect(running.proxy.calls.slice(seen).filter(creating)).toEqual([]);
    },
  );

  it('shows steps that need no object without their lists', async () => {
    const person = new Person(running.url);
    const other = await walkTo(person, 'entity');
    running.proxy.fail('GET /entities', { kind: 'html', status: 502 });
    await person.open(`${other}/entity`);
    expect(person.page.status).toBe(200);
    expect(person.text).toContain('existing entities could not be fetched');
    await person.submit(`${other}/entity`, ENTITY);
    running.proxy.fail('GET /category_codes', { kind: 'html', status: 502 });
    running.proxy.fail('GET /jobs', { kind: 'reset' });
    await person.open(`${other}/job`);
    expect(person.page.status).toBe(200);
    expect(person.text).toContain('existing jobs could not be fetched');
    await person.submit(`${other}/job`, { ...JOB, category_code: 'jc_MTqpkbkp6G' });
    expect(person.page.path).toContain(`${other}/quote`);
  });

  it('does not lose the way of a contractor who returns', async () => {
    const { return_token: token } = (await running.store.onboardings.find(onboarding.split('/').pop()!))!;
    running.proxy.fail('GET /', { kind: 'html', status: 502 });
    const visitor = new Person(running.url);
    const page = await visitor.open(`/return/${token}/success`);
    expect(page.status).toBe(200);
    // The quote changed, which ended the application session: waiting for the API would not bring it back.
    expect(visitor.text).toContain('There is no application for you now');
    expectNoInsides(page.html);
  });

  it('walks on to coverage after all that', async () => {
    const person = operator.current;
    await person.open(`${onboarding}/quote`);
    if (person.text.includes('Out of date')) await person.submit(`${onboarding}/quote`);
    await person.open(`${onboarding}/application`);
    // The quote came out differently, so the session made for it before has ended.
    await person.submit(`${onboarding}/application`);
    const handOver = await person.open(person.hrefOf('Open the application'));
    const hosted = new Person(running.sandbox.url);
    await finishApplication(hosted, new URL(handOver.response.headers.location!).pathname);
    expect(hosted.page.response.headers.location).toMatch(`${running.url}/return/`);
  });
});
