import fc from 'fast-check';
import * as billing from '../../src/policy-api/normalize/billing';
import * as common from '../../src/policy-api/normalize/common';
import * as coverage from '../../src/policy-api/normalize/coverage';
import * as documents from '../../src/policy-api/normalize/documents';
import * as parties from '../../src/policy-api/normalize/parties';
import * as webhookEndpoint from '../../src/policy-api/normalize/webhook-endpoint';
import * as work from '../../src/policy-api/normalize/work';
import { normalizeDeleted } from '../../src/policy-api/normalize/common';
import { normalizePolicy, normalizeQuote, normalizeSession } from '../../src/policy-api/normalize/coverage';
import { normalizeContractor, normalizeEntity } from '../../src/policy-api/normalize/parties';
import { normalizeWebhookEndpoint } from '../../src/policy-api/normalize/webhook-endpoint';
import { normalizeCategoryCode, normalizeJob } from '../../src/policy-api/normalize/work';
import { normalizeEvent } from '../../src/policy-api/normalize/event';
import { normalizeErrorBody } from '../../src/policy-api/normalize/error-body';
import { parseLiteral } from '../../src/policy-api/normalize/literal';
import { AnswerShapeError, epochOrNull, normalizeList } from '../../src/policy-api/normalize/values';

const EPOCH = 1646818364;

describe('text that spells an object', () => {
  it.each([
    [`{"a": [1, null, true]}`, { a: [1, null, true] }],
    [`{'a': None, 'b': True, 'c': False}`, { a: null, b: true, c: false }],
    [`{'name': "O'Brien", 'also': 'say "hi"'}`, { name: "O'Brien", also: 'say "hi"' }],
    [String.raw`{'text': 'it\'s\n\x41\u00e9\\'}`, { text: "it's\nAé\\" }],
    [`{'rate': 0.035, 'n': -27, 'big': 1e3, 'nested': {'list': ['a', ('b', 'c'),],}, 1: 'one'}`, undefined],
    [`['general', 'workers-comp']`, ['general', 'workers-comp']],
    [`{}`, {}],
  ])('reads %s', (text, value) => {
    const nested = { rate: 0.035, n: -27, big: 1000, nested: { list: ['a', ['b', 'c']] }, 1: 'one' };
    expect(parseLiteral(text)).toEqual(value ?? nested);
  });

  it.each([
    '',
    'plain',
    '12',
    '"text"',
    '{',
    `{'a'}`,
    `{'a': }`,
    `['a' 'b']`,
    `{'a': 1} and more`,
    `{'a': '\\u12'}`,
  ])('leaves %s alone', (text) => expect(parseLiteral(text)).toBeUndefined());

  it('survives any text, and nesting without end', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseLiteral(`{${text}`)));
    fc.assert(fc.property(fc.string(), (text) => void parseLiteral(`['${text}`)));
    expect(parseLiteral('['.repeat(100_000))).toBeUndefined();
    expect(parseLiteral(`{'a':`.repeat(10_000))).toBeUndefined();
  });

  it('reads what Python prints of any JSON object with plain text', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9 ,:{}[\]"]*$/);
    const object = fc.dictionary(word, fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null)));
    fc.assert(fc.property(object, (value) => expect(parseLiteral(asPython(value))).toEqual({ ...value })));
  });
});

/** As Python's repr for the plain values of the property above. */
function asPython(value: Record<string, string | number | boolean | null>): string {
  const words = new Map<unknown, string>([
    [null, 'None'],
    [true, 'True'],
    [false, 'False'],
  ]);
  const one = (item: string | number | boolean | null): string =>
    words.get(item) ?? (typeof item === 'string' ? `'${item}'` : String(item));
  const pairs = Object.entries(value).map(([key, item]) => `'${key}': ${one(item)}`);
  return `{${pairs.join(', ')}}`;
}

describe('dates', () => {
  it.each([
    [EPOCH, EPOCH],
    [EPOCH + 0.7, EPOCH],
    [String(EPOCH), EPOCH],
    ['2022-03-09T09:32:44', EPOCH],
    ['2022-03-09 09:32:44', EPOCH],
    ['2022-03-09T09:32:44.931123', EPOCH],
    ['2022-03-09T09:32:44Z', EPOCH],
    ['2022-03-09T10:32:44+01:00', EPOCH],
    ['2022-03-09T09:32:44+00:00', EPOCH],
    ['2023-11-01', 1698796800],
    ['2023-11-01T00:00:00', 1698796800],
    ['2023-09-27T05:37:06.742302', 1695793026],
    ['(utcnow)', null],
    ['null', null],
    ['', null],
    [null, null],
    [undefined, null],
    [true, null],
    ['2023-99-99', null],
  ])('reads %p as %p', (value, epoch) => expect(epochOrNull(value)).toBe(epoch));
});

