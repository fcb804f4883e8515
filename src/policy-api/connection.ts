import { createAgents, MAX_SOCKETS } from './agents';
import {
  CONNECT_TIMEOUT,
  ConnectionError,
  isHopeless,
  networkMessage,
  STOPPING,
  timedOut,
} from './connection-error';
import { exchange, type RawAnswer, type RawRequest, type Way } from './exchange';
import { Gate } from './gate';
import { refusedByProxy, shownProxy } from './proxy';

const CONNECT_TIMEOUT_MS = 5_000;

/** Kept-alive connections to one API, with time limits for connecting and for the whole answer. */
export class Connection {
  readonly #connectTimeoutMs: number;
  readonly #callMs: number;
  readonly #way: Way;
  /** The agents' own bound does not count tunnels that are being made. */
  readonly #gate = new Gate(MAX_SOCKETS);
  /** Cut what is under way, once the time is up. */
  readonly #cuts = new Set<() => void>();
  #endsAt = Infinity;
  readonly #others: Connection[] = [];

  /** `callMs`: the time that a call has at most. `proxy`: what all calls go through. */
  constructor(callMs: number, proxy: URL | null = null) {
    this.#callMs = callMs;
    this.#connectTimeoutMs = Math.min(CONNECT_TIMEOUT_MS, callMs / 2);
    this.#way = { agents: createAgents(this.#connectTimeoutMs, proxy), proxy };
  }

  /**
   * `limitMs`: the time for the whole answer.
   * @throws ConnectionError
   */
  async exchange(request: RawRequest, limitMs: number): Promise<RawAnswer> {
    // It would be carried out, perhaps, and its answer not be waited for.
    if (this.leftMs === 0) throw STOPPING;
    const { proxy } = this.#way;
    const deadline = new AbortController();
    // A timer ends within a millisecond of its time.
    const cut = () => deadline.abort(this.leftMs < 1 ? STOPPING : timedOut('answer', limitMs));
    const timer = setTimeout(cut, Math.min(limitMs, this.leftMs));
    this.#cuts.add(cut);
    try {
      const { signal } = deadline;
      const answer = await this.#gate.pass(() => exchange(request, this.#way, signal), signal);
      // What comes out of a tunnel is no answer of the proxy. By plain http it passes on what it is asked.
      if (proxy && answer.status === 407 && request.url.startsWith('http:')) throw refusedByProxy(proxy, 407);
      return answer;
    } catch (error) {
      throw this.#explain(error);
    } finally {
      clearTimeout(timer);
      this.#cuts.delete(cut);
    }
  }

  /** Waits, but no longer than this connection is used. */
  async pause(waiting: Promise<void>): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#cuts.add(resolve);
      waiting.finally(() => this.#cuts.delete(resolve)).then(resolve, reject);
    });
  }

  /** How long calls may still take; without end until `endWithin` was called. */
  get leftMs(): number {
    return Math.max(0, this.#endsAt - performance.now());
  }

  /** Other connections to the same API, which end and close with these. */
  apart(): Connection {
    const other = new Connection(this.#callMs, this.#way.proxy);
    if (this.#endsAt < Infinity) other.endWithin(this.leftMs);
    this.#others.push(other);
    return other;
  }

  /** All calls, also later ones, are over by then: those that have no answer fail. */
  endWithin(ms: number): void {
    this.#others.forEach((other) => other.endWithin(ms));
    this.#endsAt = performance.now() + ms;
    setTimeout(() => this.#cuts.forEach((cut) => cut()), ms).unref();
  }

  /** Ends the connections kept alive, of others made from this one too. */
  close(): void {
    this.#others.forEach((other) => other.close());
    this.#way.agents.httpAgent.destroy();
    this.#way.agents.httpsAgent.destroy();
  }

  #explain(error: unknown): ConnectionError {
    if (error instanceof ConnectionError) return error;
    const { proxy } = this.#way;
    const { code, message = '' } = error as NodeJS.ErrnoException;
    const through = proxy ? ` through the proxy ${shownProxy(proxy)}` : '';
    if (code === CONNECT_TIMEOUT) return timedOut(`accept a connection${through}`, this.#connectTimeoutMs);
    return new ConnectionError('network', networkMessage(code, message, through), !isHopeless(code ?? ''));
  }
}
