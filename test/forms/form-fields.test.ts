/** How each kind of field is read, without a page around it: its edges, its units, and what is said when it is wrong. */
import type { z } from 'zod';
import {
  addressFields,
  addressLine,
  addressTexts,
  missingInAddress,
  splitAddress,
  withChosenPlaces,
} from '../../src/forms/address';
import { checkForm } from '../../src/forms/check-form';
import * as form from '../../src/forms/form';
import * as metadata from '../../src/forms/metadata';
import { freshForm, withErrors, withFailure } from '../../src/onboarding/journey/form-page';
import { HOST_WORDS } from '../../src/pages/site-words';
import { PolicyApiError } from '../../src/policy-api/errors';

/** What a schema makes of a text, or what it says is wrong. */
const read = (schema: z.ZodType, text: string): unknown => {
  const { data, error } = schema.safeParse(text);
  return error ? error.issues[0]?.message : data;
};

const ADDRESS = {
  'address.line1': '1 Kearny St',
  'address.line2': 'Suite 4',
  'address.locality': 'San Francisco',
  'address.region': 'CA',
  'address.postalcode': '94104',
  'address.country': 'US',
};
const EMPTY = Object.fromEntries(Object.keys(ADDRESS).map((name) => [name, '']));
const SENT = {
  line1: '1 Kearny St',
  line2: 'Suite 4',
  locality: 'San Francisco',
  region: 'CA',
  postalcode: '94104',
  country: 'US',
};
const readAddress = (changes: Record<string, string>) => {
  const { data, errors } = checkForm(addressFields, { ...ADDRESS, ...changes });
  return data ?? errors;
};

describe('an address', () => {
  it('is read field by field, and sent as a whole', () => {
    const { data } = checkForm({ ...addressFields, other: form.optionalText() }, { ...ADDRESS, other: 'x' });
    expect(data && splitAddress(data)).toEqual([SENT, { other: 'x' }]);
    expect(readAddress({ 'address.region': 'california', 'address.country': 'united states' })).toEqual(
      ADDRESS,
    );
  });

  it.each([
    ['94104', '94104'],
    ['941041234', '94104-1234'],
    ['94104 - 1234', '94104-1234'],
    ['94104–1234', '94104-1234'],
    ['', undefined],
  ])('takes the ZIP code %j as %j', (typed, zip) => {
    expect(readAddress({ 'address.postalcode': typed })).toEqual({ ...ADDRESS, 'address.postalcode': zip });
  });

  it.each([
    ['address.postalcode', '9410', 'A ZIP code has five digits, like 94104, or nine, like 94104-1234'],
    ['address.postalcode', '94104-123', 'A ZIP code has five digits, like 94104, or nine, like 94104-1234'],
    ['address.postalcode', 'x94104', 'A ZIP code has five digits, like 94104, or nine, like 94104-1234'],
    ['address.postalcode', '94104x', 'A ZIP code has five digits, like 94104, or nine, like 94104-1234'],
    ['address.region', 'Nowhere', 'Choose a state from the list'],
    ['address.country', 'Nowhere', 'Choose a country from the list'],
    ['address.line1', 'x'.repeat(501), 'Use at most 500 characters: these are 501'],
  ])('refuses the %s %j', (field, typed, text) => {
    expect(readAddress({ [field]: typed })).toEqual([{ field, text }]);
  });

  it('has to be whole where it is needed, or was begun; a country alone is no beginning', () => {
    const all = ['address.line1', 'address.locality', 'address.region', 'address.postalcode'];
    const missing = (changes: Record<string, string>, required = false) =>
      missingInAddress({ ...EMPTY, ...changes }, required).map(({ field }) => field);
    expect(missing({})).toEqual([]);
    expect(missing({ 'address.country': 'US' })).toEqual([]);
    expect(missing({}, true)).toEqual(all);
    expect(missing({ 'address.line2': 'Suite 4' })).toEqual(all);
    expect(missing({ 'address.region': 'CA' })).toEqual(all.filter((field) => field !== 'address.region'));
    expect(missing(ADDRESS, true)).toEqual([]);
    expect(missingInAddress(EMPTY, true).map(({ text }) => text)).toEqual([
      'Enter the street, or a PO box',
      'Enter the city',
      'Choose the state',
      'Enter the ZIP code',
    ]);
  });

  it('is none where a part of it is missing, and says null for what may be', () => {
    const { 'address.line2': _suite, 'address.country': _country, ...needed } = ADDRESS;
    const none = { 'address.line2': undefined, 'address.country': undefined };
    expect(splitAddress({ ...needed, ...none })[0]).toEqual({ ...SENT, line2: null, country: null });
    for (const name of Object.keys(needed))
      expect(splitAddress({ ...ADDRESS, [name]: undefined })).toEqual([undefined, {}]);
  });

  it('is shown in its fields and in one line', () => {
    expect(addressTexts(SENT)).toEqual(ADDRESS);
    expect(addressTexts({ ...SENT, line2: null })).toEqual({ ...ADDRESS, 'address.line2': '' });
    expect(addressTexts(null)).toEqual(EMPTY);
    expect(addressLine(SENT)).toBe('1 Kearny St, Suite 4, San Francisco, CA 94104');
    expect(addressLine({ ...SENT, line2: null, locality: '' })).toBe('1 Kearny St, CA 94104');
    expect(addressLine({ line1: '', locality: '', region: '', postalcode: '' })).toBeNull();
    expect(addressLine(undefined)).toBeNull();
  });

  it('chooses from the lists what their names mean, and keeps what they do not have', () => {
    expect(withChosenPlaces({ name: 'x', 'address.region': 'texas', 'address.country': 'USA' })).toEqual({
      name: 'x',
      'address.region': 'TX',
      'address.country': 'US',
    });
    const unknown = { 'address.region': 'Nowhere', 'address.country': 'Atlantis' };
    expect(withChosenPlaces(unknown)).toEqual(unknown);
    expect(withChosenPlaces({})).toEqual({ 'address.region': '', 'address.country': '' });
  });
});

