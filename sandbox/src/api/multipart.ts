import type { Request, RequestHandler } from 'express';
import qs from 'qs';
import { counted } from '../../../lib/counted';
import { badRequest } from './errors';
import { parameterOf, partsOf, utf8, type Part } from './multipart-parts';

/** A file part of a multipart body, in memory. */
export interface Upload {
  field: string;
  filename: string;
  mimeType: string;
  content: Buffer;
  /** There is more than the limit. */
  tooLarge: boolean;
}

export const multipartType = 'multipart/form-data';
const MB = 1024 * 1024;
/** "Max 15 MB" (vendor page "POST /api/v1/files/certificates"). */
const FILE_LIMIT = 15 * MB;
/** A body is read into memory as a whole, so there may be many files, but not many of the largest. */
const limits = { files: 100, parts: 1000, fields: MB, body: 4 * FILE_LIMIT + 2 * MB };

/** As deep as in a form-encoded body. */
const nesting = { depth: 32, strictDepth: true, arrayLimit: 100, allowPrototypes: true };

const uploads = new WeakMap<Request, readonly Upload[]>();

/** The files that came with a request, in their order. */
export const uploadsOf = (req: Request): readonly Upload[] => uploads.get(req) ?? [];

/** What a file is called where it is refused: by the name of its part, and its place where there are several. */
export function partName(files: readonly Upload[], index: number): string {
  const { field = '' } = files[index] ?? {};
  const same = files.slice(0, index).filter((file) => file.field === field).length;
  return field.endsWith('[]') ? `${field.slice(0, -2)}[${same}]` : same > 0 ? `${field}[${same}]` : field;
}

/** Reads a multipart body: fields like those of a form (`a[b]`, `c[]`), and files. */
export const parseMultipart: RequestHandler = async (req, _res, next) => {
  if (!req.is(multipartType)) return next();
  const boundary = parameterOf(req.get('content-type') ?? '', 'boundary');
  const { body, cut } = await readBeginning(req);
  if (!boundary) throw badRequest('The multipart body has no boundary in its Content-Type.');
  const parts = partsOf(body, boundary, cut, limits.parts);
  const files = parts.filter(({ filename }) => filename !== undefined);
  const fields = parts.filter(({ filename }) => filename === undefined);
  const size = fields.reduce((sum, { name, content }) => sum + name.length + content.length, 0);
  if (files.length > limits.files || size > limits.fields || fields.some((field) => field.cut)) {
    throw badRequest(
      `The request body is too large: fields may have 1 MB in all, and there may be ${counted(limits.files, 'file')}.`,
    );
  }
  uploads.set(req, files.map(toUpload));
  req.body = nested(fields);
  next();
};

/**
 * What is beyond the limit is read and thrown away, so that the sender gets an answer rather than a broken pipe. It is
 * read by hand, as whatever goes wrong is then thrown here, and not in an event that nobody would catch.
 */
async function readBeginning(req: Request): Promise<{ body: Buffer; cut: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of req as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= limits.body) chunks.push(chunk);
    }
  } catch {
    throw badRequest('The request body ended too early.');
  }
  return { body: Buffer.concat(chunks), cut: size > limits.body };
}

const toUpload = ({ name, filename = '', mimeType, content, cut }: Part): Upload => ({
  field: name,
  filename,
  mimeType,
  content,
  tooLarge: cut || content.length > FILE_LIMIT,
});

function nested(fields: readonly Part[]): unknown {
  const pairs = fields.map(({ name, content }) => [name, utf8(content)].map(encodeURIComponent).join('='));
  try {
    return qs.parse(pairs.join('&'), { ...nesting, parameterLimit: limits.parts });
  } catch {
    throw badRequest('The fields of the multipart body are nested too deeply.');
  }
}
