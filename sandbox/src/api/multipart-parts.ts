import { isUtf8 } from 'node:buffer';
import { badRequest } from './errors';

/** One part of a multipart body. A part with a file name is a file. */
export interface Part {
  name: string;
  filename: string | undefined;
  /** Lower case, without parameters. */
  mimeType: string;
  content: Buffer;
  /** The body was cut before this part ended; `content` is what came before that. */
  cut: boolean;
}

const LINE = '\r\n';
const BLANK_LINE = `${LINE}${LINE}`;
const MOST_HEADERS = 16 * 1024;

/**
 * Takes a body of `multipart/form-data` (RFC 7578) apart. A body that was `cut` may end in the middle of its last part.
 * @throws ApiError when it is not such a body, or has more than `mostParts`
 */
export function partsOf(body: Buffer, boundary: string, cut: boolean, mostParts: number): Part[] {
  const delimiter = Buffer.from(`${LINE}--${boundary}`);
  const parts: Part[] = [];
  let at = firstPart(body, delimiter);
  for (;;) {
    if (body.toString('latin1', at, at + 2) === '--') return parts;
    const head = body.indexOf(LINE, at);
    const headEnd = body.indexOf(BLANK_LINE, head);
    const next = headEnd < 0 ? -1 : body.indexOf(delimiter, headEnd + LINE.length);
    if (headEnd < 0 || (next < 0 && !cut)) throw notMultipart();
    if (headEnd - head > MOST_HEADERS) throw badRequest('A part of the multipart body has too long headers.');
    if (parts.length === mostParts) throw badRequest(`The multipart body has more than ${mostParts} parts.`);
    const content = body.subarray(headEnd + BLANK_LINE.length, next < 0 ? body.length : next);
    parts.push({ ...describe(body.subarray(head, headEnd)), content, cut: next < 0 });
    if (next < 0) return parts;
    at = next + delimiter.length;
  }
}

/** Just behind the first delimiter; what stands before it means nothing. */
function firstPart(body: Buffer, delimiter: Buffer): number {
  const opening = delimiter.subarray(LINE.length);
  if (body.subarray(0, opening.length).equals(opening)) return opening.length;
  const found = body.indexOf(delimiter);
  if (found < 0) throw notMultipart();
  return found + delimiter.length;
}

function describe(head: Buffer): Pick<Part, 'name' | 'filename' | 'mimeType'> {
  const headers = new Map(
    utf8(head)
      .split(LINE)
      .map((line) => /^([^:\r\n]+):([^\r\n]*)$/.exec(line))
      .flatMap((match) => (match ? [[match[1]?.trim().toLowerCase(), match[2]?.trim() ?? '']] : [])),
  );
  const disposition = headers.get('content-disposition') ?? '';
  const name = parameterOf(disposition, 'name');
  if (!/^form-data\s*(;|$)/i.test(disposition) || !name) {
    throw badRequest('Each part of the multipart body needs Content-Disposition: form-data; name="…".');
  }
  const mimeType = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  return { name, filename: fileNameOf(disposition), mimeType: mimeType || 'text/plain' };
}

/** Some clients write a name that is not ASCII as `filename*=utf-8''…` (RFC 5987). Folders are left out. */
function fileNameOf(disposition: string): string | undefined {
  const encoded = /^utf-8'[^']*'(.*)$/i.exec(parameterOf(disposition, 'filename*') ?? '')?.[1];
  const name = encoded === undefined ? parameterOf(disposition, 'filename') : decoded(encoded);
  return name?.split(/[/\\]/).at(-1);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badRequest('A file name in the multipart body is not UTF-8.');
  }
}

/** A parameter of a header such as `form-data; name="a"`; undefined where it is absent or has no value. */
export function parameterOf(header: string, wanted: string): string | undefined {
  const parameters = header.matchAll(/;\s*([^\s;="]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/g);
  for (const [, name = '', quoted, bare] of parameters) {
    if (name.toLowerCase() === wanted) return quoted?.replace(/\\(["\\])/g, '$1') ?? bare;
  }
  return undefined;
}

/** @throws ApiError when these bytes are not UTF-8 */
export function utf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw badRequest('The request body must be UTF-8.');
  return bytes.toString();
}

const notMultipart = () => badRequest('The request body is not a valid multipart body.');
