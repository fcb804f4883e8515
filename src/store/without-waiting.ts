import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from './database';
import type { Schema } from './schema';

type InTransaction<Result> = (transaction: Transaction<Schema>) => Promise<Result>;

/**
 * Runs a transaction whose commit does not wait for the disk: for what is worked out from what is kept, and for notes that
 * may be lost. It is kept over a crash of the process. A power cut may take the last of them, but none that a durable commit came after, since both
 * engines write all changes to one log, in order.
 */
export function withoutWaiting<Result>(
  { sql: db, engine }: Pick<Database, 'sql' | 'engine'>,
  work: InTransaction<Result>,
): Promise<Result> {
  return engine === 'sqlite' ? inSqlite(db, work) : inPostgres(db, work);
}

/** It is a setting of the connection, which nobody else has meanwhile. */
function inSqlite<Result>(db: Kysely<Schema>, work: InTransaction<Result>): Promise<Result> {
  return db.connection().execute(async (connection) => {
    await sql`pragma synchronous = normal`.execute(connection);
    try {
      return await connection.transaction().execute(work);
    } finally {
      await sql`pragma synchronous = full`.execute(connection);
    }
  });
}

function inPostgres<Result>(db: Kysely<Schema>, work: InTransaction<Result>): Promise<Result> {
  return db.transaction().execute(async (transaction) => {
    await sql`set local synchronous_commit = off`.execute(transaction);
    return work(transaction);
  });
}
