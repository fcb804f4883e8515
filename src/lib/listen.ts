import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from './start-error';

/** Thrown when a server cannot listen. The message says what to change. */
export class ListenError extends StartError {
  constructor(setting: string, host: string, port: number, code: string | undefined) {
    const noAddress = `this machine has no address ${host}. Set HOST to one of its addresses`;
    const reasons: Record<string, string> = {
      EADDRINUSE: `port ${port} is in use by another program. Stop that program, or change ${setting}`,
      EACCES: `port ${port} may not be used without special rights. Set ${setting} to a port over 1023`,
      EADDRNOTAVAIL: noAddress,
      ENOTFOUND: noAddress,
      EAI_AGAIN: noAddress,
    };
    const other = `listening on ${host}:${port} failed (${code ?? 'unknown'}). Change ${setting} or HOST`;
    super(`Cannot start: ${reasons[code ?? ''] ?? other}.`);
  }
}

export interface Listening {
  server: Server;
  port: number;
  /** Lets requests in flight finish, closes idle connections, and resolves when all are gone. */
  close(): Promise<void>;
}

/**
 * Listens; port 0 takes any free one. `setting` names the variable to change when it fails.
 * @throws ListenError
 */
export function listen(
  handler: RequestListener,
  port: number,
  host: string,
  setting: string,
  options: ServerOptions = {},
): Promise<Listening> {
  const server = createServer(options, handler);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new ListenError(setting, host, port, error.code)),
    );
    server.listen(port, host, () =>
      resolve({
        server,
        port: (server.address() as AddressInfo).port,
        close: () => closeServer(server),
      }),
    );
  });
}

/** A connection whose request is still answered is idle afterwards, and would be kept for seconds more. */
const LOOK_FOR_IDLE_MS = 50;

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => server.closeIdleConnections(), LOOK_FOR_IDLE_MS);
    server.close(() => {
      clearInterval(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
