import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from './start-error';

/** Thrown when a server cannot listen. The message says what to change. */
export class ListenError extends StartError {
  constructor(setting: string, host: string, port: number, code: string | undefined) {
    const reasons: Record<string, string> = {
      EADDRINUSE: `port ${port} is in use by another program`,
      EACCES: `port ${port} may not be used without special rights`,
      EADDRNOTAVAIL: `this machine has no address ${host}`,
    };
    const reason = reasons[code ?? ''] ?? `listening on ${host}:${port} failed (${code ?? 'unknown'})`;
    super(`Cannot start: ${reason}. Stop that program, or change ${setting}.`);
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
): Promise<Listening> {
  const server = createServer(handler);
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

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
