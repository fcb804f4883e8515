/** Each attribute of each object, as it is in the folder `types` and with the words that answers have for it; and each edge. */
import { normalizeDeleted } from '../../src/policy-api/normalize/common';
import { normalizePolicy, normalizeQuote, normalizeSession } from '../../src/policy-api/normalize/coverage';
import { normalizeContractor, normalizeEntity } from '../../src/policy-api/normalize/parties';
import { normalizeWebhookEndpoint } from '../../src/policy-api/normalize/webhook-endpoint';
import { normalizeCategoryCode, normalizeJob } from '../../src/policy-api/normalize/work';
import { normalizeEvent, requireEvent } from '../../src/policy-api/normalize/event';
import { normalizeErrorBody } from '../../src/policy-api/normalize/error-body';
import { parseLiteral } from '../../src/policy-api/normalize/literal';
import { AnswerShapeError, epochOrNull, numberOrNull } from '../../src/policy-api/normalize/values';

const created = 1646818364;
const address = {
  line1: '1 Kearny St',
  line2: 'Suite 4',
  locality: 'San Francisco',
  region: 'CA',
  postalcode: '94104',
  country: 'US',
};
const links = { gl_coi_pdf_url: 'https://x/gl.pdf', wc_coi_pdf_url: 'https://x/wc.pdf' };

const contractor = {
  id: 'cn_1',
  email: 'joe@example.com',
  first_name: 'Joe',
  middle_name: 'B.',
  last_name: 'Parker',
  company_name: 'Acme',
  phone: '415-474-9088',
  address,
  withhold_premium: true,
  custom_metadata: { a: '1' },
  created,
};
const entity = {
  id: 'en_1',
  name: 'Apple, Inc',
  address,
  required_coverage: ['general'],
  created,
  coverage_limit: { aggregate_limit: 2, occurrence_limit: 1 },
};
const job = {
  id: 'jb_1',
  name: 'Technician',
  description: 'Cables',
  entity: 'en_1',
  category_code: 'jc_1',
  wage: 15000,
  wage_type: 'flatfee',
  years_experience: 3,
  address,
  withhold_premium: true,
  custom_metadata: { a: '1' },
  created,
};
const quote = {
  id: 'qt_1',
  contractor: 'cn_1',
  job: 'jb_1',
  coverage_type: ['general'],
  eligible: false,
  eligible_message: null,
  effective_date: 1,
  end_date: 2,
  net_rate: 3,
  wc_net_rate: 4,
  gl_net_rate: 5,
  quote_json: { gl: { net_rate: 5 } },
  created,
};
const session = {
  id: 'ias_1',
  quote: 'qt_1',
  url: 'https://x/apply',
  step: 'verify_info',
  expired: true,
  success_url: 'https://x/ok',
  cancel_url: 'https://x/no',
  created,
};
const policy = {
  id: 'pl_1',
  quote: 'qt_1',
  status: 'cancelled',
  certificates: links,
  pdf_url: 'https://x/p.pdf',
  effective_date: 1,
  expiration_date: 2,
  created,
};
const endpoint = {
  id: 'whe_1',
  url: 'https://x/hook',
  description: 'Mine',
  events: ['policy.active'],
  secret: 'whsec_1',
  created,
};
const nobody = { line1: '', line2: null, locality: '', region: '', postalcode: '', country: null };

const objects = {
  contractor: { normalize: normalizeContractor, whole: contractor },
  entity: { normalize: normalizeEntity, whole: entity },
  job: { normalize: normalizeJob, whole: job },
  quote: { normalize: normalizeQuote, whole: quote },
  'application session': { normalize: normalizeSession, whole: session },
  policy: { normalize: normalizePolicy, whole: policy },
  'webhook endpoint': { normalize: normalizeWebhookEndpoint, whole: endpoint },
};

describe.each(Object.entries(objects))('a %s', (what, { normalize, whole }) => {
  it('keeps each attribute that is there', () => {
    expect(normalize(whole)).toEqual(whole);
  });

  it('is refused by its name without an id, or with one that is no id', () => {
    for (const id of [undefined, null, '', 'null', 'x'.repeat(301)]) {
      const message = `The API’s answer is not a usable ${what}: it has no id.`;
      expect(() => normalize({ ...whole, id })).toThrow(
        expect.objectContaining({ name: 'AnswerShapeError', message }),
      );
    }
    const id = 'x'.repeat(300);
    expect(normalize({ ...whole, id })).toMatchObject({ id });
  });
});

