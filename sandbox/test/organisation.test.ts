import { Person } from '../../test/support/browser-like';
import { control } from './support/control';
import { typesOf } from './support/events';
import { makeCovered, makeQuote, makeSession, type Made } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await runSandbox({ returnHosts: ['app.example.com'] });
});
afterAll(() => sandbox.close());
afterEach(() => control(sandbox, 'DELETE', '/organisation'));

const set = (fields: object) => control(sandbox, 'PUT', '/organisation', fields);
const later = (advance: string) => control(sandbox, 'POST', '/clock', { advance });
const complete = (session: string) => control(sandbox, 'POST', `/applications/${session}/complete`);
const policiesOf = async (quote: string) =>
  (await sandbox.call('GET', `/policies?quote=${quote}`)).body as Made[];

it('shows its settings, changes those that are named, and keeps none that is wrong', async () => {
  const usual = (await control(sandbox, 'GET', '/organisation')).body;
  expect(usual).toEqual({
    withhold_premium: false,
    return_hosts: ['localhost', '127.0.0.1', '[::1]'],
    issuance_seconds: 0,
    application_valid_days: 365,
    own_return_hosts: ['app.example.com'],
    platform: null,
  });
  const changed = { ...usual, withhold_premium: true };
  expect((await set({ withhold_premium: true })).body).toEqual(changed);
  const wrong = await set({ issuance_seconds: -1, return_hosts: ['https://a.example/'], colour: 'red' });
  expect(wrong.status).toBe(400);
  expect(Object.keys(wrong.body.message as object).sort()).toEqual([
    'colour',
    'issuance_seconds',
    'return_hosts.0',
  ]);
  expect((await control(sandbox, 'GET', '/organisation')).body).toEqual(changed);
  expect((await control(sandbox, 'DELETE', '/organisation')).body).toEqual(usual);
});

it('has a page, which says what is wrong and keeps what was typed', async () => {
  const person = new Person(sandbox.url);
  await person.open('/organisation');
  expect(person.page.$('#return_hosts').attr('value')).toBe('localhost, 127.0.0.1, [::1]');
  expect(person.text).toContain('app.example.com is always allowed');
  await person.submit('/organisation', { return_hosts: 'https://a.example/', issuance_seconds: 'soon' });
  expect(person.page.$('#return_hosts-error').text()).toContain('Must be a list of at most 100 host names');
  expect(person.page.$('#issuance_seconds-error').text()).toContain('Must be a whole number of seconds');
  expect(person.page.$('#issuance_seconds').attr('value')).toBe('soon');
  await person.submit('/organisation', {
    withhold_premium: 'on',
    return_hosts: 'a.example, b.example:8443',
    issuance_seconds: '60',
  });
  expect(person.text).toContain('The settings are kept.');
  expect((await control(sandbox, 'GET', '/organisation')).body).toMatchObject({
    withhold_premium: true,
    return_hosts: ['a.example', 'b.example:8443'],
    issuance_seconds: 60,
  });
});

it('travels with an export, and is set back by a reset', async () => {
  await set({ issuance_seconds: 90 });
  const state = (await control(sandbox, 'GET', '/export')).body;
  await control(sandbox, 'POST', '/reset');
  expect((await control(sandbox, 'GET', '/organisation')).body).toMatchObject({ issuance_seconds: 0 });
  expect((await control(sandbox, 'POST', '/import', state)).status).toBe(200);
  expect((await control(sandbox, 'GET', '/organisation')).body).toMatchObject({ issuance_seconds: 90 });
});

