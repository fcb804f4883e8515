import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

/** What to do with a call instead of passing it on. */
export type Fault =
  | { kind: 'answer'; status: number; body?: unknown; headers?: Record<string, string> }
  | { kind: 'html'; status: number }
  | { kind: 'reset' }
  /** The call is passed on, but its answer never arrives: the connection is cut. */
  | { kind: 'lost' }
  /** The call is passed on once the promise settles. */
  | { kind: 'held'; until: Promise<void> }
  | { kind: 'silence' };

export interface SeenCall {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
}

export interface FaultyProxy {
  url: string;
  /** Calls so far, in order. */
  calls: SeenCall[];
  /** Applies to calls whose `METHOD /path` begins like this, until cleared. */
  fail(beginsWith: string, fault: Fault): void;
  clear(): void;
  close(): Promise<void>;
}

/** Stands between the app and the API and breaks calls on demand; all else goes through untouched. */
export async function faultyProxy(target: string): Promise<FaultyProxy> {
  let faults: { beginsWith: string; fault: Fault }[] = [];
  const calls: SeenCall[] = [];
  const server = createServer((req, res) => {
    const method = req.method ?? '';
    const path = (req.url ?? '').replace(/^\/api\/v1/, '');
    calls.push({ method, path, headers: req.headers });
    const hit = faults.find(({ beginsWith }) => `${method} ${path}`.startsWith(beginsWith));
    if (hit?.fault.kind === 'lost') passOn(target, req, res, () => req.socket.resetAndDestroy());
    else if (hit?.fault.kind === 'held') void hit.fault.until.then(() => passOn(target, req, res));
    else if (hit) breakCall(hit.fault, req, res);
    else passOn(target, req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    fail: (beginsWith, fault) => void faults.push({ beginsWith, fault }),
    clear: () => void (faults = []),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function breakCall(
  fault: Exclude<Fault, { kind: 'lost' | 'held' }>,
  req: IncomingMessage,
  res: ServerResponse,
): void {
  req.resume();
  switch (fault.kind) {
    case 'answer':
      res.writeHead(fault.status, {
        'Content-Type': 'application/json',
        'request-id': 'req_broken',
        ...fault.headers,
      });
      res.end(JSON.stringify(fault.body ?? { error_code: 'general_error', message: 'Broken on purpose' }));
      return;
    case 'html':
      res.writeHead(fault.status, { 'Content-Type': 'text/html' });
      res.end('<html><body>Bad gateway: internal stack at Object.fn (/srv/app.js:1:1)</body></html>');
      return;
    case 'reset':
      req.socket.resetAndDestroy();
      return;
    case 'silence':
      // Never answers: the client has to give up.
      return;
  }
}

function passOn(target: string, req: IncomingMessage, res: ServerResponse, instead?: () => void): void {
  const { hostname, port } = new URL(target);
  const outgoing = request(
    {
      hostname,
      port,
      path: req.url,
      method: req.method,
      headers: { ...req.headers, host: `${hostname}:${port}` },
    },
    (answer) => {
      if (instead) return void answer.resume().on('end', instead);
      if (res.destroyed) return void answer.destroy();
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      // An answer that breaks off breaks off here too.
      pipeline(answer, res, () => res.destroy());
    },
  );
  outgoing.on('error', () => res.destroy());
  req.pipe(outgoing);
}