describe('contractors, entities and jobs', () => {
  it('reads a contractor whose parts are text, and forgets a tax id', () => {
    const contractor = normalizeContractor({
      id: 'cn_1',
      email: 'ann@example.com',
      first_name: 'Ann',
      last_name: 'Null',
      middle_name: 'null',
      company_name: null,
      address:
        "{'line1': '1 King\\'s Rd', 'line2': None, 'locality': 'Boston', 'region': 'MA', 'postalcode': 2108}",
      custom_metadata: { campaign: 'Red Bull', visits: 3, tags: ['a'], none: null },
      withhold_premium: 'True',
      created: '2022-03-09T09:32:44',
      tax_identification: '12-3456789',
      nickname: 'A',
    });
    expect(contractor).toEqual({
      id: 'cn_1',
      email: 'ann@example.com',
      first_name: 'Ann',
      last_name: 'Null',
      middle_name: null,
      company_name: null,
      phone: null,
      address: {
        line1: "1 King's Rd",
        line2: null,
        locality: 'Boston',
        region: 'MA',
        postalcode: '02108',
        country: null,
      },
      withhold_premium: true,
      custom_metadata: { campaign: 'Red Bull', visits: '3', tags: '["a"]', none: '' },
      created: EPOCH,
      nickname: 'A',
    });
  });

  it('keeps a surname that reads like nothing', () => {
    expect(normalizeContractor({ id: 'cn_1', last_name: 'null' }).last_name).toBe('null');
  });

  it.each([
    [
      ['general', 'workers-comp', 'space-travel'],
      ['general', 'workers-comp', 'space-travel'],
    ],
    [{ coverage_type: ['general'] }, ['general']],
    [`{'coverage_type': ['general']}`, ['general']],
    [`["general","cyber"]`, ['general', 'cyber']],
    ['general', ['general']],
    [
      ['workers_comp', 'general_liability', 'professional_liability'],
      ['workers-comp', 'general', 'professional'],
    ],
    [null, []],
    [undefined, []],
    [{}, []],
  ])('reads the coverage %j', (raw, coverage) => {
    expect(normalizeEntity({ id: 'en_1', required_coverage: raw }).required_coverage).toEqual(coverage);
    expect(normalizeQuote({ id: 'qt_1', coverage_type: raw }).coverage_type).toEqual(coverage);
  });

  it.each([
    [{ aggregate_limit: 200000000, occurrence_limit: 100000000 }],
    [{ aggregate_limit: '200000000', occurrence_limit: '100000000' }],
    [`{'aggregate_limit': 200000000, 'occurrence_limit': '100000000'}`],
  ])('reads the limits %j', (raw) => {
    const { coverage_limit } = normalizeEntity({
      id: 'en_1',
      name: 'Apple, Inc',
      coverage_limit: raw,
    });
    expect(coverage_limit).toEqual({ aggregate_limit: 200000000, occurrence_limit: 100000000 });
  });

  it('has no limits where one is missing', () => {
    expect(normalizeEntity({ id: 'en_1', coverage_limit: { aggregate_limit: 1 } }).coverage_limit).toBeNull();
  });

  it('reads a job, remote when it has no address', () => {
    const job = normalizeJob({
      id: 'jb_1',
      name: 'T',
      wage: '15000',
      wage_type: 'weekly',
      entity: { id: 'en_1' },
    });
    expect(job).toMatchObject({
      wage: 15000,
      wage_type: 'weekly',
      entity: 'en_1',
      address: null,
      description: '',
    });
  });

  it('reads a category code, with the code for a missing name', () => {
    expect(normalizeCategoryCode({ category_code: 'jc_1' })).toEqual({
      category_code: 'jc_1',
      name: 'jc_1',
    });
  });
});

