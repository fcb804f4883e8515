import https from 'node:https';
import { isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import { lateConnection } from './connection-error';
import { refusedByProxy, requestOf } from './proxy';

/** Makes connections by TLS through tunnels of a proxy, each within so many milliseconds from first to last. */
export class TunnelAgent extends https.Agent {
  readonly #proxy: URL;
  readonly #ms: number;

  constructor(options: https.AgentOptions, proxy: URL, ms: number) {
    super(options);
    this.#proxy = proxy;
    this.#ms = ms;
  }

  /** Asks the proxy for a tunnel, and speaks TLS through it. */
  override createConnection(
    options: https.RequestOptions,
    callback?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    const { host, port } = options;
    const target = `${host && isIPv6(host) ? `[${host}]` : host}:${port}`;
    const asking = requestOf(this.#proxy, target, { method: 'CONNECT', path: target, agent: false });
    let making: { destroy: (error: Error) => unknown } = asking;
    const timer = setTimeout(() => making.destroy(lateConnection()), this.#ms);
    const stop = () => clearTimeout(timer);
    const fail = (error: Error) => {
      stop();
      callback?.(error, null as never);
    };
    asking.on('error', fail).once('connect', ({ statusCode = 0 }, socket) => {
      // From here on the one who uses the tunnel hears of what happens to it.
      asking.off('error', fail).on('error', () => undefined);
      if (statusCode !== 200) {
        socket.destroy();
        return fail(refusedByProxy(this.#proxy, statusCode));
      }
      const through = { ...options, socket };
      const secured = super.createConnection(through) as Duplex;
      making = secured.once('secureConnect', stop).once('close', stop);
      callback?.(null, secured);
    });
    asking.end();
  }
}
