import type { Database } from '../database';

/** One attempt to deliver an event to an endpoint. */
export interface Attempt {
  /** When it began, in sandbox milliseconds. */
  at: number;
  /** Milliseconds until the status was there, or until it was given up. */
  duration: number;
  status: number | null;
  error: string | null;
  /** The beginning of what the endpoint answered. */
  answer: string | null;
  /** What the sandbox did to it on purpose. */
  note: string | null;
}

/** How many are kept of all deliveries together; the oldest go first. */
export const defaultAttemptsKept = 20_000;

/** Keeps an attempt, unless its delivery is gone (the sandbox may have been reset meanwhile). */
export function keepAttempt(
  database: Database,
  delivery: { seq: number; event: string },
  { at, duration, status, error, answer, note }: Attempt,
  most: number,
): void {
  database.run(
    `INSERT INTO delivery_attempts (delivery, at, duration, status, error, answer, note)
     SELECT seq, ?, ?, ?, ?, ?, ? FROM deliveries WHERE seq = ? AND event = ?`,
    ...[at, duration, status, error, answer, note, delivery.seq, delivery.event],
  );
  const oldest = '(SELECT max(seq) FROM delivery_attempts) - ?';
  database.run(`DELETE FROM delivery_attempts WHERE seq <= ${oldest}`, most);
}

/** Oldest first. */
export const attemptsOf = (database: Database, delivery: number): Attempt[] =>
  database.all<Attempt>(
    'SELECT at, duration, status, error, answer, note FROM delivery_attempts WHERE delivery = ? ORDER BY seq',
    delivery,
  );
