import bidiFactory from 'bidi-js';
import { once } from '../../../lib/once';
import type { Face } from './faces';

const bidi = once(bidiFactory);
const segmenter = once(() => new Intl.Segmenter('en', { granularity: 'grapheme' }));

/** The letters as a reader counts them, each with the marks on it. */
export const lettersOf = (text: string): string[] =>
  Array.from(segmenter().segment(text), ({ segment }) => segment);

/** Where a line may end. */
const BREAKS = /(?<= )|(?<=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}])/u;

/** A piece of a line in one font and one direction. The font's own shaping turns what is read from right to left. */
export interface Run {
  text: string;
  face: Face;
}

/** The runs of one line from left to right, as a browser puts them on a page in English. */
export function runsOf(line: string, faceOf: (letter: string) => Face): Run[] {
  const levels = bidi().getEmbeddingLevels(line, 'ltr');
  const faces = lettersOf(line).flatMap((letter) => Array.from(letter.split(''), () => faceOf(letter)));
  const runs: { places: number[]; face: Face; level: number }[] = [];
  for (const place of bidi().getReorderedIndices(line, levels)) {
    const [face, level] = [faces[place], levels.levels[place] ?? 0];
    const last = runs.at(-1);
    if (last && last.face === face && last.level === level) last.places.push(place);
    else runs.push({ places: [place], face, level });
  }
  return runs.map(({ places, face, level }) => ({
    face,
    text: places
      .sort((a, b) => a - b)
      .map((place) => mirrored(line.charAt(place), level))
      .join(''),
  }));
}

/** A bracket opens towards the text that it encloses. */
function mirrored(unit: string, level: number): string {
  return level % 2 === 1 ? (bidi().getMirroredCharacter(unit) ?? unit) : unit;
}

/**
 * Breaks after spaces and between signs that stand alone; inside a word only where no line has room for it.
 * `widthOf`: of one letter, since to measure each beginning of a line would take too long.
 */
export function linesOf(text: string, room: number, widthOf: (letter: string) => number): string[] {
  const lines = [''];
  let taken = 0;
  const add = (piece: string, width: number) => {
    if (taken > 0 && taken + width > room) {
      lines.push('');
      taken = 0;
    }
    lines[lines.length - 1] += piece;
    taken += width;
  };
  for (const word of text.split(BREAKS)) {
    const pieces = lettersOf(word);
    const width = pieces.reduce((sum, letter) => sum + widthOf(letter), 0);
    if (width <= room) add(word, width);
    else pieces.forEach((letter) => add(letter, widthOf(letter)));
  }
  return lines.map((line) => line.trimEnd());
}
