import { readFileSync } from 'node:fs';
import { HOST_WORDS } from '../../src/pages/site-words';
import { callModel } from '../../src/under-the-hood/call-model';
import { readShortened, shortened } from '../../src/under-the-hood/cut';
import type { AllFields } from '../../src/under-the-hood/fields';
import { FIELDS_FILE } from '../../scripts/api-fields';

const item = (n: number) => ({
  category_code: `jc_${n}`,
  name: 'Opens {',
  more: { none: {}, list: [], names: ['a [', 'b'.repeat(n % 40)], deep: { at: n } },
});

it('is whole while it is short', () => {
  for (const body of [{}, [], 'text', 7, item(1), [item(1), null]])
    expect(readShortened(shortened(body))).toEqual(body);
  expect(readShortened('<html>')).toBeNull();
});

it('can be read as far as it is kept, wherever it was cut', () => {
  for (let more = 0; more < 60; more += 1) {
    const list = [{ pad: 'x'.repeat(more * 7) }, ...Array.from({ length: 300 }, (_, n) => item(n))];
    const text = shortened(list);
    expect(text).toMatch(/\n… [\d,]+ more characters are left out here$/);
    const found = readShortened(text) as unknown[];
    expect(found.length).toBeGreaterThan(5);
    expect(found.slice(0, -1)).toEqual(list.slice(0, found.length - 1));
    const object = Object.fromEntries(list.map((one, n) => [`field_${n}`, one]));
    const fields = Object.entries(readShortened(shortened(object)) as object);
    expect(fields.length).toBeGreaterThan(20);
    expect(fields.slice(0, -1)).toEqual(Object.entries(object).slice(0, fields.length - 1));
  }
});

it('is explained field by field, a long list by its first', () => {
  const fields = JSON.parse(readFileSync(FIELDS_FILE, 'utf8')) as AllFields;
  const call = {
    subject: 'ob_1',
    at: 1,
    method: 'GET',
    path: '/api/v1/category_codes',
    duration_ms: 1,
    attempt: 1,
  };
  const body = shortened(Array.from({ length: 300 }, (_, n) => item(n)));
  const model = callModel(
    { ...call, response_body: body },
    { apiBase: 'http://a', apiEnvironment: 'sandbox', words: HOST_WORDS },
    fields,
  );
  expect(model.fields.map(({ title }) => title)).toEqual(['Answered']);
  expect(model.fields[0]!.fields.map(({ name, value }) => [name, value])).toEqual([
    ['category_code', 'jc_0'],
    ['name', 'Opens {'],
  ]);
});

it('is explained where it holds lists, by their first, and where names are the caller’s own', () => {
  const fields = JSON.parse(readFileSync(FIELDS_FILE, 'utf8')) as AllFields;
  const namesOf = (method: string, path: string, body: object) => {
    const call = { subject: 'ob_1', at: 1, method, path: `/api/v1${path}`, duration_ms: 1, attempt: 1 };
    const api = { apiBase: 'http://a', apiEnvironment: 'sandbox', words: HOST_WORDS } as const;
    const [answered] = callModel({ ...call, response_body: shortened(body) }, api, fields).fields;
    return answered?.fields.map(({ name }) => name);
  };
  const audit_results = [{ rule_name: 'a', message: 'b' }, { rule_name: 'c' }];
  expect(namesOf('GET', '/files/certificates/ci_1', { review_results: { audit_results } })).toEqual([
    'review_results.audit_results.rule_name',
    'review_results.audit_results.message',
  ]);
  expect(namesOf('GET', '/jobs/jb_1', { custom_metadata: { shift: 'night' } })).toEqual([
    'custom_metadata.shift',
  ]);
});