describe('a form', () => {
  const fields = { a: form.requiredText('Enter a'), b: form.requiredText('Enter b') };

  it('tells all that is wrong at once: one thing for each field, in their order, the rest last', () => {
    const other = { field: 'elsewhere', text: 'Not here' };
    const general = [
      { field: null, text: 'First' },
      { field: null, text: 'Second' },
    ];
    const rule = () => [
      ...general,
      other,
      { field: 'b', text: 'Later' },
      { field: 'a', text: 'By the rule' },
    ];
    expect(checkForm(fields, { a: 'x' }, rule)).toEqual({
      data: null,
      errors: [{ field: 'a', text: 'By the rule' }, { field: 'b', text: 'Enter b' }, ...general, other],
    });
    expect(checkForm(fields, { a: 'x', b: ['y', 'z'] })).toEqual({ data: { a: 'x', b: 'y' }, errors: [] });
  });

  it('gives its rule what could be read, and what was typed', () => {
    const seen: unknown[] = [];
    checkForm(
      { ...fields, c: form.ticked() },
      { a: ' x ', c: 'true' },
      (...given) => (seen.push(...given), []),
    );
    expect(seen).toEqual([
      { a: 'x', c: true },
      { a: 'x', b: '', c: 'true' },
    ]);
  });

  it('is read clean, but for what has to be found again letter by letter', () => {
    const body = { one: ' a\r\nb ', many: [' a ', 'b\r\nc'], _csrf: 'x', password: 'secret' };
    expect(['one', 'many', 'none'].map((name) => form.textOf(body, name))).toEqual(['a\nb', 'a', '']);
    expect([
      form.allTextsOf(body, 'one'),
      form.allTextsOf(body, 'many'),
      form.allTextsOf(body, 'none'),
    ]).toEqual([['a\nb'], ['a', 'b\nc'], []]);
    expect(form.asSent(body, 'many')).toEqual([' a ', 'b\nc']);
    expect(form.valuesOf(body, ['password'])).toEqual({ one: 'a\nb', many: 'a' });
    expect(form.valuesOf({ password: 'x' })).toEqual({ password: 'x' });
  });

  it('is fresh, or comes back with what is wrong with it', () => {
    const fresh = freshForm(() => 'key-1', { name: 'x' });
    expect(fresh).toMatchObject({
      status: 200,
      values: { name: 'x' },
      errors: [],
      basis: '',
      idempotencyKey: 'key-1',
    });
    const errors = [{ field: 'name', text: 'Wrong' }];
    expect(withErrors(fresh, errors)).toEqual({ ...fresh, status: 400, errors });
  });
});