it('what is not there is nothing', () => {
  expect(normalizeContractor({ id: 'x', address: {} })).toEqual({
    id: 'x',
    email: '',
    first_name: '',
    middle_name: null,
    last_name: '',
    company_name: null,
    phone: null,
    address: nobody,
    withhold_premium: false,
    custom_metadata: {},
    created: null,
  });
  expect(normalizeEntity({ id: 'x' })).toEqual({
    id: 'x',
    name: '',
    address: null,
    coverage_limit: null,
    required_coverage: [],
    created: null,
  });
  expect(normalizeJob({ id: 'x' })).toEqual({
    id: 'x',
    name: '',
    description: '',
    entity: null,
    category_code: null,
    wage: null,
    wage_type: null,
    years_experience: null,
    address: null,
    withhold_premium: false,
    custom_metadata: {},
    created: null,
  });
  expect(normalizeQuote({ id: 'x', eligible: { message: 'M' } })).toEqual({
    id: 'x',
    contractor: null,
    job: null,
    coverage_type: [],
    eligible: true,
    eligible_message: 'M',
    effective_date: null,
    end_date: null,
    net_rate: null,
    wc_net_rate: null,
    gl_net_rate: null,
    quote_json: {},
    created: null,
  });
  expect(normalizeWebhookEndpoint({ id: 'x' })).toEqual({
    id: 'x',
    url: '',
    description: null,
    events: null,
    secret: null,
    created: null,
  });
});

it('a category code has a name, a code or is refused', () => {
  const code = { category_code: 'jc_1', name: 'Electrician' };
  expect(normalizeCategoryCode(code)).toEqual(code);
  expect(() => normalizeCategoryCode({ name: 'Electrician' })).toThrow(
    'The API’s answer is not a usable category code: it has no category_code.',
  );
});

it('a deletion may be refused, be said without an id, or not be said at all', () => {
  const deleted = normalizeDeleted('cn_1');
  expect(deleted({ deleted: false })).toEqual({ id: 'cn_1', deleted: false, deleted_at: null });
  expect(deleted({ id: 'cn_2' })).toEqual({ id: 'cn_2', deleted: true, deleted_at: null });
  expect(deleted('')).toEqual({ id: 'cn_1', deleted: true, deleted_at: null });
});

describe('an event', () => {
  const nested = (levels: number): object => (levels === 1 ? {} : { inner: nested(levels - 1) });

  it.each([
    ['itself', (levels: number) => ({ type: 'a', data: nested(levels - 1) })],
    ['in data that is text', (levels: number) => ({ type: 'a', data: JSON.stringify(nested(levels)) })],
  ])('is nested over 64 levels at most, %s', (_where, event) => {
    expect(normalizeEvent(event(64))).not.toBeNull();
    expect(normalizeEvent(event(65))).toBeNull();
  });

  it('is refused by the events API without a type', () => {
    expect(() => requireEvent({ id: 'ev_1' })).toThrow(new AnswerShapeError('event', 'type'));
    expect(requireEvent({ id: 'ev_1', type: 'a' })).toMatchObject({ id: 'ev_1', type: 'a' });
  });
});

it.each([
  [12, 12],
  [' -12.25 ', -12.25],
  [Infinity, null],
  ['1'.repeat(400), null],
  ['12x', null],
  ['1e3', null],
  [['12'], null],
  ['None', null],
])('the number %j is read as %j', (value, number) => expect(numberOrNull(value)).toBe(number));

it.each([
  [253_402_300_799, 253_402_300_799],
  [253_402_300_800, null],
  [-253_402_300_799, -253_402_300_799],
  [-253_402_300_800, null],
  [['2023-11-01'], null],
  ['2023-11-1', null],
  ['2023-11-01T00:00:00-0500', 1698814800],
])('the date %j is read as %j', (value, epoch) => expect(epochOrNull(value)).toBe(epoch));

describe('text that spells an object', () => {
  const nested = (levels: number): string => (levels === 0 ? '1' : `{'a': ${nested(levels - 1)}}`);

  it('may be nested over 40 levels', () => {
    expect(parseLiteral(nested(40))).toBeDefined();
    expect(parseLiteral(nested(41))).toBeUndefined();
    expect(parseLiteral(`${'('.repeat(40)}1${')'.repeat(40)}`)).toBeDefined();
    expect(parseLiteral(`${'('.repeat(41)}1${')'.repeat(41)}`)).toBeUndefined();
  });

  it('has no half escapes', () => {
    expect(parseLiteral(String.raw`{'a': '\x1z5'}`)).toBeUndefined();
    expect(parseLiteral(String.raw`{'a': '\u12zz5'}`)).toBeUndefined();
    expect(parseLiteral(String.raw`{'a': '\u0041\x42\t\r\n\q'}`)).toEqual({ a: 'AB\t\r\nq' });
  });
});

describe('the body of an error', () => {
  const deep = (levels: number): object => (levels === 1 ? { at: 'Wrong.' } : { a: deep(levels - 1) });

  it('has a message of fields only where a field says something', () => {
    expect(normalizeErrorBody({ message: {} })).toEqual({ code: null, message: null, fields: {} });
    expect(normalizeErrorBody({ message: [null, 'Wrong.', {}, 'Again.'] }).message).toBe('Wrong. Again.');
  });

  it('is read over six levels and fifty fields', () => {
    expect(normalizeErrorBody({ message: deep(6) }).fields).toEqual({ 'a.a.a.a.a.at': 'Wrong.' });
    expect(normalizeErrorBody({ message: deep(7) }).fields).toEqual({});
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`f${index}`, 'Wrong.']));
    expect(Object.keys(normalizeErrorBody({ message: many }).fields)).toHaveLength(50);
  });
});
