import type { SandboxContext } from '../context';
import type { Event } from '../model/events';
import type { Stored } from '../model/kinds';
import { defaultAttemptsKept, keepAttempt, type Attempt, type Tried } from './attempts';
import { disableEndpoint, endpointSettings } from './endpoint-settings';
import { happens, isDropped, webhookFaults } from './faults';

export interface Delivery {
  seq: number;
  endpoint: string;
  event: string;
  attempts: number;
  /** Sandbox milliseconds. */
  next_at: number;
}

/** One second to one day, about four days in all: the manner of well-known senders (not documented; our choice). */
export const defaultRetryDelaysMs: readonly number[] = [
  1, 5, 30, 120, 600, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
].map((seconds) => seconds * 1000);

/** While a delivery has failed no more often than this, later ones of its endpoint wait, so that order is kept. */
const KEEP_ORDER_ATTEMPTS = 3;

/** How long deliveries are gathered that are to be out of order. */
const GATHER_MS = 2000;

/**
 * Notes in the running transaction that an endpoint is to be told of an event. An endpoint that is switched off is
 * passed by.
 */
export function enqueue(context: SandboxContext, endpoint: string, event: Stored<Event>): void {
  if (endpointSettings(context, endpoint).disabled !== null) return;
  const faults = webhookFaults(context);
  const at = context.clock.now() + faults.delay_seconds * 1000 + (faults.reorder ? GATHER_MS : 0);
  const sql = `INSERT INTO deliveries (endpoint, event, type, state, attempts, next_at, error) VALUES (?, ?, ?, ?, 0, ?, ?)`;
  const add = (state: string, nextAt: number | null, error: string | null) =>
    context.database.run(sql, endpoint, event.id, event.data.type, state, nextAt, error);
  if (isDropped(context)) return void add('dropped', null, 'Dropped by a webhook fault.');
  add('pending', at, null);
  if (happens(context, faults.duplicate_rate)) add('pending', at, null);
}

/** The deliveries still to be made, on disk. */
export interface Queue {
  /** Endpoints that something is waiting for. */
  endpoints(): string[];
  /** The delivery to make next for an endpoint, perhaps not due yet. */
  next(endpoint: string): Delivery | undefined;
  record(delivery: Delivery, attempt: Tried): void;
}

export interface QueueOptions {
  /** Waits between attempts; after the last the delivery has failed. */
  retryDelaysMs?: readonly number[] | undefined;
  attemptsKept?: number | undefined;
}

export const accepted = (status: number | null): boolean => status !== null && status >= 200 && status < 300;

export function createQueue(context: SandboxContext, options: QueueOptions): Queue {
  const { database, clock } = context;
  const retryDelaysMs = options.retryDelaysMs ?? defaultRetryDelaysMs;
  const pending = `SELECT seq, endpoint, event, attempts, next_at FROM deliveries WHERE endpoint = ? AND state = 'pending'`;
  const firstDue = (endpoint: string) =>
    database.get<Delivery>(`${pending} ORDER BY next_at, seq LIMIT 1`, endpoint);
  const inOrder = (endpoint: string) => {
    const oldest = database.get<Delivery>(`${pending} ORDER BY seq LIMIT 1`, endpoint);
    const holds = oldest && oldest.attempts > 0 && oldest.attempts <= KEEP_ORDER_ATTEMPTS;
    return holds ? oldest : firstDue(endpoint);
  };
  const newestFirst = (endpoint: string) => {
    const due = firstDue(endpoint);
    if (!due || due.next_at > clock.now()) return due;
    const newest = `${pending} AND attempts = 0 ORDER BY seq DESC LIMIT 1`;
    return { ...(database.get<Delivery>(newest, endpoint) ?? due), next_at: due.next_at };
  };
  return {
    endpoints: () =>
      database
        .all<{ endpoint: string }>(`SELECT DISTINCT endpoint FROM deliveries WHERE state = 'pending'`)
        .map((row) => row.endpoint),
    next: (endpoint) => (webhookFaults(context).reorder ? newestFirst(endpoint) : inOrder(endpoint)),
    record: (delivery, attempt) =>
      database.transaction(() => {
        keepAttempt(database, delivery, attempt, options.attemptsKept ?? defaultAttemptsKept);
        settle(context, delivery, attempt, retryDelaysMs[delivery.attempts]);
      }),
  };
}

/** What an attempt means for its delivery and its endpoint; without a delay there is no further attempt. */
function settle(
  context: SandboxContext,
  delivery: Delivery,
  attempt: Attempt,
  delay: number | undefined,
): void {
  const { status, error } = attempt;
  const ok = accepted(status);
  const gone = status === 410;
  const state = ok ? 'delivered' : delay === undefined || gone ? 'failed' : 'pending';
  const nextAt =
    state === 'pending' ? attempt.at + attempt.duration + withJitter(delay ?? 0, context.random()) : null;
  context.database.run(
    `UPDATE deliveries SET state = ?, attempts = ?, next_at = ?, last_at = ?, status = ?, error = ?
     WHERE seq = ? AND event = ? AND state = 'pending'`,
    ...[state, delivery.attempts + 1, nextAt, attempt.at, status, error, delivery.seq, delivery.event],
  );
  if (ok) hurry(context, delivery.endpoint);
  const exists = context.objects.find('webhook_endpoint', delivery.endpoint) !== undefined;
  if (gone && exists) disableEndpoint(context, delivery.endpoint);
}

/** An endpoint that answers again gets at once what it could not be reached with before. */
function hurry({ database, clock }: SandboxContext, endpoint: string): void {
  database.run(
    `UPDATE deliveries SET next_at = ? WHERE endpoint = ? AND state = 'pending' AND attempts > 0 AND status IS NULL`,
    ...[clock.now(), endpoint],
  );
}

/** Up to a fifth more, so that many deliveries that failed together don't come back together. */
const withJitter = (delay: number, chance: number) => Math.round(delay * (1 + chance / 5));
