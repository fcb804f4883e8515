import { Person, type Fields } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import type { Fault } from '../support/proxy';
import { callSandbox, listSandbox } from '../support/sandbox-api';
import { control } from '../../sandbox/test/support/control';
import { CONTRACTOR, ENTITY, JOB, uniqueEmail, walkTo } from '../support/walk';

let running: TestApp;
beforeAll(async () => {
  running = await startApp({ unregistered: true, maxRetries: 0 });
});
afterEach(async () => {
  running.proxy.clear();
  await control(running.sandbox, 'DELETE', '/api-faults');
});
afterAll(() => running.stop());

const row = async (onboarding: string) =>
  (await running.store.onboardings.find(onboarding.replace('/onboardings/', '')))!;
const count = async (path: string) => (await listSandbox(running.sandbox, path)).length;
/** The next call is carried out, and answered with an error of the API's own. */
const failAfter = (operation: string) =>
  control(running.sandbox, 'PUT', '/api-faults', [{ fault: 'error', operation, when: 'after', times: 1 }]);
const SERVER_ERROR: Fault = {
  kind: 'answer',
  status: 500,
  body: { error_code: 'general_error', message: 'Something broke' },
};
const keysSent = (path: string, from: number) =>
  running.proxy.calls
    .slice(from)
    .filter((call) => call.method === 'POST' && call.path === path)
    .map(({ headers }) => headers['ten99policy-idempotent-key']);

interface Creating {
  step: 'contractor' | 'entity' | 'job' | 'quote' | 'application';
  path: string;
  operation: string;
  typed: () => Fields;
}
const TAX_ID = { tax_identification: '98-7654321' };
const STEPS: Creating[] = [
  {
    step: 'contractor',
    path: '/contractors',
    operation: 'createContractor',
    typed: () => ({ ...CONTRACTOR, middle_name: 'M', ...uniqueEmail(), ...TAX_ID }),
  },
  { step: 'entity', path: '/entities', operation: 'createEntity', typed: () => ENTITY },
  {
    step: 'job',
    path: '/jobs',
    operation: 'createJob',
    typed: () => ({ ...JOB, category_code: 'jc_MTqpkbkp6G', remote: 'true' }),
  },
  {
    step: 'quote',
    path: '/quotes',
    operation: 'createQuote',
    typed: () => ({ coverage_type: ['general', 'workers-comp'] }),
  },
  { step: 'application', path: '/apply/sessions', operation: 'createApplicationSession', typed: () => ({}) },
];

describe.each(STEPS)('creating at the $step step', ({ step, path, operation, typed }) => {
  let operator: Person;
  let form: string;
  let fields: Fields;
  let before: number;
  beforeEach(async () => {
    operator = new Person(running.url);
    form = `${await walkTo(operator, step)}/${step}`;
    fields = typed();
    before = await count(path);
  });
  const expectDone = async () => {
    expect(operator.problems).toEqual([]);
    const ids = (await listSandbox(running.sandbox, path)).map(({ id }) => id);
    const kind = step === 'application' ? 'session' : step;
    expect(ids).toContain((await row(form.replace(/\/\w+$/, '')))[`${kind}_id`]);
    expect(ids).toHaveLength(before + 1);
  };

  it.each([
    ['a lost answer', () => Promise.resolve(running.proxy.fail(`POST ${path}`, { kind: 'lost' }))],
    ['an error of the API', () => failAfter(operation)],
    [
      'half an answer',
      () => control(running.sandbox, 'PUT', '/api-faults', [{ fault: 'truncated', operation, times: 1 }]),
    ],
  ])('makes one object when it was done in spite of %s', async (_name, spoil) => {
    await spoil();
    await operator.submit(form, fields);
    expect(operator.page.status).toBe(502);
    running.proxy.clear();
    await operator.submit(form, step === 'contractor' ? TAX_ID : {});
    await expectDone();
  });

  it('makes one object also when the page was opened anew in between', async () => {
    await failAfter(operation);
    await operator.submit(form, fields);
    await operator.open(form);
    await operator.submit(form, fields);
    await expectDone();
  });

  it('uses the same key where the call may be on its way, and another after an answer that may be kept', async () => {
    const from = running.proxy.calls.length;
    running.proxy.fail(`POST ${path}`, { kind: 'reset' });
    await operator.submit(form, fields);
    running.proxy.clear();
    running.proxy.fail(`POST ${path}`, SERVER_ERROR);
    const again = step === 'contractor' ? TAX_ID : {};
    await operator.submit(form, again);
    await operator.submit(form, again);
    running.proxy.clear();
    await operator.submit(form, again);
    const [first, second, third, fourth, ...more] = keysSent(path, from);
    expect(second).toBe(first);
    expect(new Set([first, third, fourth]).size).toBe(3);
    expect(more).toEqual([]);
    await expectDone();
  });

  it('makes nothing while it cannot be known whether it was done', async () => {
    await failAfter(operation);
    await operator.submit(form, fields);
    running.proxy.fail(`GET ${path}`, SERVER_ERROR);
    const again = step === 'contractor' ? TAX_ID : {};
    await operator.submit(form, again);
    expect(operator.page.status).toBe(502);
    running.proxy.clear();
    await operator.submit(form, again);
    await expectDone();
  });
});

