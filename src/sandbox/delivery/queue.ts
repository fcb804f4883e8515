import type { SandboxContext } from '../context';

export interface Delivery {
  seq: number;
  endpoint: string;
  event: string;
  attempts: number;
  next_at: number;
}

export interface Outcome {
  ok: boolean;
  status: number | null;
  error: string | null;
}

/** One second to one day, about four days in all: the manner of well-known senders (not documented; our choice). */
export const defaultRetryDelaysMs: readonly number[] = [
  1, 5, 30, 120, 600, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
].map((seconds) => seconds * 1000);

/** While a delivery has failed no more often than this, later ones of its endpoint wait, so that order is kept. */
const KEEP_ORDER_ATTEMPTS = 3;

/** The deliveries still to be made, on disk. */
export interface Queue {
  /** Endpoints that something is waiting for. */
  endpoints(): string[];
  /** The delivery to make next for an endpoint, perhaps not due yet. */
  next(endpoint: string): Delivery | undefined;
  record(delivery: Delivery, outcome: Outcome): void;
}

export function createQueue(context: SandboxContext, retryDelaysMs: readonly number[]): Queue {
  const { database, clock } = context;
  // An endpoint that answers again gets at once what it could not be reached with before.
  const hurry = (endpoint: string) =>
    database.run(
      `UPDATE deliveries SET next_at = ? WHERE endpoint = ? AND state = 'pending' AND attempts > 0 AND status IS NULL`,
      ...[clock.now(), endpoint],
    );
  const columns = 'SELECT seq, endpoint, event, attempts, next_at FROM deliveries';
  return {
    endpoints: () =>
      database
        .all<{ endpoint: string }>(`SELECT DISTINCT endpoint FROM deliveries WHERE state = 'pending'`)
        .map((row) => row.endpoint),
    next(endpoint) {
      const pending = `${columns} WHERE endpoint = ? AND state = 'pending'`;
      const oldest = database.get<Delivery>(`${pending} ORDER BY seq LIMIT 1`, endpoint);
      if (!oldest || oldest.attempts <= KEEP_ORDER_ATTEMPTS) return oldest;
      return database.get<Delivery>(`${pending} ORDER BY next_at, seq LIMIT 1`, endpoint);
    },
    record(delivery, outcome) {
      const attempts = delivery.attempts + 1;
      const delay = retryDelaysMs[attempts - 1];
      const state = outcome.ok ? 'delivered' : delay === undefined ? 'failed' : 'pending';
      const nextAt = state === 'pending' ? clock.now() + withJitter(delay ?? 0) : null;
      database.run(
        `UPDATE deliveries SET state = ?, attempts = ?, next_at = ?, last_at = ?, status = ?, error = ?
         WHERE seq = ? AND state = 'pending'`,
        ...[state, attempts, nextAt, clock.now(), outcome.status, outcome.error, delivery.seq],
      );
      if (outcome.ok) hurry(delivery.endpoint);
    },
  };
}

/** Up to a fifth more, so that many deliveries that failed together don't come back together. */
const withJitter = (delay: number) => Math.round(delay * (1 + Math.random() / 5));