describe('the key of a form after a failed call', () => {
  const deps = { newKey: () => 'new', words: HOST_WORDS };
  const failed = (details: Partial<ConstructorParameters<typeof PolicyApiError>[0]>) => {
    const refused = { kind: 'answer', status: 400, code: 'bad_request' } as const;
    const call = { message: 'No.', method: 'POST', path: '/jobs' };
    const error = new PolicyApiError({ ...refused, ...call, ...details });
    return withFailure(
      freshForm(() => 'old'),
      error,
      ['name'],
      deps,
    ).idempotencyKey;
  };

  it.each([
    ['a refusal', {}, 'new'],
    ['an error of the API, which the key would bring back', { status: 500, code: 'general_error' }, 'new'],
    ['an error of something before the API', { status: 502, code: null }, 'old'],
    ['no answer', { kind: 'timeout', status: null, code: null }, 'old'],
    ['one call too many', { status: 429, code: 'general_error' }, 'old'],
    ['a call that was never made', { kind: 'not_sent', status: null }, 'new'],
  ] as const)('after %s', (_what, details, key) => expect(failed(details)).toBe(key));

  it('is thrown on with what no API said', () => {
    const page = freshForm(() => 'old');
    expect(() => withFailure(page, new TypeError('a bug'), [], deps)).toThrow('a bug');
  });
});

describe('text', () => {
  it.each([
    ['x'.repeat(500), 'x'.repeat(500)],
    ['👩‍👩‍👧'.repeat(500), '👩‍👩‍👧'.repeat(500)],
    ['x'.repeat(501), 'Use at most 500 characters: these are 501'],
    ['x'.repeat(1234), 'Use at most 500 characters: these are 1,234'],
    ['', 'Enter it'],
  ])('that is needed has up to 500 characters (%#)', (text, result) => {
    expect(read(form.requiredText('Enter it'), text)).toBe(result);
  });

  it('may be left out, be meant as a number, or stand for a tick', () => {
    expect(['', 'x'].map((text) => read(form.optionalText(), text))).toEqual([undefined, 'x']);
    expect(form.numeral().parse('１２–٣')).toBe('12-3');
    expect([form.ticked().parse(''), form.ticked().parse('true')]).toEqual([false, true]);
  });
});

describe('money', () => {
  const amount = { name: 'The wage', min: 100, max: 100_000_000 };
  const cents = (text: string) => read(form.dollars('Enter the wage', amount), text);

  it.each([
    ['1', 100],
    ['1,000,000', 100_000_000],
    ['1,250.50', 125_050],
    ['1 250.5', 125_050],
    ['$ 12.05', 1_205],
    ['US$12', 1_200],
    ['12 usd', 1_200],
    ['١٢', 1_200],
    ['', 'Enter the wage'],
    ['0.99', 'The wage must be between $1 and $1,000,000'],
    ['1,000,000.01', 'The wage must be between $1 and $1,000,000'],
    ['1,25', 'The wage must be an amount in dollars, like 150 or 1,250.50'],
    ['1,250 000', 'The wage must be an amount in dollars, like 150 or 1,250.50'],
    ['1.255', 'The wage must be an amount in dollars, like 150 or 1,250.50'],
    ['1234567890123', 'The wage must be an amount in dollars, like 150 or 1,250.50'],
    ['x12', 'The wage must be an amount in dollars, like 150 or 1,250.50'],
    ['-12', 'The wage must be an amount in dollars, like 150 or 1,250.50'],
  ])('typed as %j is %j', (text, result) => expect(cents(text)).toBe(result));

  it('may be left out', () => {
    expect(['', '12'].map((text) => read(form.optionalDollars(amount), text))).toEqual([undefined, 1_200]);
  });

  it('is shown without cents where there are none', () => {
    expect([125_050, 500, 5, 0].map(form.inDollars)).toEqual(['$1,250.50', '$5', '$0.05', '$0']);
    expect([125_050, 500, 0, null, undefined].map(form.asTyped)).toEqual(['1250.50', '5', '0', '', '']);
  });
});

