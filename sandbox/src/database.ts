import { openSqlite, type SqliteDatabase, type SqliteStatement } from '../../lib/sqlite';
import { journalSchema } from './journal/schema';

/** The sandbox's state on disk: whatever was answered is in this file, also after a kill. */
export interface Database {
  all<Row>(sql: string, ...values: readonly unknown[]): Row[];
  get<Row>(sql: string, ...values: readonly unknown[]): Row | undefined;
  run(sql: string, ...values: readonly unknown[]): number;
  /** Runs it in one durable transaction; nested calls join the outer one. */
  transaction<T>(work: () => T): T;
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
export const openDatabase = (file: string): Database => opened(openSqlite(file), schema);

/** The journal, apart, as it waits for no disk. */
export const openJournalDatabase = (file: string): Database =>
  opened(openSqlite(file, { synchronous: 'NORMAL' }), journalSchema);

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
  const rollBack = () => {
    try {
      sqlite.exec('ROLLBACK');
    } catch {
      // The engine did so by itself, as it does when the disk is full: the failure before this one counts.
    }
  };
  return {
    all: <Row>(sql: string, ...values: readonly unknown[]) => prepared(sql).all(values) as Row[],
    get: <Row>(sql: string, ...values: readonly unknown[]) => prepared(sql).all(values)[0] as Row | undefined,
    run: (sql, ...values) => Number(prepared(sql).run(values).lastInsertRowid),
    transaction(work) {
      if (inside) return work();
      sqlite.exec('BEGIN IMMEDIATE');
      inside = true;
      try {
        const result = work();
        sqlite.exec('COMMIT');
        return result;
      } catch (error) {
        rollBack();
        throw error;
      } finally {
        inside = false;
      }
    },
    close: () => sqlite.close(),
  };
}
