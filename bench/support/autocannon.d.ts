/** The part of autocannon that the benchmarks use; it comes without types. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  namespace autocannon {
    interface Options {
      url: string;
      connections: number;
      /** Seconds. */
      duration?: number;
      /** Ends after so many requests instead. */
      amount?: number;
      /** Seconds to wait for an answer. */
      timeout?: number;
      headers?: Record<string, string>;
      requests?: { setupRequest: (request: object) => object }[];
    }
    interface Result {
      /** Milliseconds. */
      latency: { p99: number };
      '2xx': number;
    }
    interface Instance extends EventEmitter {
      stop(): void;
      on(event: 'response', listener: (client: unknown, status: number) => void): this;
      on(event: 'reqError', listener: (error: Error) => void): this;
    }
  }
  function autocannon(
    options: autocannon.Options,
    done: (error: Error | null, result: autocannon.Result) => void,
  ): autocannon.Instance;
  function autocannon(options: autocannon.Options): Promise<autocannon.Result>;
  export = autocannon;
}
