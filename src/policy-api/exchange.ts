import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Agents } from './agents';
import { bytesOf, unpacked } from './answer-bytes';
import { requestOf } from './proxy';

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
    const closed = () => reject(CLOSED);
    outgoing
      .on('error', reject)
      // Node closes without an error where the other end changes to another protocol.
      .on('close', closed)
      .on('response', (answer) => {
        outgoing.off('close', closed);
        void read(answer)
          .then(resolve, reject)
          .finally(() => endUnsent(outgoing));
      });
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
      outgoing.destroy();
    });
    outgoing.end(request.body);
  });
}

const CLOSED = Object.assign(new Error('closed without an answer'), { code: 'ECONNRESET' });

/** Where the answer was there first, whoever gave it may never read the rest, and the connection would serve nobody. */
function endUnsent(outgoing: ClientRequest): void {
  if (!outgoing.writableFinished) outgoing.destroy();
}

function open({ method, url, headers: own, body }: RawRequest, { agents, proxy }: Way): ClientRequest {
  const headers: Record<string, string | number> = { ...own, 'Accept-Encoding': 'gzip, br' };
  if (body !== undefined) headers['Content-Length'] = Buffer.byteLength(body);
  const target = new URL(url);
  if (target.protocol === 'https:')
    return https.request(target, { method, headers, agent: agents.httpsAgent });
  const agent = agents.httpAgent;
  // Through a proxy, which passes it on. Calls by https go through its tunnels (see tunnels.ts).
  if (proxy) return requestOf(proxy, target.host, { method, headers, path: url, agent });
  return http.request(target, { method, headers, agent });
}

async function read(answer: IncomingMessage): Promise<RawAnswer> {
  const bytes = await bytesOf(answer);
  const text = (await unpacked(bytes, answer.headers['content-encoding'])).toString();
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    // A byte order mark belongs to the encoding and not to the text.
    body: text.startsWith('\uFEFF') ? text.slice(1) : text,
  };
}
