/**
 * One page of text as a PDF, written by hand: the sandbox's certificates need nothing more.
 * Letters outside Latin-1 become question marks, as the built-in fonts have no others.
 */
export function simplePdf(title: string, lines: readonly string[]): Buffer {
  const text = [
    'BT /F2 9 Tf 0.72 0.25 0.05 rg 56 800 Td (SAMPLE - LOCAL SANDBOX - NO INSURANCE IS SOLD) Tj ET',
    `BT /F2 20 Tf 0 g 56 752 Td (${escape(title)}) Tj ET`,
    '0.72 0.25 0.05 RG 2 w 56 738 m 539 738 l S',
    `BT /F1 11 Tf 0 g 56 708 Td 19 TL ${lines.map((line) => `(${escape(line)}) Tj T*`).join(' ')} ET`,
    '0.93 g BT /F2 110 Tf 0.707 0.707 -0.707 0.707 120 180 Tm (SAMPLE) Tj ET',
  ].join('\n');
  const font = (name: string) =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  return assemble([
    '<< /Type /Catalog /Pages 2 0 R /Lang (en-US) >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R ' +
      '/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>',
    `<< /Length ${Buffer.byteLength(text, 'latin1')} >>\nstream\n${text}\nendstream`,
    font('Helvetica'),
    font('Helvetica-Bold'),
    `<< /Title (${escape(title)}) /Producer (Local sandbox) >>`,
  ]);
}

/** Numbers the objects and adds the table that says at which byte each begins. */
function assemble(objects: readonly string[]): Buffer {
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const start = file.length;
  const size = objects.length + 1;
  file += `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`;
  file += `trailer\n<< /Size ${size} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

function escape(text: string): string {
  return text
    .replaceAll('’', "'")
    .replace(/[^\x20-\x7e\xa0-\xff]/g, '?')
    .replace(/[\\()]/g, '\\$&');
}
