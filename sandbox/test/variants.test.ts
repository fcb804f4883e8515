import { rmSync } from 'node:fs';
import { pythonLiteral } from '../src/variants/literal';
import { noVariants, variantTexts } from '../src/variants/schema';
import type { Json } from './support/contract';
import { control } from './support/control';
import {
  address,
  contractorFields,
  makeBasics,
  makeCovered,
  makeQuote,
  makeSession,
  type Made,
} from './support/objects';
import { runReceiver, runSandbox, until, type RunningSandbox } from './support/running-sandbox';
import { deliveriesOf, register } from './support/webhooks';

let sandbox: RunningSandbox;
beforeEach(async () => void (sandbox = await runSandbox()));
afterEach(async () => {
  await sandbox.close();
  rmSync(sandbox.dataDir, { recursive: true, force: true });
});

const set = (variants: object) => control(sandbox, 'PUT', '/variants', variants);
const get = async (path: string): Promise<Json> => (await sandbox.call('GET', path)).body;
const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;
const epochOf = (text: unknown) => Date.parse(`${String(text)}Z`) / 1000;

describe('the variants of answers', () => {
  it('are off at first, wholly replaced by PUT, ended by DELETE, and kept over a restart', async () => {
    expect((await control(sandbox, 'GET', '/variants')).body).toEqual(noVariants);
    await set({ null_text: true });
    const chosen = { ...noVariants, iso_dates: true, stringified_json: 'python' };
    expect((await set({ iso_dates: true, stringified_json: 'python' })).body).toEqual(chosen);
    await sandbox.stop();
    sandbox = await runSandbox({ dataDir: sandbox.dataDir });
    expect((await control(sandbox, 'GET', '/variants')).body).toEqual(chosen);
    const varied = await sandbox.call('POST', '/contractors', contractorFields());
    expect(varied.headers.get('sandbox-variants')).toBe('stringified_json, iso_dates');
    expect((await control(sandbox, 'DELETE', '/variants')).body).toEqual(noVariants);
    const plain = await sandbox.call('GET', `/contractors/${varied.body.id}`);
    expect(plain.headers.get('sandbox-variants')).toBeNull();
    expect(typeof plain.body.created).toBe('number');
  });

  it.each([{ iso_dates: 'yes' }, { stringified_json: true }, { xml: true }])(
    '%j is refused',
    async (variants) => {
      const answer = await set(variants);
      expect(answer.status).toBe(400);
      expect(Object.keys(answer.body.message)).toEqual(Object.keys(variants));
    },
  );

  it('each say what they are', () => {
    expect(Object.keys(variantTexts)).toEqual(Object.keys(noVariants));
  });
});

describe('stringified_json', () => {
  it.each(['json', 'python'])('packs objects into text: %s', async (form) => {
    const { quote, contractor, entity } = await makeQuote(sandbox.call, {}, { address: address('CA') });
    const limit = { aggregate_limit: 200_000_000, occurrence_limit: 100_000_000 };
    await sandbox.call('PUT', `/entities/${entity}`, {
      coverage_limit: limit,
      address: { line1: "O'Hara St" },
    });
    const plain = await get(`/entities/${entity}`);
    await set({ stringified_json: form });
    const text = form === 'json' ? JSON.stringify : pythonLiteral;
    expect((await get(`/quotes/${quote.id}`)).quote_json).toBe(text(quote['quote_json']));
    expect((await get('/quotes'))[0].quote_json).toBe(text(quote['quote_json']));
    const entityNow = await get(`/entities/${entity}`);
    expect(entityNow).toEqual({ ...plain, address: text(plain.address), coverage_limit: text(limit) });
    expect(typeof (await get(`/contractors/${contractor}`)).address).toBe('string');
  });

  it('prints as Python does', () => {
    const value = { a: [1, null, true, false], b: "O'Hara", c: 'say "it\'s"\n', d: {}, e: 'back\\slash' };
    expect(pythonLiteral(value)).toBe(
      String.raw`{'a': [1, None, True, False], 'b': "O'Hara", 'c': 'say "it\'s"\n', 'd': {}, 'e': 'back\\slash'}`,
    );
  });
});

