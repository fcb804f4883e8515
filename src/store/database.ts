import { Kysely, Migrator, PostgresDialect, sql as query, SqliteDialect } from 'kysely';
import { Pool, types } from 'pg';
import { openSqlite, type SqliteDatabase, type SqliteStatement } from '../lib/sqlite';
import { StartError } from '../lib/start-error';
import { migrations } from './migrations';
import type { Schema } from './schema';

export type Engine = 'sqlite' | 'postgres';

export interface Database {
  readonly engine: Engine;
  readonly sql: Kysely<Schema>;
  close(): Promise<void>;
}

/** Thrown at start when the database cannot be reached. The message never holds the connection's password. */
export class DatabaseUnreachableError extends StartError {
  constructor(reason: string) {
    super(
      `The database cannot be reached (${reason}). Check DATABASE_URL, and that the server runs and lets you in.`,
    );
  }
}

/** The embedded database: one file, full durability. Bring the tables up to date with `migrate`. */
export function openEmbedded(file: string): Database {
  const database = withStatementCache(openSqlite(file));
  const sql = new Kysely<Schema>({ dialect: new SqliteDialect({ database }) });
  return { engine: 'sqlite', sql, close: () => sql.destroy() };
}

/** PostgreSQL. `schema` puts all tables into a schema of that name (it must exist); tests use it. */
export function openPostgres(url: string, schema?: string): Database {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5000,
    types: { getTypeParser: parserFor as typeof types.getTypeParser },
    ...(schema ? { options: `-c search_path=${schema}` } : {}),
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const sql = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return { engine: 'postgres', sql, close: () => sql.destroy() };
}

/**
 * Brings the tables up to date. Safe to run from several processes at once (the migrator takes a lock).
 * @throws DatabaseUnreachableError when PostgreSQL cannot be reached
 */
export async function migrate(database: Database): Promise<void> {
  const error = await migrateToLatest(database).catch((failure: unknown) => failure);
  if (error === undefined) return;
  if (database.engine === 'postgres' && isConnectionError(error)) {
    throw new DatabaseUnreachableError(reasonOf(error));
  }
  throw error instanceof Error ? error : new Error('The database migration failed');
}

/** Gives back what went wrong, as the migrator does. */
async function migrateToLatest(database: Database): Promise<unknown> {
  const schema = database.engine === 'postgres' ? await currentSchema(database) : null;
  const migrator = new Migrator({
    db: database.sql,
    provider: { getMigrations: () => Promise.resolve(migrations(database.engine)) },
    // Else the migrator takes the tables of a program in another schema for its own.
    ...(schema !== null && { migrationTableSchema: schema }),
  });
  return (await migrator.migrateToLatest()).error;
}

/** The schema in which PostgreSQL makes tables for us; null when there is none. */
async function currentSchema(database: Database): Promise<string | null> {
  const { rows } = await query<{ name: string | null }>`select current_schema() as name`.execute(
    database.sql,
  );
  return rows[0]?.name ?? null;
}

const INT8 = 20;

/** PostgreSQL gives 64-bit integers as text by default; ours are times and counters that fit a number. */
function parserFor(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === INT8) return Number;
  return format === 'binary' ? types.getTypeParser(oid, 'binary') : types.getTypeParser(oid, 'text');
}

/** Preparing costs more than running a small statement, so the last few hundred are kept. */
function withStatementCache(db: SqliteDatabase, size = 200): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    ...db,
    prepare(text) {
      const known = kept.get(text);
      if (known) return known;
      const statement = db.prepare(text);
      const oldest = kept.size >= size ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      kept.set(text, statement);
      return statement;
    },
  };
}

function isConnectionError(error: unknown): boolean {
  const code = codeOf(error);
  // 28: not let in. 3D: no such database. 57P: shutting down. 08: connection lost.
  return /^(E[A-Z]+|28...|3D...|57P..|08...)$/.test(code) || /timeout/i.test(String(error));
}

function reasonOf(error: unknown): string {
  return codeOf(error) || 'no answer in time';
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : '';
}
