import { textWriter, type TextWriter } from './write-text';

export interface SampleDocument {
  title: string;
  /** What it says about whom, one row each. */
  rows: readonly (readonly [label: string, value: string])[];
}

const RIBBON = 'SAMPLE - LOCAL SANDBOX - NO INSURANCE IS SOLD';
const SAYS = [
  'This document was made by a local sandbox for software development.',
  'It is not a policy, it is not a certificate, and it insures nothing and nobody.',
];
const LACKING = 'Letters that no font of this sandbox has are shown as empty boxes.';
const colours = { accent: '#b8400d', ink: '#1a1a1a', quiet: '#5c5c5c', water: '#f0f0f0' };
const MARGIN = 56;
/** Letters of one row; so there is one page, whatever a job is called. */
const LONGEST = 300;

/** A page of text as a tagged PDF with title and language, marked as a sample. */
export async function samplePdf(sample: SampleDocument): Promise<Buffer> {
  // Loaded with the first document: it takes longer than all the rest of the sandbox.
  const { default: Pdf } = await import('pdfkit');
  const pdf = new Pdf({
    size: 'LETTER',
    margin: MARGIN,
    lang: 'en-US',
    tagged: true,
    pdfVersion: '1.7',
    displayTitle: true,
    info: { Title: `SAMPLE: ${sample.title}`, Creator: 'Local sandbox', Subject: RIBBON },
  });
  const done = new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  draw(pdf, sample, await textWriter(pdf, sample.rows.flat()));
  pdf.end();
  return done;
}

function draw(
  pdf: PDFKit.PDFDocument,
  { title, rows }: SampleDocument,
  { write, lacking }: TextWriter,
): void {
  // Decoration is kept from readers of the structure: they read RIBBON as text.
  pdf.markContent('Artifact', { type: 'Page' });
  pdf
    .save()
    .rotate(-45, { origin: [306, 420] })
    .font('Helvetica-Bold')
    .fontSize(120);
  pdf.fillColor(colours.water).text('SAMPLE', 52, 370, { lineBreak: false });
  pdf.restore();
  pdf
    .moveTo(MARGIN, 126)
    .lineTo(612 - MARGIN, 126)
    .lineWidth(2)
    .stroke(colours.accent);
  pdf.endMarkedContent();

  const root = pdf.struct('Document');
  pdf.addStructure(root);
  const add = (tag: 'P' | 'H1', draw: () => void, actual?: string) =>
    root.add(pdf.struct(tag, actual === undefined ? {} : { actual }, draw));
  add('P', () => pdf.font('Helvetica-Bold').fontSize(9).fillColor(colours.accent).text(RIBBON, MARGIN, 56));
  add('H1', () => pdf.fontSize(20).fillColor(colours.ink).text(title, MARGIN, 88));
  let y = 150;
  for (const [label, whole] of rows) {
    const value = whole.slice(0, LONGEST);
    const row = () => {
      pdf.fillColor(colours.quiet);
      const labelEnd = write(`${label}:`, { x: MARGIN, y, width: 110, size: 11 });
      pdf.fillColor(colours.ink).strokeColor(colours.ink);
      y = Math.max(labelEnd, write(value, { x: MARGIN + 120, y, width: 380, size: 11 })) + 8;
    };
    add('P', row, `${label}: ${value}`);
  }
  y += 16;
  for (const line of lacking ? [...SAYS, LACKING] : SAYS) {
    add('P', () => (y = write(line, { x: MARGIN, y, width: 612 - 2 * MARGIN, size: 11 }) + 4));
  }
  root.end();
}
