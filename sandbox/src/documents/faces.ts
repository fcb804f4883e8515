import { readFileSync } from 'node:fs';
import type { Font } from 'fontkit';

/** The letters of alphabets: Latin, Greek, Cyrillic, Hebrew, Arabic, Armenian, Georgian. Subset and embedded as text. */
export const ALPHABETS = require.resolve('@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff');
/**
 * What alphabets lack: Devanagari (Hindi, Nepali, Marathi), Thai, the signs of Chinese and Japanese, and the syllables
 * of Korean. Each family is some files or many, one for a range of letters.
 */
const FAMILIES = ['noto-sans-devanagari', 'noto-sans-thai', 'noto-sans-sc', 'noto-sans-kr'] as const;

/** Where letters are taken from; null: `ALPHABETS`; undefined: no font here has them, so an empty box is shown. */
export type Face = Font | null | undefined;

interface Part {
  ranges: (readonly [first: number, last: number])[];
  file: string;
}

/** Finds for each letter the font that has it, and opens a file when it is needed first. */
export async function openFaces(): Promise<(letter: string) => Face> {
  const fontkit = await import('fontkit');
  const open = (file: string) => fontkit.openSync(file) as Font;
  const alphabets = open(ALPHABETS);
  const opened = new Map<string, Font>();
  let parts: Part[] | null = null;
  return (letter) => {
    const codePoint = letter.codePointAt(0) ?? 0;
    if (alphabets.hasGlyphForCodePoint(codePoint)) return null;
    parts ??= FAMILIES.flatMap(partsOf);
    for (const { ranges, file } of parts) {
      if (!ranges.some(([first, last]) => first <= codePoint && codePoint <= last)) continue;
      const face = opened.get(file) ?? open(file);
      opened.set(file, face);
      if (face.hasGlyphForCodePoint(codePoint)) return face;
    }
    return undefined;
  };
}

function partsOf(family: string): Part[] {
  const folder = `@fontsource-variable/${family}`;
  const ranges = JSON.parse(readFileSync(require.resolve(`${folder}/unicode.json`), 'utf8')) as Record<
    string,
    string
  >;
  return Object.entries(ranges).map(([part, text]) => ({
    ranges: text.split(',').map(rangeOf),
    file: require.resolve(`${folder}/files/${family}-${part.replace(/[[\]]/g, '')}-wght-normal.woff2`),
  }));
}

/** Of `U+4e00` or `U+4e00-4e1f`. */
function rangeOf(text: string): readonly [number, number] {
  const [first = '', last = first] = text.trim().slice(2).split('-');
  return [parseInt(first, 16), parseInt(last, 16)];
}
