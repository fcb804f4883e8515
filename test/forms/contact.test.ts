import fc from 'fast-check';
import { emailText, phoneText, requiredEmail } from '../../src/forms/contact';

/** What a phone number is wrapped in and strewn with when it is copied out of a page or a message. */
const unseen = fc.constantFrom(...'\u202a\u202c\u2068\u2069\u200b\u200e\u00ad\u2060\ufeff\ufe0f');

function strewn(text: string): fc.Arbitrary<string> {
  return fc
    .array(unseen, { minLength: text.length + 1, maxLength: text.length + 1 })
    .map((marks) => [...text].map((character, index) => marks[index] + character).join('') + marks.at(-1));
}

describe('a phone number', () => {
  it.each([
    ['415-474-9088', '415-474-9088'],
    ['(415) 474-9088', '415-474-9088'],
    ['4154749088', '415-474-9088'],
    ['415.474.9088', '415-474-9088'],
    ['1-415-474-9088', '415-474-9088'],
    ['+1 415 474 9088', '415-474-9088'],
    ['tel:+1-415-474-9088', '415-474-9088'],
    ['\u202a415-474-9088\u202c', '415-474-9088'],
    ['\u2068415-474-9088\u2069', '415-474-9088'],
    ['415–474–9088', '415-474-9088'],
    ['415\u2011474\u22129088', '415-474-9088'],
    ['415\u00a0474\u202f9088', '415-474-9088'],
    ['（415）474ー9088', '415-474-9088'],
    ['٤١٥-٤٧٤-٩٠٨٨', '415-474-9088'],
    ['415-474-9088 Ext. 12', '415-474-9088 ext. 12'],
    ['415-474-9088 x12', '415-474-9088 ext. 12'],
    ['415-474-9088, extension 12', '415-474-9088 ext. 12'],
    ['+1 787 555 0100', '787-555-0100'],
    ['+44 20 7946 0018', '+44 20 7946 0018'],
    ['+44 (0)20 7946 0018 ext 5', '+44 20 7946 0018 ext. 5'],
  ])('%j is %s', (typed, phone) => {
    expect(phoneText(typed)).toBe(phone);
    expect(phoneText(phone)).toBe(phone);
  });

  it.each([
    'call me',
    '474-9088',
    '415-474-908',
    '111-111-1111',
    '911',
    'call 415-474-9088',
    '415-474-9088 / 9089',
  ])('%j is none', (typed) => expect(phoneText(typed)).toBeNull());

  it('is the same whatever unseen characters it is pasted with', () => {
    fc.assert(fc.property(strewn('415-474-9088'), (typed) => phoneText(typed) === '415-474-9088'));
  });
});

describe('an email address', () => {
  const read = (text: string) => {
    const { data, error } = requiredEmail('Enter the email address').safeParse(text);
    return data ?? error?.issues[0]?.message;
  };

  it.each([
    ['o&leary@example.com', 'o&leary@example.com'],
    ["o'neil+jobs@example.com", "o'neil+jobs@example.com"],
    ['Maya.Okafor@EXAMPLE.com', 'Maya.Okafor@EXAMPLE.com'],
    ['info@xn--bcher-kva.example', 'info@xn--bcher-kva.example'],
    ['info@bücher.example', 'info@xn--bcher-kva.example'],
    ['info@пример.рф', 'info@xn--e1afmkfd.xn--p1ai'],
    ['info@例え。jp', 'info@xn--r8jz45g.jp'],
    ['\u2068maya@exam\u00adple.com\u2069', 'maya@example.com'],
    ['maya＠example．com', 'maya@example.com'],
  ])('%j is %s', (typed, email) => {
    expect(read(typed)).toBe(email);
    expect(emailText(email)).toBe(email);
  });

  it.each([
    ['', /Enter the email address/],
    ['maya@', /like name@example.com/],
    ['maya', /like name@example.com/],
    ['maya @example.com', /like name@example.com/],
    ['maya@exam_ple.com', /like name@example.com/],
    ['maya@bü/cher.example', /like name@example.com/],
    ['maya@-example.com', /like name@example.com/],
    ['josé@example.com', /before the @/],
    [`${'a'.repeat(243)}@example.com`, /at most 254 characters: these are 255/],
  ])('%j is refused', (typed, words) => {
    expect(read(typed)).toMatch(words);
  });
});
