import type { Font } from 'fontkit';
import { ALPHABETS, openFaces, type Face } from './faces';
import { lettersOf, linesOf, runsOf, type Run } from './lines';

/** What the fonts have that each reader of PDF files brings along. */
const BUILT_IN = /^[\x20-\x7e\xa0-\xff‘’‚“”„†‡•…‰‹›€™–—]*$/;
const LINE_HEIGHT = 1.3;
/** From the top of a line to where its letters stand. */
const BASELINE = 0.75;
/** Some families are drawn in their thinnest weight: a stroke makes them as strong as the letters. */
const STROKE = 0.035;
const REGULAR = 400;

export interface Place {
  x: number;
  y: number;
  /** The longest a line may be, in points. */
  width: number;
  size: number;
}

export interface TextWriter {
  /** Writes text in any script, with line breaks. Gives back where the next line would begin. */
  write: (text: string, place: Place) => number;
  /** Some letter of the texts is in no font here. */
  lacking: boolean;
}

export async function textWriter(pdf: PDFKit.PDFDocument, texts: readonly string[]): Promise<TextWriter> {
  // Fonts take a moment to open, and most names need none.
  const faceOf = texts.every((text) => BUILT_IN.test(text)) ? () => null : await openFaces();
  return {
    write: (text, place) =>
      BUILT_IN.test(text) ? writeBuiltIn(pdf, text, place) : writeRuns(pdf, text, place, faceOf),
    lacking: texts.some((text) => lettersOf(text).some((letter) => faceOf(letter) === undefined)),
  };
}

function writeBuiltIn(pdf: PDFKit.PDFDocument, text: string, { x, y, width, size }: Place): number {
  pdf.font('Helvetica').fontSize(size).text(text, x, y, { width });
  return pdf.y;
}

function writeRuns(
  pdf: PDFKit.PDFDocument,
  text: string,
  { x, y, width, size }: Place,
  faceOf: (letter: string) => Face,
): number {
  pdf
    .font(ALPHABETS)
    .fontSize(size)
    .lineWidth(STROKE * size);
  const widths = new Map<string, number>();
  const widthOf = (letter: string) => {
    const width = widths.get(letter) ?? widthOfRun(pdf, { text: letter, face: faceOf(letter) }, size);
    widths.set(letter, width);
    return width;
  };
  let top = y;
  for (const line of linesOf(text, width, widthOf)) {
    let left = x;
    for (const run of runsOf(line, faceOf)) {
      drawRun(pdf, run, { x: left, y: top + BASELINE * size, width, size });
      left += widthOfRun(pdf, run, size);
    }
    top += LINE_HEIGHT * size;
  }
  return top;
}

/** With a list of features, even an empty one, a run is shaped as a whole, so that its words keep their direction. */
const WHOLE = { features: [], lineBreak: false, baseline: 'alphabetic' } as const;

function widthOfRun(pdf: PDFKit.PDFDocument, { text, face }: Run, size: number): number {
  if (!face) return pdf.widthOfString(text, { ...WHOLE, features: [] });
  return (face.layout(text).advanceWidth * size) / face.unitsPerEm;
}

function drawRun(pdf: PDFKit.PDFDocument, { text, face }: Run, { x, y, size }: Place): void {
  if (!face) pdf.text(text, x, y, { ...WHOLE, features: [] });
  else drawSigns(pdf, text, face, { x, y, size });
}

/** As shapes, with the text beside them: files of this format cannot be made into subsets. */
function drawSigns(
  pdf: PDFKit.PDFDocument,
  text: string,
  face: Font,
  { x, y, size }: Pick<Place, 'x' | 'y' | 'size'>,
): void {
  const scale = size / face.unitsPerEm;
  const { glyphs, positions } = face.layout(text);
  const thin = (face.variationAxes.wght?.default ?? REGULAR) < REGULAR;
  let left = x;
  pdf.markContent('Span', { actual: text });
  glyphs.forEach((glyph, index) => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
    pdf
      .save()
      .translate(left + xOffset * scale, y - yOffset * scale)
      .scale(scale, -scale)
      .lineWidth(STROKE * face.unitsPerEm);
    const shape = pdf.path(glyph.path.toSVG());
    if (thin) shape.fillAndStroke();
    else shape.fill();
    pdf.restore();
    left += xAdvance * scale;
  });
  pdf.endMarkedContent();
}
