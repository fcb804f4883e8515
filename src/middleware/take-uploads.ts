import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import type { Request, RequestHandler } from 'express';

declare module 'express-serve-static-core' {
  interface Request {
    /** The file of a form, which has not been read yet. */
    upload?: PendingUpload;
  }
}

interface PendingUpload {
  filename: string;
  content: Readable;
}

const MB = 1024 * 1024;
/** Of the fields around the file, and so of those that a form has before it. */
const LIMITS = { fields: 20, fieldSize: 10 * 1024, fieldNameSize: 100, files: 1, parts: 25, headerPairs: 50 };
/** What is read of a file that is not wanted, so that a browser that still sends gets its answer. */
const MOST_DISCARDED = 64 * MB;

/**
 * Reads a form with a file as far as its file: the token comes before it, so it is known whether the form may be carried
 * out before the file costs anything. What nobody takes up is not read, unless it comes from a page of ours.
 */
export const takeUploads: RequestHandler = (req, res, next) => {
  if (!req.is('multipart/form-data') || req.body !== undefined) return next();
  const length = Number(req.headers['content-length'] ?? Infinity);
  const isOurs = req.headers['sec-fetch-site'] === 'same-origin';
  // The connection then ends with the answer, whatever is still on its way.
  if (!isOurs || length > MOST_DISCARDED) res.set('Connection', 'close');
  const parser = parserOf(req.headers);
  if (!parser) return next(unreadable());
  const body = Object.create(null) as Record<string, string>;
  let goesOn = (error?: Error) => {
    goesOn = () => undefined;
    req.body = body;
    next(error);
  };
  parser.on('field', (name, value) => void (body[name] ??= value));
  parser.on('file', (_field, content, filename) => {
    // Whoever reads it hears of its errors; nobody else needs to.
    content.on('error', () => undefined);
    req.upload = { filename, content };
    goesOn();
  });
  parser.on('finish', () => goesOn());
  parser.on('error', () => {
    req.upload?.content.destroy(unreadable());
    goesOn(unreadable());
  });
  req.once('close', () => req.complete || req.upload?.content.destroy(unreadable()));
  req.pipe(parser);
};

/** Null where the headers name no boundary. */
function parserOf(headers: IncomingHttpHeaders) {
  try {
    const type = headers['content-type'] ?? '';
    return new Busboy({ headers: { ...headers, 'content-type': type }, limits: LIMITS });
  } catch {
    return null;
  }
}

const unreadable = () => Object.assign(new Error('The form with its file cannot be read'), { status: 400 });

/** A file of a form. */
export interface Upload {
  filename: string;
  content: Buffer;
}

/**
 * The file of the form, in memory; null where none was chosen. One that is longer than `most` bytes is read no further:
 * 'too large'.
 * @throws Error with status 400 where the browser stopped sending
 */
export async function readUpload({ upload }: Request, most: number): Promise<Upload | 'too large' | null> {
  if (!upload) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of upload.content as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
    else if (size > MOST_DISCARDED) break;
  }
  if (size > most) return 'too large';
  // Browsers send an empty file of no name where none was chosen.
  return size === 0 && !upload.filename
    ? null
    : { filename: upload.filename, content: Buffer.concat(chunks) };
}
