import { request as send, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import type { Request, Response } from 'express';
import type { FormBody } from '../forms/form';
import type { PageOptions } from '../pages/page';
import { DemoProblem } from './problem';

/** Longer than a page of ours waits for the API: what a press began is over when it is answered. */
const TIME_LIMIT_MS = 40_000;

/** A file of a form. */
export interface FormFile {
  field: string;
  filename: string;
  content: Buffer;
}

/** The presses of an operator. Each gives back where the answer leads. @throws DemoProblem */
export interface Presses {
  form(path: string, fields: FormBody, file?: FormFile): Promise<string>;
  link(path: string): Promise<string>;
}

/**
 * Presses buttons of this app as the operator who made the request would, with their browser's cookies and over HTTP:
 * so whatever a form does is done, and nothing else.
 */
export function pressAs(req: Request, res: Response, pages: PageOptions, newKey: () => string): Presses {
  const { field, token } = pages.host.csrf;
  const own = { [field]: token(req, res) };
  const here = hereOf(req, cookiesOf(req, res));
  const ask = async (method: string, path: string, more: OutgoingHttpHeaders, body: Buffer) => {
    const answer = await exchange({ ...here, method, path, headers: { ...here.headers, ...more } }, body);
    const html = await textOf(answer);
    const { statusCode = 0 } = answer;
    if (statusCode === 302 || statusCode === 303) return answer.headers.location ?? '';
    throw new DemoProblem(reasonIn(html) ?? `The app answered ${statusCode} to ${path}.`);
  };
  return {
    form(path, fields, file) {
      const form = { ...own, idempotency_key: newKey(), ...fields };
      const { type, body } = file ? multipart(form, file) : urlEncoded(form);
      return ask('POST', path, { 'content-type': type, 'content-length': body.length }, body);
    },
    link: (path) => ask('GET', path, { 'sec-fetch-site': 'same-origin' }, Buffer.alloc(0)),
  };
}

/**
 * What this app answers to the browser that made the request, for a frame of its page; null where it is not there.
 * @throws DemoProblem
 */
export async function readAs(req: Request, path: string): Promise<string | null> {
  const here = hereOf(req, req.headers.cookie ?? '');
  const headers = { ...here.headers, 'sec-fetch-dest': 'iframe' };
  const answer = await exchange({ ...here, method: 'GET', path, headers }, Buffer.alloc(0));
  const text = await textOf(answer);
  return answer.statusCode === 200 ? text : null;
}

/** This app, as the browser that made the request reaches it. */
function hereOf(req: Request, cookie: string) {
  const { localAddress: host, localPort: port } = req.socket;
  const proto = req.headers['x-forwarded-proto'];
  const headers: OutgoingHttpHeaders = { host: req.headers.host, cookie };
  if (proto !== undefined) headers['x-forwarded-proto'] = proto;
  return { host, port, headers };
}

/** Those that this very answer sets count too: it may be the first one to this browser. */
function cookiesOf(req: Request, res: Response): string {
  const set = [res.getHeader('set-cookie') ?? []].flat().map((cookie) => String(cookie).split(';')[0]);
  return [req.headers.cookie, ...set].filter(Boolean).join('; ');
}

function exchange(to: object, body: Buffer): Promise<IncomingMessage> {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const signal = AbortSignal.timeout(TIME_LIMIT_MS);
    send({ ...to, signal }, resolve)
      .on('error', reject)
      .end(body);
  }).catch((error: unknown) => {
    throw new DemoProblem('The app does not answer itself.', { cause: error });
  });
}

const pairsOf = (form: FormBody) =>
  Object.entries(form).flatMap(([name, all]) =>
    [all ?? []].flat().map((value): [string, string] => [name, value]),
  );

function urlEncoded(form: FormBody) {
  const body = Buffer.from(new URLSearchParams(pairsOf(form)).toString());
  return { type: 'application/x-www-form-urlencoded', body };
}

function multipart(form: FormBody, { field, filename, content }: FormFile) {
  const boundary = 'the-end-of-a-part-of-the-form';
  const part = (name: string, more: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
  const texts = pairsOf(form).map(([name, value]) => `${part(name, '')}${value}\r\n`);
  const head = part(field, `; filename="${filename}"\r\nContent-Type: application/pdf`);
  const body = Buffer.concat([
    Buffer.from(texts.join('') + head),
    content,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { type: `multipart/form-data; boundary=${boundary}`, body };
}

/** What the page says that came in the place of the next one. */
function reasonIn(html: string): string | null {
  const found =
    /class="pa-api-error"[\s\S]*?<h2>([^<]+)<\/h2>\s*<p>([^<]+)/.exec(html) ??
    /class="pa-error-summary"[\s\S]*?<li>(?:<a[^>]*>)?([^<]+)/.exec(html) ??
    /<h1[^>]*>([^<]+)/.exec(html);
  if (!found) return null;
  const text = found.slice(1).map((part) => plain(part).replace(/\.$/, ''));
  return `${text.join('. ')}.`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&#39;': "'",
  '&#34;': '"',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
};
const plain = (html: string) =>
  html
    .replace(/&[#\w]+;/g, (entity) => ENTITIES[entity] ?? ' ')
    .replace(/\s+/g, ' ')
    .trim();
