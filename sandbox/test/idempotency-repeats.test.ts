import { contractorFields, makeBasics, makeSession } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox()));
afterAll(() => sandbox.close());

const header = 'Ten99Policy-Idempotent-Key';
const post = (key: string, where: string, body: object = {}) =>
  sandbox.call('POST', where, body, { [header]: key });

describe('a repeat is told from another call', () => {
  const metadata = { a: '1', b: '2', c: '3' };
  const fields = () => ({ ...contractorFields(), custom_metadata: metadata });

  test('not by the order of its fields, a slash at the end, or a query', async () => {
    const { email, ...rest } = fields();
    const first = await post('order', '/contractors', { email, ...rest });
    expect(first.status).toBe(201);
    for (const names of [
      ['a', 'c', 'b'],
      ['b', 'a', 'c'],
      ['c', 'b', 'a'],
    ] as const) {
      const custom_metadata = Object.fromEntries(names.map((name) => [name, metadata[name]]));
      const address = Object.fromEntries(Object.entries(rest.address).reverse());
      const again = await post('order', '/contractors', { ...rest, custom_metadata, address, email });
      expect([again.status, again.body]).toEqual([201, first.body]);
    }
    expect((await post('order', '/contractors/?trace=1', { email, ...rest })).body).toEqual(first.body);
  });

  test.each<[string, object]>([
    ['a nested value', { custom_metadata: { ...metadata, a: '2' } }],
    ['a nested name', { custom_metadata: { d: '1', b: '2', c: '3' } }],
    ['the values of two names', { custom_metadata: { ...metadata, a: '2', b: '1' } }],
    ['null in the place of text', { custom_metadata: { ...metadata, a: null } }],
    ['nothing in the place of an object', { custom_metadata: null }],
    ['a number in the place of text', { custom_metadata: { ...metadata, a: 1 } }],
    ['a field more', { withhold_premium: false }],
    ['the order of a list', { list: ['b', 'a'] }],
    ['the length of a list', { list: ['a'] }],
    ['an object in the place of a list', { list: { 0: 'a', 1: 'b' } }],
    ['an object inside a list', { list: ['a', { b: 1 }] }],
  ])('by %s', async (name, other) => {
    const body = { ...fields(), list: ['a', 'b'] };
    expect((await post(name, '/contractors', body)).status).toBe(201);
    const refused = await post(name, '/contractors', { ...body, ...other });
    expect([refused.status, refused.body.message]).toEqual([400, expect.stringMatching(/used before/)]);
  });

  test('by its path', async () => {
    const { session, quote } = await makeSession(sandbox.call);
    expect((await post('path', `/apply/sessions/${session.id}/expire`)).status).toBe(200);
    for (const [where, body] of [
      ['/apply/sessions', { quote: quote.id }],
      ['/apply/sessions/ias_other/expire', {}],
    ] as const) {
      expect((await post('path', where, body)).body.message).toMatch(/used before/);
    }
  });

  test('by its files: their content, names and number', async () => {
    const { contractor } = await makeBasics(sandbox.call);
    const upload = async (...files: [name: string, content: string][]) => {
      const form = new FormData();
      form.set('contractor', contractor);
      for (const [name, content] of files) {
        form.append('certificate', new Blob([content], { type: 'application/pdf' }), name);
      }
      const headers = { authorization: `Bearer ${sandbox.apiKey}`, [header]: 'file' };
      const response = await fetch(`${sandbox.url}/api/v1/files/certificates`, {
        method: 'POST',
        headers,
        body: form,
      });
      return ((await response.json()) as { id?: string }).id;
    };
    const first = await upload(['a.pdf', '%PDF-1']);
    expect(first).toMatch(/^ci_/);
    expect(await upload(['a.pdf', '%PDF-1'])).toBe(first);
    expect(await upload(['a.pdf', '%PDF-2'])).toBeUndefined();
    expect(await upload(['b.pdf', '%PDF-1'])).toBeUndefined();
    expect(await upload(['a.pdf', '%PDF-1'], ['b.pdf', '%PDF-1'])).toBeUndefined();
  });
});
