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

/** What was posted: the body to the letter, and the headers of the sandbox's own. They hold a signature, never a secret. */
export interface Message {
  headers: Record<string, string>;
  body: string;
}

/** An attempt with what it sent; null for nothing. */
export interface Tried extends Attempt {
  sent: Message | null;
}

/** How many are kept of all deliveries together; the oldest go first. */
export const defaultAttemptsKept = 20_000;

/** Keeps an attempt, unless its delivery is gone (the sandbox may have been reset meanwhile). */
export function keepAttempt(
  database: Database,
  delivery: { seq: number; event: string },
  { at, duration, status, error, answer, note, sent }: Tried,
  most: number,
): void {
  const { seq, event } = delivery;
  if (!database.get('SELECT seq FROM deliveries WHERE seq = ? AND event = ?', seq, event)) return;
  const attempt = database.run(
    'INSERT INTO delivery_attempts (delivery, at, duration, status, error, answer, note) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ...[seq, at, duration, status, error, answer, note],
  );
  database.run('DELETE FROM delivery_attempts WHERE seq <= ?', attempt - most);
  if (sent) {
    database.run(
      'INSERT INTO delivery_messages (attempt, headers, body) VALUES (?, ?, ?)',
      ...[attempt, JSON.stringify(sent.headers), sent.body],
    );
  }
  database.run('DELETE FROM delivery_messages WHERE attempt <= ?', attempt - most);
}

/** Oldest first. */
export const attemptsOf = (database: Database, delivery: number): Attempt[] =>
  database.all<Attempt>(
    'SELECT at, duration, status, error, answer, note FROM delivery_attempts WHERE delivery = ? ORDER BY seq',
    delivery,
  );

/** What each of the attempts sent, in their order; null where nothing was, or where it came with an import. */
export const messagesOf = (database: Database, delivery: number): (Message | null)[] =>
  database
    .all<{ headers: string | null; body: string | null }>(
      `SELECT headers, body FROM delivery_attempts LEFT JOIN delivery_messages ON attempt = seq
       WHERE delivery = ? ORDER BY seq`,
      delivery,
    )
    .map(({ headers, body }) =>
      headers === null || body === null ? null : { headers: JSON.parse(headers) as Message['headers'], body },
    );
