import { setTimeout as sleep } from 'node:timers/promises';
import { parseAnswer, shownBody, type ParsedAnswer } from './answer';
import { apiBase, type ApiCall } from './calls';
import { Connection } from './connection';
import { ConnectionError } from './connection-error';
import { PolicyApiError } from './errors';
import type { PolicyApiOptions } from './options';
import { outcomeOf, type Outcome } from './outcome';
import { redactorFor, secretsIn, type Redact } from './redact';
import { checkIdempotencyKey, type Request } from './request';
import { delayBefore, mayRepeat } from './retry';
import { wireBody, type WireBody } from './wire-body';

interface Attempt<T> {
  outcome: Outcome<T>;
  answer: ParsedAnswer | null;
}

interface Parent {
  base: { origin: string; pathname: string };
  connection: Connection;
  observers: Observers;
  deadline: number;
}

type Observers = readonly ((call: ApiCall) => void)[];

/** Even where the time is used up a call has this long, so that it is made at all. */
const LEAST_MS = 1_000;
const USER_AGENT = '1099policy-onboarding-example/0.1';

/** Sends calls: headers, retries, errors, removal of secrets, observers. Holds the key and never shows it. */
export class Transport {
  readonly #options: PolicyApiOptions;
  readonly #base: { origin: string; pathname: string };
  readonly #connection: Connection;
  readonly #observers: Observers;
  /** When all calls have to be over, on the clock of `performance.now`. */
  readonly #deadline: number;

  constructor(options: PolicyApiOptions, parent?: Parent) {
    this.#options = options;
    this.#base = parent?.base ?? apiBase(options.baseUrl);
    this.#connection =
      parent?.connection ?? new Connection(this.#callMs, options.proxy ? new URL(options.proxy) : null);
    this.#deadline = parent?.deadline ?? Infinity;
    this.#observers = parent?.observers ?? (options.onCall ? [options.onCall] : []);
  }

  get baseUrl(): string {
    return `${this.#base.origin}${this.#base.pathname}`;
  }

  get environment(): PolicyApiOptions['environment'] {
    return this.#options.environment;
  }

  /** The same, with one observer more. */
  observedBy(onCall: (call: ApiCall) => void): Transport {
    return this.#with({ observers: [...this.#observers, onCall] });
  }

  /** The same, with all calls over in so many milliseconds from now. */
  within(ms: number): Transport {
    return this.#with({ deadline: Math.min(this.#deadline, performance.now() + ms) });
  }

  /** The same, over connections of its own. */
  apart(): Transport {
    return this.#with({ connection: this.#connection.apart() });
  }

  #with(change: Partial<Parent>): Transport {
    const same = {
      base: this.#base,
      connection: this.#connection,
      observers: this.#observers,
      deadline: this.#deadline,
    };
    return new Transport(this.#options, { ...same, ...change });
  }

  get #callMs(): number {
    return this.#options.timeoutMs ?? 20_000;
  }

  /** All calls, also later ones, are over in so many milliseconds. */
  endWithin(ms: number): void {
    this.#connection.endWithin(ms);
  }

  /** Ends the connections kept alive. */
  close(): void {
    this.#connection.close();
  }

  /** @throws PolicyApiError, and TypeError for an idempotency key that no header carries */
  async send<T>(request: Request<T>): Promise<T> {
    if (request.idempotencyKey !== undefined) checkIdempotencyKey(request.idempotencyKey);
    const { random = Math.random, wait = sleep, maxRetries = 2 } = this.#options;
    const repeatable = mayRepeat(request.method, request.idempotencyKey ?? null);
    const wire = await wireBody(request.body, request.form);
    const start = performance.now();
    const end = start + Math.min(this.#callMs, Math.max(this.#deadline - start, LEAST_MS));
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(request, wire, attempt, end - performance.now());
      if ('value' in outcome) return outcome.value;
      const again = repeatable && outcome.mayPass && attempt <= maxRetries;
      const delay = delayBefore(outcome.error, attempt, random);
      // An answer that did not come in all this time is not asked for again: nobody would wait as long once more.
      if (!again || performance.now() + delay >= end || delay >= this.#connection.leftMs) throw outcome.error;
      await this.#connection.pause(wait(delay));
      if (this.#connection.leftMs === 0) throw outcome.error;
    }
  }

  async #attempt<T>(
    request: Request<T>,
    wire: WireBody | null,
    attempt: number,
    limitMs: number,
  ): Promise<Outcome<T>> {
    const now = this.#options.now ?? Date.now;
    const redact = redactorFor([this.#options.apiKey, ...secretsIn(wire?.shown)], request.hidden);
    const startedAt = now();
    const start = performance.now();
    const { outcome, answer } = await this.#exchange(request, wire, redact, limitMs);
    this.#report({
      method: request.method,
      path: this.#base.pathname + request.path,
      url: this.#url(request.path),
      status: answer?.status ?? null,
      durationMs: Math.round(performance.now() - start),
      attempt,
      startedAt,
      apiTime: answer?.apiTime ?? null,
      requestId: redact(answer?.requestId ?? null),
      idempotencyKey: request.idempotencyKey ?? null,
      requestBody: redact(wire?.shown ?? null),
      responseBody: answer ? redact(shownBody(answer), answer.body) : null,
      error: 'error' in outcome ? outcome.error.message : null,
    });
    return outcome;
  }

  async #exchange<T>(
    request: Request<T>,
    wire: WireBody | null,
    redact: Redact,
    limitMs: number,
  ): Promise<Attempt<T>> {
    const { origin, pathname } = this.#base;
    const place = { method: request.method, path: pathname + request.path, origin };
    try {
      const now = this.#options.now ?? Date.now;
      const raw = await this.#connection.exchange(this.#rawRequest(request, wire), limitMs);
      const answer = parseAnswer(raw, now());
      return { answer, outcome: outcomeOf(answer, request.read, place, redact) };
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      const { kind, mayRetry } = error;
      const message = error.inWords(this.#options.words);
      return {
        answer: null,
        outcome: { error: new PolicyApiError({ ...place, kind, message }), mayPass: mayRetry },
      };
    }
  }

  #rawRequest({ method, path, idempotencyKey }: Request<unknown>, wire: WireBody | null) {
    return {
      method,
      url: this.#url(path),
      headers: {
        Authorization: `Bearer ${this.#options.apiKey}`,
        'Ten99Policy-Environment': this.#options.environment,
        ...(method === 'POST' && idempotencyKey !== undefined
          ? { 'Ten99Policy-Idempotent-Key': idempotencyKey }
          : {}),
        ...(wire ? { 'Content-Type': wire.contentType } : {}),
        Accept: 'application/json',
        'User-Agent': USER_AGENT,
      },
      body: wire?.content,
    };
  }

  #url(path: string): string {
    return this.#base.origin + this.#base.pathname + path;
  }

  /** An observer is a bystander: when it fails, the call has still succeeded. */
  #report(call: ApiCall): void {
    for (const onCall of this.#observers) {
      try {
        onCall(call);
      } catch {
        continue;
      }
    }
  }
}
