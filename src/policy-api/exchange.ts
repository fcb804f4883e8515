import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import { brotliDecompress, unzip } from 'node:zlib';
import type { Agents } from './agents';
import { ConnectionError } from './connection-error';
import { forwardedBy } from './proxy';

/** An answer as it came: nothing is parsed, and no status is an error yet. */
export interface RawAnswer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

export interface RawRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | Buffer | undefined;
}

/** What a request goes out by. */
export interface Way {
  agents: Agents;
  proxy: URL | null;
}

export const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

const TOO_LONG = new ConnectionError(
  'invalid_answer',
  `The API’s answer is longer than ${MAX_ANSWER_BYTES / 1024 / 1024} MB and was not read.`,
  false,
);

type Unpacker = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const inflate: Unpacker = promisify(unzip);
const UNPACKERS: ReadonlyMap<string, Unpacker> = new Map([
  ['gzip', inflate],
  ['x-gzip', inflate],
  ['deflate', inflate],
  ['br', promisify(brotliDecompress)],
]);

/**
 * Sends one request and reads the whole answer. Redirects are not followed: the key would go with them.
 *
 * It is Node's own client: a library of more comfort takes twice the processor time for each call, and the pages of
 * this app wait for up to four calls.
 * @throws ConnectionError or Node's own error; the reason of the signal once it is aborted
 */
export function exchange(request: RawRequest, way: Way, signal: AbortSignal): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = open(request, way);
    outgoing.on('error', reject).on('response', (answer) => void read(answer).then(resolve, reject));
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
      outgoing.destroy();
    });
    outgoing.end(request.body);
  });
}

function open({ method, url, headers: own, body }: RawRequest, { agents, proxy }: Way): ClientRequest {
  const headers: Record<string, string | number> = { ...own, 'Accept-Encoding': 'gzip, br' };
  if (body !== undefined) headers['Content-Length'] = Buffer.byteLength(body);
  const target = new URL(url);
  if (target.protocol === 'https:')
    return https.request(target, { method, headers, agent: agents.httpsAgent });
  const agent = agents.httpAgent;
  if (!proxy) return http.request(target, { method, headers, agent });
  const handed = forwardedBy(proxy, target);
  const { request } = proxy.protocol === 'https:' ? https : http;
  return request(handed.to, { method, headers: { ...headers, ...handed.headers }, path: url, agent });
}

async function read(answer: IncomingMessage): Promise<RawAnswer> {
  const bytes = await bytesOf(answer);
  // Some servers name there what is none: "utf-8", "identity".
  const unpackWith = UNPACKERS.get(answer.headers['content-encoding']?.toLowerCase() ?? '');
  const text = (unpackWith && bytes.length > 0 ? await unpack(bytes, unpackWith) : bytes).toString();
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    // A byte order mark belongs to the encoding and not to the text.
    body: text.startsWith('\uFEFF') ? text.slice(1) : text,
  };
}

function bytesOf(answer: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let left = MAX_ANSWER_BYTES;
    answer.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) answer.destroy(TOO_LONG);
      else chunks.push(chunk);
    });
    answer.on('end', () => resolve(Buffer.concat(chunks))).on('error', reject);
  });
}

async function unpack(bytes: Buffer, unpackWith: Unpacker): Promise<Buffer> {
  try {
    return await unpackWith(bytes, { maxOutputLength: MAX_ANSWER_BYTES });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? TOO_LONG : error;
  }
}
