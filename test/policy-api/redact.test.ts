import { REDACTED, redactJson, redactorFor } from '../../src/policy-api/redact';

const within = (value: unknown) => JSON.stringify({ text: JSON.stringify(value) });

describe('a JSON text without its secrets', () => {
  it.each([
    ['there twice, the last of them empty', '{"tax_identification":"123456789","tax_identification":null}'],
    ['within, there twice', '{"data":{"secret":"hush-hush","secret":false}}'],
    ['behind a byte order mark', '\uFEFF{"token":"hush-hush","Tax_Identification":"123456789"}'],
    ['cut in the middle', '{"token":"hush-hush","cvc":"987","TAX_IDENTIFICATION":"123456789","x":'],
    ['cut in the middle of one', '{"a":1,"secret":"hush-hush'],
    ['cut behind a backslash', '{"a":1,"secret":"hush\\"hush\\'],
    ['in JSON within a text', within({ Tax_Identification: '123456789', token: 'hush-hush' })],
    ['in a list within a text', within({ tax_identification: ['123456789'] })],
    ['in JSON within JSON within a text', within({ b: JSON.stringify({ cvv: '987' }) })],
    [
      'in a link with its ampersand escaped',
      within('https://x.example/?a=1&token=hush-hush').replace('&', '\\u0026'),
    ],
    ['in a link of a web page', JSON.stringify({ a: 'https://x.example/?a=1&amp;token=hush-hush' })],
    ['in a link within a link', JSON.stringify({ a: 'https://x.example/?to=%3Ftoken%3Dhush-hush' })],
    ['behind an underscore', JSON.stringify({ a: 'key_t9sk_hush-hush' })],
  ])('%s', (_where, text) => {
    expect(redactJson(text)).not.toMatch(/123456789|hush|987/);
  });

  it.each([
    '{"secret": false, "a" : 1}',
    '{"secret": "", "id": 12345678901234567890}',
    '[{"token":null}]',
    '{"4242 4242 4242 4242\\u006b":0}',
    '{"\\"Secret":[]}',
    '{"a":"the secret of token"}',
    'no JSON',
  ])('is the same to the letter where it holds none: %s', (text) => expect(redactJson(text)).toBe(text));
});

describe('of keys', () => {
  it.each([
    'This is a live key; the sandbox takes test keys (t9k_test_...) only.',
    'Use t9k_test_… or t9sk_live_<key>, such as t9k_test_{key}',
    'It begins with t9k_test_, t9sk_test_, t9k_live_ or t9sk_live_.',
    'It has t9k_live in it, or t9k_.',
    't9k_test_XXXXXXXXXXXXXXXXXXXXX and whsec_xxxx...',
    't9sk_test_xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx',
    '"t9k_test_***" (masked), whsec_**** and t9k_...',
  ])('their form is told: %s', (text) => {
    expect(redactorFor([])(text)).toBe(text);
    expect(redactJson(JSON.stringify({ message: text }))).toBe(JSON.stringify({ message: text }));
  });

  it.each([
    't9k_test_hush',
    't9k_test_h',
    't9k_live_...hush',
    't9k_live_…hush',
    't9k_live_****hush',
    't9k_live_•••hush',
    't9k_live_hu..**..sh****hush',
    't9k_...hush',
    't9k_hush...hush',
    'whsec_***hush',
    't9k_test_XXXXhush',
    't9k_test_xxxx-hush',
    't9k_test_XXXX...hush',
    't9k_test-hush',
    't9k_testhush',
    'T9K_LIVE_HUSH',
    't9k_test_t9k_live_hush',
  ])('none, nor a part of one, is told: %s', (text) => {
    for (const shown of [redactorFor([])(`(${text})`), redactJson(JSON.stringify(`(${text})`))])
      expect(shown.replace(/^"|"$/g, '')).toBe(`(${REDACTED})`);
  });

  it.each(['t9k_test_x', 't9k_test_xxx', 't9k_test_XxXxXxXx', 't9k_test_XXXX-', 'whsec_XXXX='])(
    'what may be the beginning of one is not told: %s',
    (text) => expect(redactorFor([])(text)).toBe(REDACTED),
  );

  it('one in use is not told, however it looks', () => {
    expect(redactorFor(['t9k_test_xxxxxxxx'])('No such key: t9k_test_xxxxxxxx')).toBe(
      'No such key: [redacted]',
    );
  });
});

it('keeps the end of a line of a log, and its order', () => {
  const line = '{"level":30,"token":"hush-hush","msg":"came"}\n';
  expect(redactorFor([])(line)).toBe(`{"level":30,"token": "${REDACTED}","msg":"came"}\n`);
});

it.each([
  ['backslashes', `"token":"${'\\'.repeat(200_000)}`],
  ['lists that do not end', '"token":['.repeat(30_000)],
  ['texts that do not end', `"token":"`.repeat(30_000)],
  ['lists within lists', '['.repeat(200_000)],
  ['keys', 't9sk_'.repeat(40_000)],
  ['keys with stars', 't9k_**'.repeat(40_000)],
  ['stars in a key', `t9k_${'*.'.repeat(100_000)}`],
  ['X in a key', `t9k_${'xxxx-'.repeat(40_000)}`],
])('a text of many %s is looked through at once', (_what, text) => {
  expect(redactJson(`${text}hush`)).toBeDefined();
});

describe('a value that is known to be secret', () => {
  const redact = redactorFor(['012-34-5678', '4111111111111111']);
  it.each<unknown>([
    'Tax id 12345678 is taken',
    12_345_678,
    '0123-45678',
    '012\u200B345678',
    '01\u00AD2345678',
    4_111_111_111_111_111,
  ])('is found as %p', (value) => {
    for (const shown of [redact({ value }), redact({ value }, JSON.stringify({ value }))])
      expect(JSON.stringify(shown).replace(/\D/g, '')).not.toMatch(/12345678|41111/);
  });

  it('leaves an answer as it is that holds none', () => {
    const answer = { id: 'cn_1', amounts: [345_678, null], tax_identification: null };
    expect(redact(answer, JSON.stringify(answer))).toBe(answer);
  });
});
