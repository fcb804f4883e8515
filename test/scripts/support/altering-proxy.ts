import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Altered {
  status: number;
  headers: Record<string, string>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** Changes what passes; `call` is such as `GET /quotes`. */
export type Alteration = (call: string, answer: Altered) => void;

export interface AlteringProxy {
  url: string;
  close(): Promise<void>;
}

/** Stands before the sandbox and changes its answers. */
export function alteringProxy(target: string, alter: Alteration): Promise<AlteringProxy> {
  return listening((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const { authorization = '', 'content-type': type, 'ten99policy-idempotent-key': key } = req.headers;
      const headers = {
        authorization,
        ...(type && { 'content-type': type }),
        ...(typeof key === 'string' && { 'ten99policy-idempotent-key': key }),
      };
      const { method = 'GET', url = '' } = req;
      const sent = chunks.length > 0 ? Buffer.concat(chunks) : null;
      void fetch(target + url, { method, headers, body: sent }).then(async (response) => {
        const { 'content-length': _length, connection: _own, ...kept } = Object.fromEntries(response.headers);
        const answer = { status: response.status, headers: kept, body: await response.json() };
        alter(`${method} ${url.replace('/api/v1', '')}`, answer);
        res.writeHead(answer.status, answer.headers).end(JSON.stringify(answer.body));
      });
    });
  });
}

/** A server of its own that answers so. */
export async function listening(listener: RequestListener): Promise<AlteringProxy> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
