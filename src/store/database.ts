import {
  Kysely,
  Migrator,
  PostgresDialect,
  sql as query,
  SqliteDialect,
  type CompiledQuery,
  type Dialect,
  type LogEvent,
} from 'kysely';
import { Pool, types } from 'pg';
import { openSqlite, type SqliteDatabase, type SqliteStatement } from '../../lib/sqlite';
import { StartError } from '../../lib/start-error';
import { codeOf, kindOfFailure } from './failures';
import { paddedLists } from './few-shapes';
import { guarded } from './guard';
import { migrations } from './migrations';
import type { Engine, Schema } from './schema';

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

export interface OpenOptions {
  /** Told of each statement that ran; for tests that look at all of them. */
  onQuery?: (query: CompiledQuery) => void;
}

/** The embedded database: one file, full durability. Bring the tables up to date with `migrate`. */
export function openEmbedded(file: string, options: OpenOptions = {}): Database {
  const database = withStatementCache(openSqlite(file));
  // One process owns the file, so its claims need not outlive it: in memory they wait for no disk.
  database.exec('PRAGMA temp_store = MEMORY');
  database.exec(
    'CREATE TEMP TABLE claims (name TEXT PRIMARY KEY, token TEXT NOT NULL, expires_at INTEGER NOT NULL)',
  );
  return open('sqlite', new SqliteDialect({ database }), options);
}

export interface PostgresOptions extends OpenOptions {
  /** Puts all tables into a schema of that name (it must exist). */
  schema?: string;
  /** Told of each connection that breaks. It is replaced when one is needed again. */
  onLost?: (error: Error) => void;
}

export function openPostgres(url: string, options: PostgresOptions = {}): Database {
  const { schema, onLost = () => undefined } = options;
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    types: { getTypeParser: parserFor as typeof types.getTypeParser },
    ...(schema !== undefined && { options: `-c search_path=${schema}` }),
  });
  // The pool listens to idle connections only. One that breaks while it is in use would end the process.
  pool.on('connect', (client) => client.on('error', onLost));
  pool.on('error', () => undefined);
  return open('postgres', new PostgresDialect({ pool }), options);
}

function open(engine: Engine, dialect: Dialect, { onQuery }: OpenOptions): Database {
  const log = onQuery && (({ query }: LogEvent) => onQuery(query));
  const sql = new Kysely<Schema>({
    dialect: guarded(dialect),
    plugins: [paddedLists()],
    ...(log && { log }),
  });
  return { engine, sql, close: () => sql.destroy() };
}

/**
 * Brings the tables up to date. Safe to run from several processes at once (the migrator takes a lock).
 * @throws DatabaseUnreachableError when PostgreSQL cannot be reached
 */
export async function migrate(database: Database): Promise<void> {
  const error = await migrateToLatest(database).catch((failure: unknown) => failure);
  if (error === undefined) return;
  if (database.engine === 'postgres' && kindOfFailure(error) === 'unavailable') {
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

/**
 * Preparing costs more than running a small statement, so those used last are kept. All that the app has find room
 * (see few-shapes.ts): what is dropped holds memory that the garbage collector does not see.
 */
function withStatementCache(db: SqliteDatabase, size = 200): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    ...db,
    prepare(text) {
      const statement = kept.get(text) ?? db.prepare(text);
      // The one used last comes last.
      kept.delete(text);
      kept.set(text, statement);
      const oldest = kept.size > size ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      return statement;
    },
  };
}

function reasonOf(error: unknown): string {
  return codeOf(error) || 'no answer in time';
}
