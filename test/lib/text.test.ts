import fc from 'fast-check';
import { cleanText, countCharacters, numberText, plainText } from '../../lib/text';

const INVISIBLE = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]$/u;
const visible = (text: string) => [...text].filter((character) => !INVISIBLE.test(character));
const everyCharacter = function* (pattern: RegExp) {
  for (let code = 0; code <= 0x10ffff; code += 1) {
    const character = String.fromCodePoint(code);
    if (pattern.test(character)) yield character;
  }
};

/** Characters that pasted text brings along, beside those that people type. */
const pasted = fc.oneof(
  fc.constantFrom(
    ...'\u202a\u202c\u2068\u2069\u200b\u200c\u200d\u2060\ufeff\u00ad\u061c\ufe0f\u3164\u115f\u2800',
  ),
  fc.constantFrom('\r\n', '\r', '\n', '\0', ' ', '\u00a0', '\u3000', '\t', '\u180e', '\u{e0101}'),
  fc.constantFrom(...'–—‑−－ー٣４𝟒²aéÅ,.@٫٬$'),
  fc.constantFrom('👩‍🚀', '👍🏽', '❤️', '🏳️‍🌈', '1️⃣'),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const texts = fc.array(pasted, { maxLength: 20 }).map((parts) => parts.join(''));

describe('cleaning', () => {
  it.each([
    ['cleanText', cleanText],
    ['plainText', plainText],
    ['numberText', numberText],
  ])('changes nothing the second time (%s)', (_name, clean) => {
    fc.assert(fc.property(texts, (text) => clean(clean(text)) === clean(text)));
  });

  it('loses no visible character, whatever is pasted', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(visible(cleanText(text))).toEqual(visible(text));
        expect(visible(plainText(text))).toHaveLength(visible(text).length);
        expect(visible(numberText(text))).toHaveLength(visible(text).length);
      }),
    );
  });

  it('leaves what stands between the first and the last visible character alone', () => {
    const edge = fc.constantFrom('a', 'é', '文', '👩', '-', '🇺🇸');
    const pad = fc.array(fc.constantFrom(...'\u200b\ufeff\u202e \n\u00ad\ufe0f\u3164'), { maxLength: 6 });
    fc.assert(
      fc.property(pad, edge, texts, edge, pad, (before, first, inside, last, after) => {
        const kept = `${first}${inside.replaceAll('\0', '').replace(/\r\n?/g, '\n')}${last}`;
        expect(cleanText(`${before.join('')}${kept}${after.join('')}`)).toBe(kept);
      }),
    );
  });

  it.each([
    ['a family', '👨‍👩‍👧‍👦 Ada'],
    ['an astronaut', 'Ada 👩🏽‍🚀'],
    ['a flag of tags', '🏴󠁧󠁢󠁥󠁮󠁧󠁿 Ada'],
    ['a heart', 'Ada ❤️ Bo'],
    ['Persian', 'می‌خواهم'],
    ['Malayalam', 'ന്‍റെ'],
    ['Hindi', 'क्‍ष'],
    ['Bengali', 'র‍্যাব'],
  ])('keeps the joiners inside %s', (_name, name) => {
    expect(cleanText(`\u200e ${name}\u2069\u200b`)).toBe(name);
  });

  it('takes every format character, variation selector and filler letter from the ends', () => {
    const gone = [
      ...everyCharacter(/^(?:[\p{Cf}\p{Variation_Selector}]|\u034f|\u115f|\u1160|\u3164|\uffa0)$/u),
    ];
    expect(gone.length).toBeGreaterThan(400);
    expect(gone.filter((character) => cleanText(`${character}Ada${character}`) !== 'Ada')).toEqual([]);
    expect(gone.filter((character) => cleanText(character.repeat(3)) !== '')).toEqual([]);
    expect(gone.filter((character) => plainText(`4${character}1${character}5`) !== '415')).toEqual([]);
  });

  it('ends lines in LF, and drops NUL', () => {
    expect(cleanText('one\r\ntwo\rthree\n\0four\r\n')).toBe('one\ntwo\nthree\nfour');
  });

  // Searching for the end from each space of a long run would take a minute.
  it('goes through a long run of spaces once', () => {
    const text = `a${' '.repeat(300_000)}b`;
    expect(cleanText(text)).toBe(text);
  });
});

describe('numbers', () => {
  it('read the digits of every script', () => {
    const digits = [...everyCharacter(/^\p{Nd}$/u)];
    expect(digits.length).toBeGreaterThan(600);
    expect(digits.map(numberText).join('')).toBe('0123456789'.repeat(digits.length / 10));
  });

  it('read every dash as a hyphen', () => {
    const dashes = [...everyCharacter(/^[\p{Pd}\u2212\uff0d\u30fc\u2796\u2043\u02d7]$/u)];
    expect(dashes.length).toBeGreaterThan(25);
    expect(dashes.filter((dash) => numberText(`1${dash}2`) !== '1-2')).toEqual([]);
  });

  it('read full-width signs and the separators of Arabic as plain ones', () => {
    expect(numberText('＄１，２５０．５０')).toBe('$1,250.50');
    expect(numberText('١٬٢٥٠٫٥٠')).toBe('1,250.50');
  });

  it('do not take a footnote for a digit', () => {
    expect(numberText('150²')).toBe('150²');
    expect(numberText('①')).toBe('①');
  });
});

describe('counting', () => {
  it.each([
    ['', 0],
    ['Maya', 4],
    ['👨‍👩‍👧‍👦', 1],
    ['👍🏽🇺🇸1️⃣❤️', 4],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', 1],
    ['e\u0301', 1],
    ['می‌خواهم', 7],
    ['one\ntwo', 7],
  ])('%j is as many characters as a reader sees', (text, characters) => {
    expect(countCharacters(text)).toBe(characters);
  });

  it('finds what the platform finds', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    const unit = fc.constantFrom('a', 'é', 'e\u0301', '文', '👩‍🚀', '👍🏽', '🇺🇸', '❤️', '\n', ' ', 'ß', '한');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        expect(countCharacters(text)).toBe([...segmenter.segment(text)].length);
      }),
    );
  });
});
