import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { toCurl, type CurlCall } from '../../src/policy-api/calls';
import { redactJson, redactorFor, secretsIn } from '../../src/policy-api/redact';

const BASE = 'https://api.1099policy.com/api/v1';
const KEY = 't9k_test_from_the_environment';

/** The arguments a shell would give to curl for this command. */
function argumentsOf(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const env = { PATH: process.env['PATH'], TEN99POLICY_API_KEY: KEY };
  return execFileSync('sh', ['-c', script], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
    .split('\0')
    .slice(0, -1);
}

const post: CurlCall = {
  method: 'POST',
  path: '/api/v1/contractors',
  idempotencyKey: '6f2a1c11-7b1f',
  requestBody: {
    first_name: "D'Arcy",
    company_name: '$(rm -rf /) `id` "x" \\ !! $HOME\n@file',
    phone: '%&;|<>*?~#',
  },
};

describe('toCurl', () => {
  it('can be read', () => {
    const call = { ...post, requestBody: { email: 'joe@example.com', tax_identification: '[redacted]' } };
    expect(toCurl(call, BASE, 'sandbox')).toBe(
      [
        'curl --request POST https://api.1099policy.com/api/v1/contractors',
        '--header "Authorization: Bearer $TEN99POLICY_API_KEY"',
        "--header 'Ten99Policy-Environment: sandbox'",
        "--header 'Accept: application/json'",
        "--header 'Ten99Policy-Idempotent-Key: 6f2a1c11-7b1f'",
        "--header 'Content-Type: application/json'",
        `--data-raw '{\n  "email": "joe@example.com",\n  "tax_identification": "[redacted]"\n}'`,
      ].join(' \\\n  '),
    );
  });

  it('reaches curl as it was meant, whatever the body holds', () => {
    const given = argumentsOf(toCurl(post, BASE, 'production'));
    expect(given.slice(0, 3)).toEqual(['--request', 'POST', `${BASE}/contractors`]);
    expect(given.filter((_argument, index) => given[index - 1] === '--header')).toEqual([
      `Authorization: Bearer ${KEY}`,
      'Ten99Policy-Environment: production',
      'Accept: application/json',
      'Ten99Policy-Idempotent-Key: 6f2a1c11-7b1f',
      'Content-Type: application/json',
    ]);
    expect(JSON.parse(given.at(-1) ?? '')).toEqual(post.requestBody);
    expect(given.at(-2)).toBe('--data-raw');
  });

  it('survives any text anywhere', () => {
    const text = fc.string({ unit: 'binary' }).map((one) => one.replace(/[\0\ud800-\udfff]/g, ''));
    fc.assert(
      fc.property(text, text, (key, value) => {
        const given = argumentsOf(
          toCurl({ ...post, idempotencyKey: key, requestBody: { value } }, BASE, 'sandbox'),
        );
        expect(given).toContain(`Ten99Policy-Idempotent-Key: ${key}`);
        expect(JSON.parse(given.at(-1) ?? '')).toEqual({ value });
      }),
      { numRuns: 40 },
    );
  });

  it('leaves out what the call did not have, and keeps the query', () => {
    const call = {
      method: 'GET',
      path: '/api/v1/jobs?limit=1&email=a%2Bb',
      requestBody: null,
      idempotencyKey: null,
    };
    const given = argumentsOf(toCurl(call, 'http://127.0.0.1:4010', 'sandbox'));
    expect(given[2]).toBe('http://127.0.0.1:4010/api/v1/jobs?limit=1&email=a%2Bb');
    expect(given.join()).not.toMatch(/data|Idempotent|Content-Type/);
  });

  it('takes a path with or without the base', () => {
    const call = { method: 'GET', path: '/jobs', requestBody: null, idempotencyKey: null };
    expect(argumentsOf(toCurl(call, `${BASE}/`, 'sandbox'))[2]).toBe(`${BASE}/jobs`);
  });
});

describe('redaction', () => {
  it('removes secret fields at any depth, keys in any text, and exact values', () => {
    const redact = redactorFor(['plain-old-key']);
    const body = {
      tax_identification: '12-3456789',
      list: [{ secret: 'whsec_1234' }, { secret: false }, { secret: null }],
      note: 'use t9k_live_abc123, t9sk_test_0f8b-11 or plain-old-key; whsec_ab+c/d=',
      packed: `{"tax_identification": "12-\\"3", 'secret': 'abc'}`,
      'plain-old-key': 1,
    };
    expect(redact(body)).toEqual({
      tax_identification: '[redacted]',
      list: [{ secret: '[redacted]' }, { secret: false }, { secret: null }],
      note: 'use [redacted], [redacted] or [redacted]; [redacted]',
      packed: `{"tax_identification": "[redacted]", 'secret': '[redacted]'}`,
      '[redacted]': 1,
    });
    expect(body.tax_identification).toBe('12-3456789');
  });

  it('leaves everything else as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (json) => {
        expect(JSON.stringify(redactorFor([])(json))).toBe(JSON.stringify(json));
      }),
    );
  });

  it('ends in a body nested without end', () => {
    const deep: unknown = JSON.parse('['.repeat(5_000) + ']'.repeat(5_000));
    expect(JSON.stringify(redactorFor([])(deep))).toContain('[too deep to show]');
  });

  const typed = ['', '-', ' ', '.', '/', '\u2013', '\u2212', '\u00a0', ' - '];
  const groupingBy = (separators: string[]) =>
    fc.array(fc.constantFrom(...separators), { minLength: 8, maxLength: 8 });
  const [ours, theirs] = [groupingBy(typed), groupingBy([...typed, '%2D', '%20', '+'])];

  it('knows a tax id however its digits are grouped, in texts and as a number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1e8, max: 1e9 - 1 }), ours, theirs, (number, typed, echoed) => {
        const written = (between: string[]) =>
          [...String(number)].map((digit, n) => digit + (between[n] ?? '')).join('');
        const redact = redactorFor(secretsIn({ tax_identification: written(typed), email: 'x' }));
        expect(redact({ note: `No ${written(echoed)}!`, [written(echoed)]: [number] })).toEqual({
          note: 'No [redacted]!',
          '[redacted]': ['[redacted]'],
        });
      }),
    );
    const padded = redactorFor(secretsIn({ tax_identification: '012-34-5678' }));
    expect(padded({ ssn: 12345678, n: 123456789 })).toEqual({ ssn: '[redacted]', n: 123456789 });
  });

  it('finds no secret where there is none', () => {
    expect(secretsIn({ tax_identification: '' })).toEqual([]);
    expect(secretsIn(undefined)).toEqual([]);
  });

  it('knows a number grouped like an SSN or EIN where nothing else tells', () => {
    const redact = redactorFor([]);
    for (const taxId of ['123-45-6789', '123 45 6789', '12-3456789'])
      expect(redact(`(${taxId})`)).toBe('([redacted])');
    for (const other of ['415-474-9088', '94104-1234', '2026-11-26', '123-45 6789', '1123-45-6789'])
      expect(redact(other)).toBe(other);
  });

  it('knows what opens a page for whoever has it, and the number of a card', () => {
    const redact = redactorFor([], ['url']);
    const link = 'https://my.1099policy.com/quick-access?contractor_id=cn_1&token=xyz789';
    const page = 'Go to https://my.1099policy.com/payment/setup/live_abc123, now';
    expect(
      redact({ login_url: link, url: 'https://example.com/', card_number: '4242', note: [link, page] }),
    ).toEqual({
      login_url: '[redacted]',
      url: '[redacted]',
      card_number: '[redacted]',
      note: [
        'https://my.1099policy.com/quick-access?contractor_id=cn_1&token=[redacted]',
        'Go to https://my.1099policy.com/payment/setup/[redacted] now',
      ],
    });
    expect(redactJson(JSON.stringify({ said: `'login_url': '${link}'` }))).not.toContain('quick-access');
    expect(redact('4242 4242 4242 4242, 4242-4242-4242-4242, 4242 4242-4242 4242')).toBe(
      '[redacted], [redacted], 4242 4242-4242 4242',
    );
  });

  it('takes secrets out of a JSON text, and leaves one without them to the letter', () => {
    expect(redactJson('{ "tax_identification" : 123456789, "n": 1.0 }')).toBe(
      '{"tax_identification":"[redacted]","n":1}',
    );
    for (const text of ['{ "n": 1.0, "id":"a\\u0041" }', 'no JSON', '[9007199254740993]'])
      expect(redactJson(text)).toBe(text);
    expect(redactJson(`{'tax_identification': 123456789`)).toBe(`{'tax_identification': '[redacted]'`);
    const packed = JSON.stringify({ contractor: JSON.stringify({ tax_identification: '123456789' }) });
    expect(redactJson(packed)).not.toContain('123456789');
  });

  it('finds in a JSON text what it finds in the value, however it is written', () => {
    const parts = ['Secret', 'to\u212Aen', 'note', '123-45-6789', '12-3456789', '4242 4242 4242 4242', KEY];
    parts.push(
      'whsec_abc',
      '?token=abc',
      '/payment/setup/abc',
      'k',
      '"',
      "'secret': 'x'",
      '\\',
      ' ',
      '\n',
      '1',
    );
    const text = fc.array(fc.constantFrom(...parts), { maxLength: 3 }).map((some) => some.join(''));
    const json = fc.dictionary(text, fc.oneof(text, fc.array(text, { maxLength: 2 }), fc.integer()));
    const escaped = (whole: string) => whole.replaceAll('/', '\\/').replaceAll('k', '\\u006b');
    fc.assert(
      fc.property(json, (value) => {
        const plain = JSON.stringify(value);
        const redacted = JSON.stringify(redactorFor([])(value));
        for (const written of [plain, escaped(plain)])
          expect(redactJson(written)).toBe(redacted === plain ? written : redacted);
      }),
    );
  });
});

describe('a redactor that has the text of a value', () => {
  it('takes out the same as one that has not', () => {
    const exact = ['123456789', 'a key of any form'];
    const redact = redactorFor(exact, ['hidden_here']);
    const piece = fc.constantFrom(
      ...[
        '123456789',
        '123-45-6789',
        '12 345 67 89',
        '12-3456789',
        '1234 5678 9012 3456',
        'a key of any form',
      ],
      ...[
        't9k_test',
        'whsec_abc',
        'https://x.test/?token=abc',
        '/payment/setup/abc',
        '"',
        "'",
        '\\',
        ' ',
        '\u00e9',
      ],
      ...[`{'tax_identification': '12'}`, `{"secret": "x"}`, 'token', 'plain text'],
    );
    const text = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
    const key = fc.constantFrom(
      'id',
      'Secret',
      'tax_identification',
      'hidden_here',
      'card_number',
      't9k_key',
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.constantFrom(123456789, 12, null, true, ''),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(value, (one) => {
        const json = JSON.stringify(one);
        const read: unknown = JSON.parse(json);
        expect(redact(read, json)).toEqual(redact(read));
      }),
      { numRuns: 1000 },
    );
  });
});