describe('quotes, sessions and policies', () => {
  it.each([
    [true, true, null],
    [false, false, null],
    ['false', false, null],
    ['False', false, null],
    [undefined, true, null],
    [{ result: false, message: 'Job category mismatch.' }, false, 'Job category mismatch.'],
    [`{'result': True, 'message': 'Pre-approved.'}`, true, 'Pre-approved.'],
  ])('reads eligible %j', (raw, eligible, eligible_message) => {
    expect(normalizeQuote({ id: 'qt_1', eligible: raw })).toMatchObject({ eligible, eligible_message });
  });

  it('reads a quote with text where numbers and objects belong', () => {
    const quote = normalizeQuote({
      id: 'qt_1',
      net_rate: '65',
      wc_net_rate: 45,
      effective_date: '1646818364',
      end_date: '2022-03-09T09:32:44Z',
      quote_json: "{'wc': {'net_rate': 45, 'state': 'IL'}, 'gl': {'net_rate': 20, 'stamping_fee': None}}",
    });
    expect(quote).toMatchObject({
      net_rate: 65,
      wc_net_rate: 45,
      gl_net_rate: null,
      effective_date: EPOCH,
      end_date: EPOCH,
      quote_json: { wc: { net_rate: 45, state: 'IL' }, gl: { net_rate: 20, stamping_fee: null } },
    });
  });

  it.each([
    [{ quote: 'qt_1' }, 'qt_1'],
    [{ quotes: 'qt_1' }, 'qt_1'],
    [{ quotes: ['qt_1'] }, 'qt_1'],
    [{ quote: { id: 'qt_1' } }, 'qt_1'],
    [{ quote: '', quotes: 'qt_1' }, 'qt_1'],
    [{}, null],
  ])("reads a session's quote from %j", (raw, quote) => {
    const session = normalizeSession({ id: 'ias_1', success_url: '', cancel_url: 'null', ...raw });
    expect(session).toMatchObject({
      quote,
      success_url: null,
      cancel_url: null,
      expired: false,
      step: 'unknown',
    });
  });

  it.each([
    [{ status: 'cancelled', is_active: true }, 'cancelled'],
    [{ status: 'suspended' }, 'suspended'],
    [{ is_active: true }, 'active'],
    [{ is_active: 'True' }, 'active'],
    [{ is_active: false }, 'inactive'],
    [{}, 'unknown'],
  ])('reads the policy status from %j', (raw, status) => {
    expect(normalizePolicy({ id: 'pl_1', ...raw }).status).toBe(status);
  });

  it('reads a policy with ISO dates without a zone, and with no certificates', () => {
    const policy = normalizePolicy({
      id: 'pl_1',
      effective_date: '2023-09-27T05:37:06.742302',
      certificates: null,
    });
    expect(policy.effective_date).toBe(1695793026);
    expect(policy.certificates).toEqual({ gl_coi_pdf_url: null, wc_coi_pdf_url: null });
  });

  it('reads a webhook endpoint', () => {
    const whe = { id: 'whe_1', url: 'https://example.com', created: '2024-01-06T05:30:39.373Z' };
    const all = { events: null, secret: null, description: null };
    expect(normalizeWebhookEndpoint({ ...whe, secret: false, events: '*' })).toMatchObject({
      ...all,
      created: 1704519039,
    });
    expect(normalizeWebhookEndpoint({ ...whe, events: ['*'] }).events).toBeNull();
    expect(normalizeWebhookEndpoint({ ...whe, secret: 'whsec_1', events: ['policy.active'] })).toMatchObject({
      secret: 'whsec_1',
      events: ['policy.active'],
    });
  });

  it('reads a deletion', () => {
    const read1 = normalizeDeleted('cn_1');
    expect(read1({ id: 'cn_1', object: 'contractor', deleted: true, deleted_at: '(utcnow)' })).toEqual({
      id: 'cn_1',
      deleted: true,
      deleted_at: null,
    });
    expect(read1({ id: 'cn_1', deleted: true, deleted_at: 1640995200 }).deleted_at).toBe(1640995200);
  });
});

describe('lists', () => {
  const jobs = normalizeList(normalizeJob);
  it.each([
    [[{ id: 'jb_1' }]],
    [{ data: [{ id: 'jb_1' }], has_more: false }],
    ['[{"id":"jb_1"}]'],
    [{ data: '[{"id":"jb_1"}]' }],
  ])('reads %j', (raw) => expect(jobs(raw).map(({ id }) => id)).toEqual(['jb_1']));
});

