import { withKeptAnswers } from '../../lib/kept-answers';
import { openSqlite, type SqliteDatabase, type SqliteStatement } from '../../lib/sqlite';
import { journalSchema } from './journal/schema';

/** The sandbox's state on disk: whatever was answered is in this file, also after a kill. */
export interface Database {
  all<Row>(sql: string, ...values: readonly unknown[]): Row[];
  get<Row>(sql: string, ...values: readonly unknown[]): Row | undefined;
  run(sql: string, ...values: readonly unknown[]): number;
  /** Runs it in one durable transaction; nested calls join the outer one. */
  transaction<T>(work: () => T): T;
  /**
   * Runs it whole or not at all, in a transaction with what else is grouped in this turn of the event loop, so that all
   * wait for the disk together. Nothing may be told of it before `settled`; whoever reads otherwise settles it first.
   */
  grouped<T>(work: () => T): T;
  /** Resolves when all that was grouped is on disk, and rejects when that failed and nothing of it is kept. */
  settled(): Promise<void>;
  close(): void;
}

const schema = `
  CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL, deleted INTEGER, data TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS objects_listed ON objects (kind, seq) WHERE deleted IS NULL;
  CREATE TABLE IF NOT EXISTS lookups (
    name TEXT NOT NULL, value TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (name, value, seq)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS lookups_of ON lookups (seq);
  CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
    expires INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS idempotency_expiry ON idempotency (expires);
  CREATE TABLE IF NOT EXISTS schedule (
    task TEXT NOT NULL, object TEXT NOT NULL, at INTEGER NOT NULL, noted INTEGER NOT NULL,
    PRIMARY KEY (task, object)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS schedule_due ON schedule (at, noted, task, object);
  CREATE INDEX IF NOT EXISTS schedule_noted ON schedule (noted);
  CREATE TABLE IF NOT EXISTS files (object TEXT PRIMARY KEY, content BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, endpoint TEXT NOT NULL, event TEXT NOT NULL, type TEXT NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL, next_at INTEGER, last_at INTEGER, status INTEGER, error TEXT);
  CREATE INDEX IF NOT EXISTS deliveries_pending ON deliveries (endpoint, seq) WHERE state = 'pending';
  CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (endpoint, next_at, seq) WHERE state = 'pending';
  CREATE INDEX IF NOT EXISTS deliveries_of_event ON deliveries (event, seq);
  CREATE INDEX IF NOT EXISTS deliveries_of_endpoint ON deliveries (endpoint, seq);
  CREATE INDEX IF NOT EXISTS deliveries_in_state ON deliveries (state, seq);
  CREATE TABLE IF NOT EXISTS delivery_attempts (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, delivery INTEGER NOT NULL, at INTEGER NOT NULL,
    duration INTEGER NOT NULL, status INTEGER, error TEXT, answer TEXT, note TEXT);
  CREATE INDEX IF NOT EXISTS delivery_attempts_of ON delivery_attempts (delivery, seq);
  CREATE TABLE IF NOT EXISTS delivery_messages (
    attempt INTEGER PRIMARY KEY, headers TEXT NOT NULL, body TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS endpoint_settings (
    endpoint TEXT PRIMARY KEY, scheme TEXT NOT NULL, disabled INTEGER) WITHOUT ROWID;
`;

/** Opens a file, or `IN_MEMORY`. */
export const openDatabase = (file: string): Database => opened(withKeptAnswers(openSqlite(file)), schema);

/** The journal, apart, as it waits for no disk. */
export const openJournalDatabase = (file: string): Database =>
  opened(openSqlite(file, { synchronous: 'NORMAL', pageSize: 16_384 }), journalSchema);

/** A call that may be answered once its group is on disk. */
interface Waiting {
  resolve: () => void;
  reject: (error: unknown) => void;
}

function opened(sqlite: SqliteDatabase, tables: string): Database {
  sqlite.exec(tables);
  const statements = new Map<string, SqliteStatement>();
  const prepared = (sql: string): SqliteStatement => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = sqlite.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  let inside = false;
  /** Who waits for the group that is open; undefined while there is none. */
  let waiting: Waiting[] | undefined;
  const endGroup = (tell: (one: Waiting) => void) => {
    const all = waiting ?? [];
    waiting = undefined;
    all.forEach(tell);
  };
  const rollBack = (to = '') => {
    try {
      sqlite.exec(`ROLLBACK ${to}`);
      return true;
    } catch {
      // The engine did so by itself, as it does when the disk is full: the failure before this one counts.
      return false;
    }
  };
  const settle = () => {
    if (waiting === undefined || inside) return;
    try {
      sqlite.exec('COMMIT');
    } catch (error) {
      rollBack();
      return endGroup(({ reject }) => reject(error));
    }
    endGroup(({ resolve }) => resolve());
  };
  const doInside = <T>(work: () => T, end: string, undo: (error: unknown) => void): T => {
    inside = true;
    try {
      const result = work();
      sqlite.exec(end);
      return result;
    } catch (error) {
      undo(error);
      throw error;
    } finally {
      inside = false;
    }
  };
  const asked = (sql: string): SqliteStatement => {
    settle();
    return prepared(sql);
  };
  return {
    all: <Row>(sql: string, ...values: readonly unknown[]) => asked(sql).all(values) as Row[],
    get: <Row>(sql: string, ...values: readonly unknown[]) => asked(sql).all(values)[0] as Row | undefined,
    run: (sql, ...values) => Number(asked(sql).run(values).lastInsertRowid),
    transaction(work) {
      if (inside) return work();
      settle();
      sqlite.exec('BEGIN IMMEDIATE');
      return doInside(work, 'COMMIT', () => rollBack());
    },
    grouped(work) {
      if (inside) return work();
      if (waiting === undefined) {
        sqlite.exec('BEGIN IMMEDIATE');
        waiting = [];
        setImmediate(settle);
      }
      sqlite.exec('SAVEPOINT one');
      return doInside(work, 'RELEASE one', (error) => {
        // Without its savepoint the whole group is undone.
        if (!rollBack('TO one; RELEASE one')) endGroup(({ reject }) => reject(error));
      });
    },
    settled: () =>
      new Promise((resolve, reject) => {
        if (waiting === undefined) resolve();
        else waiting.push({ resolve, reject });
      }),
    close() {
      settle();
      sqlite.close();
    },
  };
}