describe('after a call that may have been carried out', () => {
  let operator: Person;
  let onboarding: string;
  beforeEach(async () => {
    operator = new Person(running.url);
    onboarding = await walkTo(operator, 'entity');
  });

  it('a form with other values is taken as it is', async () => {
    await failAfter('createEntity');
    await operator.submit(`${onboarding}/entity`, { ...ENTITY, name: 'Before, Inc' });
    await operator.submit(`${onboarding}/entity`, { name: 'Corrected, Inc' });
    expect(operator.problems).toEqual([]);
    const { entity_id: id } = await row(onboarding);
    expect(await callSandbox(running.sandbox, 'GET', `/entities/${id}`)).toMatchObject({
      name: 'Corrected, Inc',
    });
  });

  it('an equal object of another onboarding is not taken for it', async () => {
    const other = new Person(running.url);
    const theirs = await walkTo(other, 'entity');
    running.proxy.fail('POST /entities', { kind: 'reset' });
    await operator.submit(`${onboarding}/entity`, ENTITY);
    running.proxy.clear();
    await other.submit(`${theirs}/entity`, ENTITY);
    await operator.submit(`${onboarding}/entity`);
    expect(operator.problems).toEqual([]);
    expect((await row(onboarding)).entity_id).not.toBe((await row(theirs)).entity_id);
  });

  it('another object is made once the first is there', async () => {
    running.proxy.fail('POST /entities', { kind: 'lost' });
    await operator.submit(`${onboarding}/entity`, ENTITY);
    running.proxy.clear();
    await operator.submit(`${onboarding}/entity`);
    const { entity_id: first } = await row(onboarding);
    await operator.open(`${onboarding}/entity?new`);
    await operator.submit(`${onboarding}/entity`, ENTITY);
    expect((await row(onboarding)).entity_id).not.toBe(first);
  });

  it('a refusal is no reason to look again', async () => {
    running.proxy.fail('POST /entities', { kind: 'reset' });
    await operator.submit(`${onboarding}/entity`, ENTITY);
    running.proxy.clear();
    running.proxy.fail('POST /entities', {
      kind: 'answer',
      status: 400,
      body: { error_code: 'invalid_input', message: 'The API dislikes this' },
    });
    await operator.submit(`${onboarding}/entity`);
    running.proxy.clear();
    const from = running.proxy.calls.length;
    await operator.submit(`${onboarding}/entity`);
    const lists = running.proxy.calls.slice(from).filter(({ path }) => path === '/entities?limit=100');
    expect([operator.problems, lists]).toEqual([[], []]);
  });
});

it('an expired session is replaced once, however the first try to open it went', async () => {
  const operator = new Person(running.url);
  const onboarding = await walkTo(operator, 'application');
  await operator.submit(`${onboarding}/application`);
  const { session_id: expired } = await row(onboarding);
  await callSandbox(running.sandbox, 'POST', `/apply/sessions/${expired}/expire`);
  const before = await count('/apply/sessions');
  await failAfter('createApplicationSession');
  expect((await operator.open(`${onboarding}/application/open`)).status).toBe(502);
  const { response } = await operator.open(`${onboarding}/application/open`);
  expect(response.headers.location).toContain('/apply/');
  expect(await count('/apply/sessions')).toBe(before + 1);
});
