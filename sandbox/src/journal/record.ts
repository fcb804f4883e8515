import { hash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { hitsOf } from '../api-faults/hits';
import { readKey } from '../api/auth';
import { uploadsOf } from '../api/multipart';
import type { SandboxContext } from '../context';
import { operationAt } from '../openapi/operation-index';
import type { CallHead } from './call';
import { redacted, redactedText } from './redact';

/** Of a body, in characters; what is longer is cut. */
const MOST_TEXT = 16_384;

/** Notes every call of the API in the journal, also one that is refused or gets no answer. */
export function recordCalls(context: SandboxContext): RequestHandler {
  const { clock, journal } = context;
  return (req, res, next) => {
    const began = performance.now();
    const times = { at: clock.now() / 1000, real_at: clock.real() / 1000 };
    // Routers take away what they have matched.
    const { path } = req;
    overhear(res, (answer) => {
      const duration_ms = Math.round((performance.now() - began) * 10) / 10;
      const head = { ...times, ...headOf(req, res, path), duration_ms };
      journal.note(head, requestOf(req), bodyText(answer, isJson(res)));
    });
    next();
  };
}

function headOf(req: Request, res: Response, path: string): Omit<CallHead, 'at' | 'real_at' | 'duration_ms'> {
  const key = readKey(req.get('authorization'));
  return {
    method: req.method,
    path: pathOf(path),
    operation: operationAt(req.method, path)?.id ?? null,
    query: redacted({ ...req.query }),
    files: uploadsOf(req).map(({ field, filename, mimeType, content }) =>
      redacted({ name: field, filename, type: mimeType, bytes: content.length }),
    ),
    status: res.headersSent ? res.statusCode : null,
    key: key === undefined ? null : fingerprint(key),
    faults: [...hitsOf(res)],
    request_id: String(res.get('request-id')),
  };
}

/** As it came, unless what it means has something to hide. */
function pathOf(path: string): string {
  const meant = unescaped(path);
  const shown = redactedText(meant);
  return shown === meant ? path : shown;
}

/** Text that is wrongly written stays as it is. */
function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The same for the same key; it cannot be turned back. */
const fingerprint = (key: string): string => hash('sha256', key).slice(0, 10);

/** Refused before its body was read, or because that could not be read. */
const NOT_READ = '"[not read]"';

function requestOf(req: Request): string {
  if (req.body !== undefined) return bodyText(JSON.stringify(req.body), true);
  const { 'content-length': length = '0', 'transfer-encoding': chunked } = req.headers;
  return length === '0' && chunked === undefined ? 'null' : NOT_READ;
}

/** As JSON: as it is when it is that and not too long, else as text. */
function bodyText(body: string, json: boolean): string {
  if (body === '') return 'null';
  const text = redactedText(body);
  if (text.length <= MOST_TEXT) return json ? text : JSON.stringify(text);
  const kept = text.slice(0, MOST_TEXT).toWellFormed();
  return JSON.stringify(`${kept}… [cut: ${MOST_TEXT} of ${text.length} characters]`);
}

const isJson = (res: Response): boolean =>
  /\bjson\b/.test(String(res.get('content-type'))) && !hitsOf(res).includes('truncated');

/** Tells once what was answered, as soon as it is; also when the connection was cut before. */
function overhear(res: Response, done: (answer: string) => void): void {
  const chunks: (Buffer | string)[] = [];
  let isDone = false;
  const finish = () => {
    if (isDone) return;
    isDone = true;
    const [first = '', ...more] = chunks;
    done(
      more.length === 0
        ? first.toString()
        : Buffer.concat(chunks.map((chunk) => Buffer.from(chunk))).toString(),
    );
  };
  for (const name of ['write', 'end'] as const) {
    const original = res[name].bind(res) as (...values: unknown[]) => unknown;
    res[name] = ((...values: unknown[]) => {
      const [chunk] = values;
      if (typeof chunk === 'string' || Buffer.isBuffer(chunk)) chunks.push(chunk);
      const result = original(...values);
      if (name === 'end') finish();
      return result;
    }) as never;
  }
  res.on('close', finish);
}
