import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gracefulClose } from './graceful-close';
import { StartError } from './start-error';

/** Thrown when a server cannot listen. The message says what to change. */
export class ListenError extends StartError {
  constructor(setting: string, host: string, port: number, code: string | undefined) {
    const hostSetting = setting.replace(/PORT$/, 'HOST');
    const noAddress = `this machine has no address ${host}. Set ${hostSetting} to one of its addresses`;
    const reasons: Record<string, string> = {
      EADDRINUSE: `port ${port} is in use by another program. Stop that program, or change ${setting}`,
      EACCES: `port ${port} may not be used without special rights. Set ${setting} to a port over 1023`,
      EADDRNOTAVAIL: noAddress,
      ENOTFOUND: noAddress,
      EAI_AGAIN: noAddress,
    };
    const other = `listening on ${host}:${port} failed (${code ?? 'unknown'}). Change ${setting} or ${hostSetting}`;
    super(`Cannot start: ${reasons[code ?? ''] ?? other}.`);
  }
}

export interface Listening {
  server: Server;
  port: number;
  /** Finishes requests in flight, and resolves when all connections are gone (see graceful-close.ts). */
  close(): Promise<void>;
}

/** Proxies keep idle connections for 60 seconds: they must be the first to close one, or a request meets a closed door. */
const KEEP_ALIVE_MS = 75_000;
/** The time for headers begins with the connection's idle time in some releases of Node, so it is longer than that. */
const timeLimits: ServerOptions = { keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: KEEP_ALIVE_MS + 5_000 };

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
  const server = createServer({ ...timeLimits, ...options }, handler);
  const close = gracefulClose(server);
  return new Promise((resolve, reject) => {
    // Stays for good: later errors tell of a connection that could not be accepted, which concerns no other.
    server.on('error', (error: NodeJS.ErrnoException) =>
      reject(new ListenError(setting, host, port, error.code)),
    );
    server.listen(port, host, () => resolve({ server, port: (server.address() as AddressInfo).port, close }));
  });
}