it.each([
  ['x'.repeat(8), true],
  ['x'.repeat(64), true],
  ['a_B-3_c-D', true],
  ['x'.repeat(7), false],
  ['x'.repeat(65), false],
  ['abcdefgh!', false],
  ['!abcdefgh', false],
])('the key %j of a form could be ours: %j', (key, ours) => {
  expect(form.idempotencyKeyOf({ idempotency_key: key }, () => 'new')).toBe(ours ? key : 'new');
});

it.each([
  ['en_tq4i4Wnp9K', 'en_tq4i4Wnp9K'],
  [' en _\u200b1', 'en_1'],
  ['x'.repeat(100), 'x'.repeat(100)],
  ['x'.repeat(101), null],
  ['en_1/..', null],
  ['?en_1', null],
  ['', null],
])('the id %j that was chosen is %j', (given, id) =>
  expect(form.chosenId({ chosen: given }, 'chosen')).toBe(id),
);

describe('metadata', () => {
  const body = (rows: [string, string][], was: string[] = []) => ({
    'custom_metadata.key': rows.map(([key]) => key),
    'custom_metadata.value': rows.map(([, value]) => value),
    'custom_metadata.was': was,
  });
  const wrong = (rows: [string, string][], known: string[] = []) =>
    metadata.checkMetadata(metadata.metadataRows(body(rows, known)), known)[0]?.text;

  it('is its rows without the empty ones, clean but for the keys that the object has', () => {
    expect(
      metadata.metadataRows(
        body(
          [
            [' a ', ' 1 '],
            ['', ''],
            ['', '2'],
            ['b ', ''],
          ],
          ['b '],
        ),
      ),
    ).toEqual([
      { key: 'a', value: '1' },
      { key: '', value: '2' },
      { key: 'b ', value: '' },
    ]);
    expect(metadata.metadataRows({ 'custom_metadata.key': 'a' })).toEqual([{ key: 'a', value: '' }]);
  });

  it('needs a key for each value, a value for each new key, and no key twice', () => {
    expect(wrong([['', '1']])).toBe('Every custom metadata value needs a key');
    expect(wrong([['a', '']])).toBe('Enter a value for the custom metadata key a');
    expect(
      wrong(
        [
          ['a', ''],
          ['b', '1'],
        ],
        ['a'],
      ),
    ).toBeUndefined();
    expect(
      wrong([
        ['a', '1'],
        ['b', '1'],
        ['a', '2'],
      ]),
    ).toBe('The custom metadata key a is there twice');
    expect(wrong([])).toBeUndefined();
  });

  it('empties the keys that were taken out, and all of them when none is left', () => {
    const rows = [{ key: 'a', value: '1' }];
    expect(metadata.metadataOf(rows)).toEqual({ a: '1' });
    expect(metadata.metadataOf(rows, ['a', 'b'])).toEqual({ a: '1', b: '' });
    expect(metadata.metadataOf([], ['a'])).toEqual({});
  });

  it('is shown with rows to spare, and as the API has it', () => {
    const empty = { key: '', value: '' };
    const known = metadata.metadataBody({ a: '1', b: { c: 2 } });
    const rows = [
      { key: 'a', value: '1' },
      { key: 'b', value: '{"c":2}' },
    ];
    expect(metadata.metadataView({ body: known })).toEqual({
      rows: [...rows, empty, empty],
      knownKeys: ['a', 'b'],
    });
    expect(metadata.metadataView({ body: known, goOnAt: 'custom_metadata' }).rows).toHaveLength(5);
    expect(metadata.metadataView({ body: metadata.metadataBody(null), goOnAt: 'name' })).toEqual({
      rows: [empty, empty],
      knownKeys: [],
    });
  });
});
