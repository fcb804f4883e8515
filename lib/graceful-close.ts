import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as PlainServer, type Socket } from 'node:net';

/** A connection that was used this shortly ago may have its next request on the way. */
const IN_USE_MS = 1_000;
/** By then every connection is closed: also one whose request never arrives whole. */
const LIMIT_MS = 2_000;
const LOOK_EVERY_MS = 50;

interface Use {
  answers: Set<ServerResponse>;
  /** When its last answer was done, on the clock of `performance.now`. */
  since: number;
}

/**
 * Follows the connections of a server, and gives back the function that closes it without cutting anybody off: nothing
 * new is let in, idle connections are closed at once, requests in flight are answered with `Connection: close`. It
 * resolves when all connections are gone, within two seconds.
 */
export function gracefulClose(server: Server): () => Promise<void> {
  const inUse = new Map<Socket, Use>();
  let closing = false;

  server.on('connection', (socket: Socket) => {
    inUse.set(socket, { answers: new Set(), since: performance.now() });
    socket.on('close', () => inUse.delete(socket));
  });
  server.prependListener('request', ({ socket }: IncomingMessage, res: ServerResponse) => {
    const use = inUse.get(socket);
    if (closing) res.setHeader('Connection', 'close');
    use?.answers.add(res);
    res.on('close', () => {
      use?.answers.delete(res);
      if (use) use.since = performance.now();
    });
  });

  function closeIdle(forMs: number): void {
    const now = performance.now();
    for (const [socket, { answers, since }] of inUse) {
      if (answers.size === 0 && now - since >= forMs) socket.destroySoon();
    }
  }

  return () =>
    new Promise((resolve) => {
      closing = true;
      const began = performance.now();
      for (const { answers } of inUse.values()) {
        for (const res of answers) if (!res.headersSent) res.setHeader('Connection', 'close');
      }
      const timer = setInterval(() => {
        closeIdle(IN_USE_MS);
        if (performance.now() - began >= LIMIT_MS) server.closeAllConnections();
      }, LOOK_EVERY_MS);
      // The server's own `close` would cut connections whose next request is on the way.
      PlainServer.prototype.close.call(server, () => {
        clearInterval(timer);
        resolve();
      });
      closeIdle(IN_USE_MS);
    });
}
