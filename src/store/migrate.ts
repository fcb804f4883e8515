import { DEFAULT_MIGRATION_LOCK_TABLE, DEFAULT_MIGRATION_TABLE, Migrator, sql } from 'kysely';
import { StartError } from '../../lib/start-error';
import type { Database } from './database';
import { codeOf, kindOfFailure } from './failures';
import { migrations } from './migrations';
import { TablePlaceError } from './table-place';
import { STORE_WORDS, type StoreWords } from './words';

/** Thrown at start when the database cannot be reached. The message never holds the connection's password. */
export class DatabaseUnreachableError extends StartError {
  constructor(reason: string, { databaseUrl }: StoreWords) {
    super(
      `The database cannot be reached (${reason}). Check ${databaseUrl}, and that the server runs and lets you in.`,
    );
  }
}

/**
 * Brings the tables up to date, and makes their schema where it is missing. Safe to run from several processes at once
 * (the migrator takes a lock). `words`: what messages call the options of the store.
 * @throws DatabaseUnreachableError when PostgreSQL cannot be reached
 * @throws TablePlaceError when it lets us make no tables there
 */
export async function migrate(database: Database, words = STORE_WORDS): Promise<void> {
  const error = await migrateToLatest(database).catch((failure: unknown) => failure);
  if (error === undefined) return;
  if (database.engine === 'postgres' && kindOfFailure(error) === 'unavailable') {
    throw new DatabaseUnreachableError(codeOf(error) || 'no answer in time', words);
  }
  if (REFUSED.has(codeOf(error))) throw await refusal(database, words);
  throw error instanceof Error ? error : new Error('The database migration failed');
}

/** Gives back what went wrong, as the migrator does. */
async function migrateToLatest(database: Database): Promise<unknown> {
  const { engine, sql: db } = database;
  const prefix = database.place.tablePrefix ?? '';
  const schema = await schemaOf(database);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations(engine)) },
    migrationTableName: prefix + DEFAULT_MIGRATION_TABLE,
    migrationLockTableName: prefix + DEFAULT_MIGRATION_LOCK_TABLE,
    // Else the migrator takes the tables of a program in another schema for its own.
    ...(schema !== null && { migrationTableSchema: schema }),
  });
  return (await migrator.migrateToLatest()).error;
}

/** The schema in which PostgreSQL makes tables for us; null when there is none. */
async function schemaOf({ engine, place, sql: db }: Database): Promise<string | null> {
  if (engine === 'sqlite' || place.schema) return place.schema ?? null;
  const { rows } = await sql<{ name: string | null }>`select current_schema() as name`.execute(db);
  return rows[0]?.name ?? null;
}

/** Of PostgreSQL: the right is missing; there is no schema to make a table in. */
const REFUSED: ReadonlySet<string> = new Set(['42501', '3F000']);

async function refusal(database: Database, words: StoreWords): Promise<TablePlaceError> {
  const name = await schemaOf(database);
  const { rows } = await sql<{ user: string; exists: boolean }>`
    select quote_ident(current_user) as user, exists (select from pg_namespace where nspname = ${name}) as exists`.execute(
    database.sql,
  );
  const { user = '', exists = false } = rows[0] ?? {};
  const schema = name ?? 'onboarding';
  return new TablePlaceError(
    exists
      ? `PostgreSQL lets ${user} make no tables in the schema ${schema}. Let its owner run: grant usage, create on schema ${schema} to ${user}. Or name another in ${words.schema}.`
      : `PostgreSQL has no schema ${schema}, and lets ${user} make none. Let the owner of the database run: create schema ${schema} authorization ${user}.${name ? '' : ` Then set ${words.schema} to ${schema}.`}`,
  );
}