describe('normalizeEvent', () => {
  const policy = { id: 'pl_1', object: 'policy', status: 'active' };
  it.each([
    ['directly', policy, policy],
    ['under object', { object: policy }, policy],
    ['under object, as text', { object: JSON.stringify(policy) }, policy],
    ['as text', `{'id': 'pl_1', 'is_active': True}`, { id: 'pl_1', is_active: true }],
    ['not at all', undefined, {}],
  ])('finds the resource %s', (_where, data, resource) => {
    const raw = { type: 'policy.active', created: '1696015731', data };
    expect(normalizeEvent(raw)).toEqual({
      id: null,
      type: 'policy.active',
      created: 1696015731,
      resource,
      raw,
    });
  });

  it('keeps the id and types nobody knows', () => {
    expect(normalizeEvent({ id: 'ev_1', type: 'comet.sighted' })).toMatchObject({
      id: 'ev_1',
      type: 'comet.sighted',
    });
  });

  it.each([
    null,
    1,
    'text',
    [],
    [{ type: 'a' }],
    {},
    { type: 1 },
    { type: '' },
    { type: ' ' },
    { type: null },
  ])('is null for %j', (raw) => expect(normalizeEvent(raw)).toBeNull());
});

describe('the body of an error', () => {
  it.each([
    [
      { error_code: 'x', message: 'No.' },
      { code: 'x', message: 'No.', fields: {} },
    ],
    [{ message: 'No.' }, { code: null, message: 'No.', fields: {} }],
    [{ error_code: 'x' }, { code: 'x', message: null, fields: {} }],
    [{ error: { error_code: 'x', message: 'No.' } }, { code: 'x', message: 'No.', fields: {} }],
    [{ error: { code: 'x', message: 'No.' } }, { code: 'x', message: 'No.', fields: {} }],
    [{ error: 'Nope' }, { code: null, message: 'Nope', fields: {} }],
    [
      {
        error_code: 'invalid_input',
        message: { email: ['Not an email.', 'Too short.'], address: { region: 'Unknown.' } },
      },
      {
        code: 'invalid_input',
        message: 'email: Not an email. Too short.; address.region: Unknown.',
        fields: { email: 'Not an email. Too short.', 'address.region': 'Unknown.' },
      },
    ],
    [
      { message: `{'wage': 'Must be 100 or more.'}` },
      { code: null, message: 'wage: Must be 100 or more.', fields: { wage: 'Must be 100 or more.' } },
    ],
    [`{"error_code":"x","message":"No."}`, { code: 'x', message: 'No.', fields: {} }],
    ['No.', { code: null, message: 'No.', fields: {} }],
    [null, { code: null, message: null, fields: {} }],
    [[], { code: null, message: null, fields: {} }],
    [
      { error_code: 'contract_has_matching_policy' },
      { code: 'contractor_has_matching_policy', message: null, fields: {} },
    ],
    [
      { error_code: 'contractor_has_matching_policy' },
      { code: 'contractor_has_matching_policy', message: null, fields: {} },
    ],
    [
      { error_code: 'invalid_job_category_id' },
      { code: 'invalid_job_category_code', message: null, fields: {} },
    ],
    [
      { error_code: 'no_coverage_rule_found' },
      { code: 'no_insurance_requirement_found', message: null, fields: {} },
    ],
  ])('%j is read', (raw, expected) => {
    expect(normalizeErrorBody(raw)).toEqual(expected);
  });
});

describe('any JSON at all', () => {
  const shapes = {
    ...common,
    ...parties,
    ...work,
    ...coverage,
    ...billing,
    ...documents,
    ...webhookEndpoint,
    list: normalizeList(normalizePolicy),
  };
  const known = fc.constantFrom(
    'id',
    'type',
    'data',
    'object',
    'message',
    'eligible',
    'address',
    'events',
    'quote',
  );
  const record = fc.dictionary(fc.oneof(known, fc.string()), fc.jsonValue());
  const anything = fc.oneof(
    fc.jsonValue(),
    record,
    record.map((fields) => ({ id: 'x', ...fields })),
  );

  it('is read, or refused as having the wrong shape, and never pollutes', () => {
    fc.assert(
      fc.property(anything, (json) => {
        normalizeErrorBody(json);
        for (const normalize of Object.values(shapes) as ((raw: unknown) => unknown)[]) {
          if (normalize === (normalizeDeleted as unknown)) normalizeDeleted('x')(json);
          else refusedOrRead(() => normalize(json));
        }
      }),
      { numRuns: 300 },
    );
    const polluting: unknown = JSON.parse(
      '{"id":"x","__proto__":{"polluted":1},"address":{"__proto__":{"polluted":1}}}',
    );
    normalizeContractor(polluting);
    normalizeErrorBody({ message: polluting });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

function refusedOrRead(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof AnswerShapeError)) throw error;
  }
}
