import axios, { type AxiosInstance } from 'axios';
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';

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
  body: string | undefined;
}

/** Why no usable answer came. `message` is ours; the library's own error, which holds the key, stays behind. */
export class ConnectionError extends Error {
  constructor(
    readonly kind: 'timeout' | 'network' | 'invalid_answer',
    message: string,
    readonly mayRetry: boolean,
  ) {
    super(message);
  }
}

export const MAX_ANSWER_BYTES = 5 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT = 'CONNECT_TIMEOUT';
/** Shorter than the five seconds after which many servers drop an idle connection: we must be the first. */
const IDLE_MS = 4_000;

/** Kept-alive connections to one API, with time limits for connecting and for the whole answer. */
export class Connection {
  readonly #connectTimeoutMs: number;
  readonly #httpAgent: http.Agent;
  readonly #httpsAgent: https.Agent;
  readonly #axios: AxiosInstance;
  /** Cut what is under way, once the time is up. */
  readonly #cuts = new Set<() => void>();
  #endsAt = Infinity;

  /** `callMs`: the time that a call has at most. */
  constructor(callMs: number) {
    this.#connectTimeoutMs = Math.min(CONNECT_TIMEOUT_MS, callMs / 2);
    this.#httpAgent = limitConnecting(new http.Agent(agentOptions), this.#connectTimeoutMs);
    this.#httpsAgent = limitConnecting(new https.Agent(agentOptions), this.#connectTimeoutMs);
    this.#axios = axios.create({
      adapter: 'http',
      httpAgent: this.#httpAgent,
      httpsAgent: this.#httpsAgent,
      maxRedirects: 0,
      maxContentLength: MAX_ANSWER_BYTES,
      proxy: false,
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
    const cut = () => deadline.abort();
    const timer = setTimeout(cut, Math.min(limitMs, this.leftMs));
    this.#cuts.add(cut);
    try {
      const { method, url, headers, body } = request;
      const answer = await this.#axios.request<unknown>({
        method,
        url,
        headers,
        data: body,
        signal: deadline.signal,
      });
      const text = typeof answer.data === 'string' ? answer.data : '';
      return { status: answer.status, headers: { ...answer.headers }, body: text };
    } catch (error) {
      throw this.#explain(error, limitMs);
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

  /** All calls, also later ones, are over by then: those that have no answer fail. */
  endWithin(ms: number): void {
    this.#endsAt = performance.now() + ms;
    setTimeout(() => this.#cuts.forEach((cut) => cut()), ms).unref();
  }

  close(): void {
    this.#httpAgent.destroy();
    this.#httpsAgent.destroy();
  }

  #explain(error: unknown, limitMs: number): ConnectionError {
    const code = axios.isAxiosError(error) ? error.code : undefined;
    const text = error instanceof Error ? error.message : '';
    if (code === 'ERR_CANCELED' && this.leftMs === 0) return STOPPING;
    if (code === 'ERR_CANCELED') return timedOut('answer', limitMs);
    if (code === CONNECT_TIMEOUT) return timedOut('accept a connection', this.#connectTimeoutMs);
    if (text.includes('maxContentLength')) {
      const size = `${MAX_ANSWER_BYTES / 1024 / 1024} MB`;
      return new ConnectionError(
        'invalid_answer',
        `The API’s answer is longer than ${size} and was not read.`,
        false,
      );
    }
    return new ConnectionError('network', networkMessage(code, text), !isHopeless(code ?? ''));
  }
}

const agentOptions = { keepAlive: true, timeout: IDLE_MS };

const STOPPING = new ConnectionError(
  'timeout',
  'The API had not answered when this app had to stop, and was not waited for.',
  false,
);

function timedOut(what: string, ms: number): ConnectionError {
  return new ConnectionError('timeout', `The API did not ${what} within ${seconds(ms)}.`, true);
}

/** As people say it: 20 seconds, 7.5 seconds, 1 second. */
function seconds(ms: number): string {
  const count = Number((ms / 1000).toPrecision(2));
  return count === 1 ? '1 second' : `${count} seconds`;
}

const REASONS = new Map([
  ['ECONNREFUSED', 'nothing listens at that address'],
  ['ENOTFOUND', 'the host name is not known'],
  ['EAI_AGAIN', 'the host name could not be looked up'],
  ['ECONNRESET', 'the connection was cut'],
  ['EPIPE', 'the connection was cut'],
  ['EHOSTUNREACH', 'the host cannot be reached'],
  ['ENETUNREACH', 'the network cannot be reached'],
]);

function networkMessage(code: string | undefined, text: string): string {
  if (text.includes('aborted')) return 'The connection to the API was cut in the middle of its answer.';
  const reason = REASONS.get(code ?? '');
  const shown = code ? ` (${code})` : '';
  return reason
    ? `The API could not be reached: ${reason}${shown}.`
    : `The exchange with the API failed${shown}.`;
}

/** A certificate, protocol or header problem is the same the next time. */
function isHopeless(code: string): boolean {
  return /CERT|SIGNATURE|ERR_TLS|ERR_SSL|EPROTO|ERR_INVALID|ERR_UNESCAPED/.test(code);
}

/** Node has no time limit for connecting (name look-up, TCP and TLS), so the agent's own step gets one. */
function limitConnecting<A extends http.Agent>(agent: A, ms: number): A {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    if (socket)
      destroyUnlessConnected(socket, agent instanceof https.Agent ? 'secureConnect' : 'connect', ms);
    return socket;
  };
  return agent;
}

function destroyUnlessConnected(socket: Duplex, connected: string, ms: number): void {
  const late = Object.assign(new Error('connect time limit'), { code: CONNECT_TIMEOUT });
  const timer = setTimeout(() => socket.destroy(late), ms);
  const stop = (): void => clearTimeout(timer);
  socket.once(connected, stop).once('close', stop);
}