describe('quotes, policies and sessions', () => {
  it('coverage_type_object: one quote has an object, a list has lists', async () => {
    const { quote } = await makeQuote(sandbox.call);
    const { coverage_type } = quote;
    await set({ coverage_type_object: true });
    expect((await get(`/quotes/${quote.id}`)).coverage_type).toEqual({ coverage_type });
    expect((await get('/quotes'))[0].coverage_type).toEqual(coverage_type);
    const changed = await sandbox.call('PUT', `/quotes/${quote.id}`, { coverage_type: ['general'] });
    expect(changed.body.coverage_type).toEqual({ coverage_type: ['general'] });
  });

  it('quote_dates_text: dates of quotes are numbers as text', async () => {
    const { quote } = await makeQuote(sandbox.call);
    await set({ quote_dates_text: true, iso_dates: true });
    expect(await get(`/quotes/${quote.id}`)).toMatchObject({
      effective_date: String(quote['effective_date']),
      end_date: String(quote['end_date']),
      created: expect.stringMatching(iso),
    });
  });

  it('policy_is_active: a policy says whether it is active, not its status', async () => {
    const { policy, contractor } = await makeCovered(sandbox.call);
    await set({ policy_is_active: true });
    const { status, ...rest } = policy;
    expect(status).toBe('active');
    expect(await get(`/policies/${policy.id}`)).toEqual({ ...rest, is_active: true });
    expect(await get(`/contractors/${contractor}/policies`)).toEqual([{ ...rest, is_active: true }]);
    const off = await sandbox.call('PUT', `/policies/${policy.id}`, { is_active: false });
    expect(off.body).toEqual({ ...rest, is_active: false });
    const [event] = await get('/events');
    expect([event.data.is_active, event.data.status]).toEqual([false, undefined]);
    const gone = await sandbox.call('DELETE', `/policies/${policy.id}`);
    expect(Object.keys(gone.body)).toEqual(['id', 'object', 'deleted', 'deleted_at']);
  });

  it('old_session_fields: a session names its quote as an older guide does', async () => {
    const { session, quote } = await makeSession(sandbox.call);
    await set({ old_session_fields: true });
    const old = await get(`/apply/sessions/${session.id}`);
    expect(old).toMatchObject({ id: session.id, quotes: quote.id, policies: '', step: 'verify_info' });
    expect('quote' in old).toBe(false);
  });
});

describe('all answers', () => {
  it('iso_dates: dates are text that means the same in UTC', async () => {
    const { quote, contractor, session } = await makeSession(sandbox.call);
    const [event] = await get('/events');
    await set({ iso_dates: true });
    const varied = await get(`/quotes/${quote.id}`);
    for (const field of ['created', 'effective_date', 'end_date']) {
      expect(varied[field]).toMatch(iso);
      expect(epochOf(varied[field])).toBe(quote[field]);
    }
    expect(varied.net_rate).toBe(quote['net_rate']);
    const [asText] = await get('/events');
    expect(asText.created).toBe(event.created);
    expect(epochOf(asText.data.created)).toBe(session['created']);
    const deleted = await sandbox.call('DELETE', `/contractors/${contractor}`);
    expect(deleted.body.deleted_at).toMatch(iso);
  });

  it('null_text: null is a word', async () => {
    const made = (await sandbox.call('POST', '/contractors', contractorFields())).body;
    expect([made.middle_name, made.address.line2]).toEqual([null, null]);
    await set({ null_text: true });
    const varied = await get(`/contractors/${made.id}`);
    expect([varied.middle_name, varied.address.line2]).toEqual(['null', 'null']);
  });

  it('change none of what is stored: a repeat is answered in the form of the moment', async () => {
    const headers = { 'Ten99Policy-Idempotent-Key': 'k1' };
    const fields = contractorFields();
    await set({ iso_dates: true, stringified_json: 'json' });
    const first = await sandbox.call('POST', '/contractors', fields, headers);
    expect(typeof first.body.address).toBe('string');
    await control(sandbox, 'DELETE', '/variants');
    const again = await sandbox.call('POST', '/contractors', fields, headers);
    expect(again.body).toMatchObject({ id: first.body.id, address: fields.address });
    expect(again.body.created).toBe(epochOf(first.body.created));
  });
});

