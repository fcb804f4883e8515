import { inflateSync } from 'node:zlib';

/**
 * What a file of PDFKit shows, a line for each piece of text, letters from left to right. Letters of embedded fonts are
 * told by the table that readers copy text with; what is drawn as shapes, by the text that is written beside them.
 */
export function textOf(file: Buffer): string {
  const objects = objectsOf(file);
  const fonts = new Map<string, Map<string, string> | null>();
  for (const { head } of objects.values()) {
    for (const [, list = ''] of head.matchAll(/\/Font <<([^>]*)>>/g)) {
      for (const [, name = '', id = ''] of list.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
        const [, table] = /\/ToUnicode (\d+)/.exec(objects.get(id)?.head ?? '') ?? [];
        fonts.set(name, table === undefined ? null : lettersOf(objects.get(table)?.body ?? ''));
      }
    }
  }
  const page = [...objects.values()].find(({ body }) => body.includes(' Tf'))?.body ?? '';
  const lines: string[] = [];
  let font: Map<string, string> | null = null;
  for (const [part, name, actual, shown] of page.matchAll(
    /\/(F\d+) [\d.]+ Tf|\/Span <<\s*\/ActualText \(((?:\\[\s\S]|[^\\)])*)\)\s*>> BDC|\[([^\]]*)\] TJ/g,
  )) {
    if (name !== undefined) font = fonts.get(name) ?? null;
    else if (shown !== undefined) lines.push(decoded(shown, font));
    else lines.push(stringOf(actual ?? part));
  }
  return lines.join('\n');
}

/** The text of a string object: in UTF-16 where it has more than Latin letters. */
export function stringOf(source: string): string {
  const bytes = Buffer.from(
    source.replace(/\\([nrtbf()\\])/g, (_all, sign: string) => ESCAPES[sign] ?? sign),
    'latin1',
  );
  return bytes[0] === 0xfe ? bytes.subarray(2).swap16().toString('utf16le') : bytes.toString('latin1');
}
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function objectsOf(file: Buffer): Map<string, { head: string; body: string }> {
  const found = file.toString('latin1').matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g);
  return new Map(
    [...found].map(([, id = '', content = '']) => {
      const [head = '', stream = ''] = content.split(/stream\r?\n/, 2);
      const bytes = Buffer.from(content.slice(head.length).replace(/^stream\r?\n/, ''), 'latin1');
      const packed = stream !== '' && head.includes('/FlateDecode');
      return [id, { head, body: packed ? inflateSync(bytes).toString('latin1') : stream }];
    }),
  );
}

/** Of a glyph's number in hexadecimal, the letters it stands for. */
function lettersOf(table: string): Map<string, string> {
  const letters = new Map<string, string>();
  for (const [, first = '', list = ''] of table.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi)) {
    [...list.matchAll(/<([^>]*)>/g)].forEach(([, units = ''], index) => {
      const text = units.replace(/\s/g, '').match(/.{4}/g) ?? [];
      letters.set(
        (parseInt(first, 16) + index).toString(16).padStart(4, '0'),
        String.fromCharCode(...text.map((unit) => parseInt(unit, 16))),
      );
    });
  }
  return letters;
}

function decoded(shown: string, font: Map<string, string> | null): string {
  const hex = [...shown.matchAll(/<([0-9a-f]*)>/gi)].map(([, digits]) => digits).join('');
  // The built-in fonts are numbered as Windows does, where the apostrophe is not in its place of Latin 1.
  if (font === null) return Buffer.from(hex, 'hex').toString('latin1').replaceAll('\x92', '’');
  return (hex.match(/.{4}/g) ?? []).map((glyph) => font.get(glyph.toLowerCase()) ?? '\ufffd').join('');
}
