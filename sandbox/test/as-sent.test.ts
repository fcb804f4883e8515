import fc from 'fast-check';
import { control } from './support/control';
import { contractorFields } from './support/objects';
import { runSandbox, type Answer, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox()));
afterAll(() => sandbox.close());

/** A contractor with something in the place of `"?"`, as JSON that no parser of ours has written. */
const post = (fields: object, written = ''): Promise<Answer> => {
  const body = JSON.stringify({ ...contractorFields(), ...fields }).replace('"?"', () => written);
  return sandbox.call('POST', '/contractors', body, { 'content-type': 'application/json' });
};
const metadata = (written: string) => post({ custom_metadata: { n: '?' } }, written);

describe('a number that a double cannot hold', () => {
  const written = [
    ...['9007199254740993', '-9007199254740993', '12345678901234567890', '3.14159265358979323846'],
    ...['1e400', '-1e400', '1e-400', '0.1000000000000000055511151231257827', `1${'0'.repeat(400)}1`],
  ];
  test.each(written)('is refused by name: %s', async (number) => {
    const refused = await metadata(number);
    expect([refused.status, refused.body.error_code]).toEqual([400, 'bad_request']);
    expect(refused.body.message).toContain(`The number ${number.slice(0, 40)}`);
    expect(refused.body.message).toMatch(/Send it as text/);
  });

  test('is refused wherever it stands, and whoever reads it', async () => {
    const places: object[] = [
      { unknown: '?' },
      { unknown: [{ deep: ['?'] }] },
      { address: { postalcode: '?' } },
      { tax_identification: '?' },
    ];
    for (const fields of places) expect((await post(fields, '1e999')).body.error_code).toBe('bad_request');
    const key = { 'Ten99Policy-Idempotent-Key': 'exact' };
    const again = await sandbox.call('POST', '/contractors', '{"n":1e400}', {
      ...key,
      'content-type': 'application/json',
    });
    expect(again.body.error_code).toBe('bad_request');
    expect((await control(sandbox, 'POST', '/clock', '{"to":1e999}')).body.message).toContain('1e999');
  });

  test('is taken as text', async () => {
    const kept = await post({ custom_metadata: { n: '9007199254740993', '1e400': 'key' } });
    expect(kept.body.custom_metadata).toEqual({ n: '9007199254740993', '1e400': 'key' });
  });
});

test.each([
  ['9007199254740991', 9007199254740991],
  ['9007199254740992', 9007199254740992],
  ['-0', 0],
  ['0.10', 0.1],
  ['1.5E+3', 1500],
  ['100e-2', 1],
  ['0.000e5', 0],
  ['5e-324', 5e-324],
  [`1${'0'.repeat(308)}`, 1e308],
])('%s is kept, whatever way it is written', async (number, value) => {
  expect((await metadata(number)).body.custom_metadata).toEqual({ n: value });
});

test('any number is kept that a program has written', async () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  await fc.assert(
    fc.asyncProperty(number, async (value) => {
      const wanted = Object.is(value, -0) ? 0 : value;
      expect((await metadata(JSON.stringify(value))).body.custom_metadata).toEqual({ n: wanted });
    }),
    { numRuns: 60 },
  );
});

test('numbers are not looked for inside texts, nor in what is no JSON', async () => {
  const text = '1e400 "\\ 9007199254740993 \\" 1e400';
  expect((await post({ first_name: text })).body.first_name).toBe(text);
  for (const broken of ['1-2', '01e', '1e400"', '--1']) {
    expect((await metadata(broken)).body.message).toMatch(/not valid JSON|cannot|too large/);
  }
  expect((await metadata('1-2')).body.message).toBe('The request body is not valid JSON.');
});

describe('text that nobody could keep', () => {
  const nul = '\0';
  const half = '\ud83d';
  test.each([
    ['email', { email: `a${nul}@example.com` }],
    ['first_name', { first_name: half }],
    ['company_name', { company_name: `Acme ${half} Co` }],
    ['address.line1', { address: { line1: nul } }],
    ['custom_metadata.note', { custom_metadata: { note: half } }],
    ['custom_metadata', { custom_metadata: { [`key${nul}`]: 'x' } }],
    ['unknown.0.deep', { unknown: [{ deep: nul }] }],
  ])('is refused with the field %s named', async (field, fields) => {
    const refused = await post(fields);
    expect([refused.status, refused.body.error_code]).toEqual([400, 'invalid_input']);
    expect(Object.keys(refused.body.message)).toEqual([field]);
    expect(refused.body.message[field]).toMatch(/must not have/);
  });

  test('is refused in the name of a field, of many fields, in forms and in file names', async () => {
    expect((await post({ [nul]: 1 })).body.message).toMatch(/name of a field.*U\+0000/);
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`field${n}`, nul]));
    expect(Object.keys((await post(many)).body.message)).toHaveLength(20);
    const form = await sandbox.call('POST', '/entities', 'name=a%00b', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(form.body.message).toEqual({ name: 'It must not have the character U+0000 in it.' });
    const file = 'Content-Disposition: form-data; name="certificate"; filename="a\0.pdf"';
    const parts = `--x\r\n${file}\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--x--\r\n`;
    const upload = await sandbox.call('POST', '/files/certificates', parts, {
      'content-type': 'multipart/form-data; boundary=x',
    });
    expect([upload.status, upload.body.error_code]).toEqual([
      400,
      expect.stringMatching(/^(invalid_input|bad_request)$/),
    ]);
  });

  test('is refused by the control API too, and nothing else is', async () => {
    expect((await control(sandbox, 'POST', '/category-codes', { name: half })).body.message).toEqual({
      name: 'It must not have half of a character (a lone surrogate) in it.',
    });
    const fine = { first_name: 'Zoë 👩‍👩‍👧 \u0001\ufffd\ufeff', custom_metadata: { '👍': '\u2028' } };
    expect((await post(fine)).body).toMatchObject(fine);
  });

  test('JSON in another encoding is refused, as it would be read as something else', async () => {
    const body = Buffer.from(JSON.stringify(contractorFields()), 'utf16le');
    const response = await fetch(`${sandbox.url}/api/v1/contractors`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sandbox.apiKey}`,
        'content-type': 'application/json; charset=utf-16le',
      },
      body,
    });
    const answer = (await response.json()) as { message: string };
    expect([response.status, answer.message]).toEqual([400, 'The request body must be UTF-8.']);
  });
});

test('a body may be fifty levels deep, and is refused when it is deeper', async () => {
  const deep = (levels: number): object =>
    JSON.parse('{"a":'.repeat(levels) + '1' + '}'.repeat(levels)) as object;
  expect((await post(deep(50))).status).toBe(201);
  expect((await post(deep(51))).body.message).toMatch(/nested too deeply/);
  expect((await post({ a: '?' }, '['.repeat(100_000) + ']'.repeat(100_000))).status).toBe(400);
});
