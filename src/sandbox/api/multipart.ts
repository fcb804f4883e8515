import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { Request, RequestHandler } from 'express';
import qs from 'qs';
import { badRequest, type ApiError } from './errors';

/** A file part of a multipart body, in memory. */
export interface Upload {
  field: string;
  filename: string;
  mimeType: string;
  content: Buffer;
  /** There was more than the limit; `content` is what came before it. */
  tooLarge: boolean;
}

export const multipartType = 'multipart/form-data';
/** "Max 15 MB" (vendor page "POST /api/v1/files/certificates"). */
const FILE_LIMIT = 15 * 1024 * 1024;
const limits = { fileSize: FILE_LIMIT, files: 2, fields: 1000, parts: 1000, fieldSize: 1024 * 1024 };

/** As deep as in a form-encoded body. */
const nesting = { depth: 32, strictDepth: true, arrayLimit: 100, allowPrototypes: true };

const uploads = new WeakMap<Request, readonly Upload[]>();

/** The files that came with a request, in their order. */
export const uploadsOf = (req: Request): readonly Upload[] => uploads.get(req) ?? [];

/**
 * Reads a multipart body as it streams in: fields like those of a form (`a[b]`, `c[]`), files up to their limit.
 * What is beyond a limit is read and thrown away, so that the sender gets an answer rather than a broken pipe.
 */
export const parseMultipart: RequestHandler = async (req, _res, next) => {
  if (!req.is(multipartType)) return next();
  const parts = await readParts(req);
  uploads.set(req, parts.uploads);
  req.body = nested(parts.fields);
  next();
};

interface Parts {
  fields: [string, string][];
  uploads: Upload[];
}

function nested(fields: readonly (readonly [string, string])[]): unknown {
  const encoded = fields.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  try {
    return qs.parse(encoded, { ...nesting, parameterLimit: limits.fields });
  } catch {
    throw badRequest('The fields of the multipart body are nested too deeply.');
  }
}

function readParts(req: Request): Promise<Parts> {
  return new Promise((resolve, reject) => {
    const fail = (error: ApiError) => {
      req.unpipe();
      req.resume();
      reject(error);
    };
    const parser = openParser(req);
    if (!parser) return fail(badRequest('The multipart body has no boundary in its Content-Type.'));
    const parts = collect(parser, fail);
    parser.on('error', () => fail(badRequest('The request body is not a valid multipart body.')));
    parser.on('finish', () => resolve(parts));
    req.on('close', () => req.complete || reject(badRequest('The request body ended too early.')));
    req.pipe(parser);
  });
}

function openParser(req: Request): BusboyInstance | undefined {
  try {
    return new Busboy({ headers: req.headers as BusboyHeaders, limits });
  } catch {
    return undefined;
  }
}

function collect(parser: BusboyInstance, fail: (error: ApiError) => void): Parts {
  const parts: Parts = { fields: [], uploads: [] };
  let size = 0;
  parser.on('field', (name, value, nameCut, valueCut) => {
    size += name.length + value.length;
    if (nameCut || valueCut || size > limits.fieldSize) return fail(tooMuch());
    parts.fields.push([name, value]);
  });
  parser.on('file', (field, stream, filename, _encoding, mimeType) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
    // The parser tells of the error that ends a stream too.
    stream.on('error', () => undefined);
    stream.on('end', () => {
      const upload = { field, filename: filename ?? '', mimeType, content: Buffer.concat(chunks) };
      parts.uploads.push({ ...upload, tooLarge: stream.truncated });
    });
  });
  for (const event of ['partsLimit', 'filesLimit', 'fieldsLimit']) parser.on(event, () => fail(tooMuch()));
  return parts;
}

const tooMuch = () =>
  badRequest('The request body is too large: fields may have 1 MB in all, and there may be two files.');