describe('a policy that is issued later', () => {
  it.each([
    ['by the settings', {}, 300],
    ['by test data', { last_name: 'Slow-Issuance' }, 140],
  ])('%s', async (_how, contractor, seconds) => {
    if (seconds === 300) await set({ issuance_seconds: 300 });
    const { session, quote } = await makeSession(sandbox.call, {}, contractor);
    expect((await complete(session.id)).body).toMatchObject({ state: 'complete' });
    // In between: the application is complete, there is no policy, and the quote is taken.
    expect((await sandbox.call('GET', `/apply/sessions/${session.id}`)).body.step).toBe(
      'application_complete',
    );
    expect(await policiesOf(quote.id)).toEqual([]);
    const used = [
      await sandbox.call('POST', '/policies', { quote: quote.id }),
      await sandbox.call('POST', '/apply/sessions', { quote: quote.id }),
      await sandbox.call('PUT', `/quotes/${quote.id}`, { coverage_type: ['general'] }),
    ];
    expect(used.map(({ body }) => body.error_code as string)).toEqual([
      'application_already_complete',
      'application_already_complete',
      'cant_update_create_new_quote',
    ]);
    await later(`${seconds - 5}s`);
    expect(await policiesOf(quote.id)).toEqual([]);
    await later('10s');
    const [policy] = await policiesOf(quote.id);
    expect(policy).toMatchObject({ status: 'active' });
    expect(policy?.['created'] - session['created']).toBeGreaterThanOrEqual(seconds);
    expect(await typesOf(sandbox.call, policy?.id ?? '')).toEqual(['policy.active']);
  });

  it('comes at once by a call, and the page of the application says what it waits for', async () => {
    await set({ issuance_seconds: 300 });
    const { session } = await makeSession(sandbox.call, { success_url: undefined });
    await complete(session.id);
    const person = new Person(sandbox.url);
    await person.open(`/apply/sandbox/${session.id}`);
    expect(person.text).toContain('Your policy is being issued');
    const { body } = await control(sandbox, 'POST', `/applications/${session.id}/issue`);
    expect((body.events as { type: string }[]).map(({ type }) => type)).toEqual(['policy.active']);
    await person.open(`/apply/sandbox/${session.id}`);
    expect(person.text).toContain('You will be covered from');
    expect((await control(sandbox, 'POST', `/applications/${session.id}/issue`)).status).toBe(409);
  });

  it('comes no more once the contractor was deleted', async () => {
    await set({ issuance_seconds: 300 });
    const { session, quote, contractor } = await makeSession(sandbox.call);
    await complete(session.id);
    await sandbox.call('DELETE', `/contractors/${contractor}`);
    await later('10m');
    expect(await policiesOf(quote.id)).toEqual([]);
  });
});

describe('a premium that the whole organisation withholds', () => {
  it('needs no card: the step is left out, and an assignment is active at once', async () => {
    await set({ withhold_premium: true });
    const { contractor, nextJob } = await makeCovered(sandbox.call);
    const { body } = await sandbox.call('POST', '/assignments', { contractor, job: nextJob });
    expect(await typesOf(sandbox.call, (body as Made).id)).toEqual(['assignment.active']);
    const { session } = await makeSession(sandbox.call);
    const person = new Person(sandbox.url);
    await person.open(`/apply/sandbox/${session.id}`);
    expect(person.page.$('.progress').text()).not.toContain('Card');
  });
});

describe('an application that is too old', () => {
  it.each([
    ['by the settings', {}],
    ['by test data', { last_name: 'Old-Application' }],
  ])('covers no assignment, and makes room for a new one: %s', async (how, contractor) => {
    const all = await makeCovered(sandbox.call, contractor, {}, { end_date: undefined });
    const assign = async () => {
      const fields = { contractor: all.contractor, job: all.nextJob, bind: false };
      return (await sandbox.call('POST', '/assignments', fields)).body.eligible as {
        result: boolean;
        message: string;
      };
    };
    const again = () => {
      const { contractor: who, job } = all;
      return sandbox.call('POST', '/quotes', {
        contractor: who,
        job,
        coverage_type: ['general', 'workers-comp'],
      });
    };
    if (how === 'by the settings') {
      await set({ application_valid_days: 7 });
      expect((await assign()).result).toBe(true);
      expect((await again()).body.error_code).toBe('contractor_has_matching_policy');
      await later('8d');
    }
    expect(await assign()).toEqual({ result: false, message: expect.stringMatching(/^Application too old/) });
    expect((await again()).status).toBe(201);
  });
});

it('asks for a new opt-in when what was insured has changed', async () => {
  const { contractor, job, quote } = await makeQuote(sandbox.call);
  await sandbox.call('POST', '/policies', { quote: quote.id });
  const quoted = async (fields: object = {}) =>
    (
      await sandbox.call('POST', '/quotes', {
        contractor,
        job,
        coverage_type: ['general', 'workers-comp'],
        ...fields,
      })
    ).body.error_code as string | undefined;
  expect(await quoted()).toBe('contractor_has_matching_policy');
  expect(await quoted({ coverage_type: ['general'] })).toBeUndefined();
  await sandbox.call('PUT', `/contractors/${contractor}`, { address: { region: 'NV' } });
  expect(await quoted()).toBeUndefined();
});
