import axios, { CanceledError, type AxiosInstance, type AxiosResponse } from 'axios';
import { CONNECT_TIMEOUT, createAgents, MAX_SOCKETS, type Agents } from './agents';
import { ConnectionError, isHopeless, networkMessage, STOPPING, timedOut } from './connection-error';
import { Gate } from './gate';
import { forwardProxy, refusedByProxy, refusedTunnel, shownProxy } from './proxy';

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

export const MAX_ANSWER_BYTES = 5 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 5_000;

/** Kept-alive connections to one API, with time limits for connecting and for the whole answer. */
export class Connection {
  readonly #connectTimeoutMs: number;
  readonly #callMs: number;
  readonly #proxy: URL | null;
  readonly #agents: Agents;
  readonly #axios: AxiosInstance;
  /** The agents' own bound does not count tunnels that are being made. */
  readonly #gate = new Gate(MAX_SOCKETS);
  /** Cut what is under way, once the time is up. */
  readonly #cuts = new Set<() => void>();
  #endsAt = Infinity;
  readonly #others: Connection[] = [];

  /** `callMs`: the time that a call has at most. `proxy`: what all calls go through. */
  constructor(callMs: number, proxy: URL | null = null) {
    this.#callMs = callMs;
    this.#proxy = proxy;
    this.#connectTimeoutMs = Math.min(CONNECT_TIMEOUT_MS, callMs / 2);
    this.#agents = createAgents(this.#connectTimeoutMs, proxy);
    this.#axios = axios.create({
      adapter: 'http',
      ...this.#agents,
      maxRedirects: 0,
      maxContentLength: MAX_ANSWER_BYTES,
      responseType: 'text',
      transformRequest: (data: unknown) => data,
      transformResponse: (data: unknown) => data,
      validateStatus: () => true,
    });
  }

  /**
   * `limitMs`: the time for the whole answer.
   * @throws ConnectionError
   */
  async exchange(request: RawRequest, limitMs: number): Promise<RawAnswer> {
    // Not the library's time limit: that one starts anew with each piece of a slow answer.
    const deadline = new AbortController();
    const cut = () => deadline.abort(new CanceledError());
    const timer = setTimeout(cut, Math.min(limitMs, this.leftMs));
    this.#cuts.add(cut);
    try {
      const { signal } = deadline;
      const answer = await this.#gate.pass(() => this.#send(request, signal), signal);
      if (this.#proxy && answer.status === 407) throw refusedByProxy(this.#proxy, 407);
      const text = typeof answer.data === 'string' ? answer.data : '';
      return { status: answer.status, headers: { ...answer.headers }, body: text };
    } catch (error) {
      throw this.#explain(error, limitMs);
    } finally {
      clearTimeout(timer);
      this.#cuts.delete(cut);
    }
  }

  #send({ body, ...request }: RawRequest, signal: AbortSignal): Promise<AxiosResponse<unknown>> {
    return this.#axios.request<unknown>({
      ...request,
      data: body,
      signal,
      // Never that of the environment, which the library would read by itself.
      proxy: this.#proxy && request.url.startsWith('http:') ? forwardProxy(this.#proxy) : false,
    });
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
    const other = new Connection(this.#callMs, this.#proxy);
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
    this.#agents.httpAgent.destroy();
    this.#agents.httpsAgent.destroy();
  }

  /** The way to the API, as part of a sentence. */
  get #way(): string {
    return this.#proxy ? ` through the proxy ${shownProxy(this.#proxy)}` : '';
  }

  #explain(error: unknown, limitMs: number): ConnectionError {
    if (error instanceof ConnectionError) return error;
    const code = axios.isAxiosError(error) ? error.code : undefined;
    const text = error instanceof Error ? error.message : '';
    const refused = refusedTunnel(text);
    if (this.#proxy && refused !== null) return refusedByProxy(this.#proxy, refused);
    if (code === 'ERR_CANCELED' && this.leftMs === 0) return STOPPING;
    if (code === 'ERR_CANCELED') return timedOut('answer', limitMs);
    if (code === CONNECT_TIMEOUT) return timedOut(`accept a connection${this.#way}`, this.#connectTimeoutMs);
    if (text.includes('maxContentLength')) {
      const size = `${MAX_ANSWER_BYTES / 1024 / 1024} MB`;
      return new ConnectionError(
        'invalid_answer',
        `The API’s answer is longer than ${size} and was not read.`,
        false,
      );
    }
    return new ConnectionError('network', networkMessage(code, text, this.#way), !isHopeless(code ?? ''));
  }
}