describe('errors', () => {
  it('old_error_codes: codes have the names they had before', async () => {
    const { quote } = await makeCovered(sandbox.call);
    const { contractor, job, coverage_type } = quote;
    await set({ old_error_codes: true });
    const again = await sandbox.call('POST', '/quotes', { contractor, job, coverage_type });
    expect(again.body.error_code).toBe('contract_has_matching_policy');
    expect((await sandbox.call('POST', '/quotes', {})).body.error_code).toBe('invalid_input');
  });

  it('no_error_code: errors have a message alone', async () => {
    await set({ no_error_code: true });
    const refused = await sandbox.call('POST', '/entities', {});
    expect(refused).toMatchObject({ status: 400, body: { message: { name: expect.any(String) } } });
    expect(Object.keys(refused.body)).toEqual(['message']);
    const noKey = await sandbox.call('GET', '/entities', undefined, { authorization: '' });
    expect(Object.keys(noKey.body)).toEqual(['message']);
  });
});

describe('webhooks', () => {
  it('are sent in the variants too, no_event_id in them alone', async () => {
    const receiver = await runReceiver();
    await register(sandbox, receiver.url);
    const { policy } = await makeCovered(sandbox.call);
    await until(() => receiver.deliveries.length === 1);
    const plain = receiver.deliveries[0]!.event;
    expect(plain).toEqual({
      id: expect.stringMatching(/^ev_/),
      type: 'policy.active',
      created: expect.any(Number),
      data: expect.objectContaining({ id: policy.id }),
    });
    await set({ no_event_id: true, iso_dates: true });
    const [delivery] = await deliveriesOf(sandbox);
    await control(sandbox, 'POST', `/deliveries/${delivery!.id}/resend`);
    await until(() => receiver.deliveries.length === 2);
    const varied = receiver.deliveries[1]!.event;
    expect(Object.keys(varied)).toEqual(['type', 'created', 'data']);
    expect(varied.created).toBe(plain.created);
    for (const field of ['created', 'effective_date', 'expiration_date']) {
      expect(varied.data[field]).toMatch(iso);
      expect(epochOf(varied.data[field])).toBe(plain.data[field]);
    }
    expect(varied.data.id).toBe(policy.id);
    const [event] = await get('/events');
    expect([event.id, event.data.id]).toEqual([plain.id, policy.id]);
    await receiver.close();
  });

  it('data_object: those about certificates have the certificate at data.object, all others at data', async () => {
    const receiver = await runReceiver();
    await register(sandbox, receiver.url);
    const told = async (type: string) => {
      await until(() => receiver.deliveries.some(({ event }) => event.type === type));
      return receiver.deliveries.filter(({ event }) => event.type === type).at(-1)!.event.data as Made;
    };
    const certified = async () => {
      const form = new FormData();
      form.set('contractor', (await makeBasics(sandbox.call)).contractor);
      form.set('certificate', new Blob(['%PDF'], { type: 'application/pdf' }), 'a.pdf');
      const headers = { authorization: `Bearer ${sandbox.apiKey}` };
      await fetch(`${sandbox.url}/api/v1/files/certificates`, { method: 'POST', headers, body: form });
      await control(sandbox, 'POST', '/clock', { advance: '70s' });
      return told('certificate.approved');
    };
    expect((await certified()).id).toMatch(/^ci_/);
    receiver.deliveries.splice(0);
    await set({ data_object: true });
    const data = await certified();
    expect(Object.keys(data)).toEqual(['object']);
    expect(data['object']).toMatchObject({ id: expect.stringMatching(/^ci_/), status: 'approved' });
    const { policy } = await makeCovered(sandbox.call);
    expect((await told('policy.active')).id).toBe(policy.id);
    const [event] = await get('/events?limit=1');
    expect(event.data.id).toBe(policy.id);
    await receiver.close();
  });
});
