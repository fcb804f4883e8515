import { SqliteDialect } from 'kysely';
import { withKeptAnswers } from '../../lib/kept-answers';
import { openSqlite, type SqliteDatabase, type SqliteStatement } from '../../lib/sqlite';
import { openDatabase, type Database, type OpenOptions } from './database';
import { checkPlace } from './table-place';

/**
 * The embedded database: one file, full durability. Bring the tables up to date with `migrate`. A file that holds the
 * tables of another program too is opened like any other, with a prefix: it has a connection of its own, and so
 * transactions of its own.
 * @throws TablePlaceError
 */
export function openEmbedded(file: string, options: OpenOptions = {}): Database {
  checkPlace(options, 'sqlite');
  const database = withStatementCache(withKeptAnswers(openSqlite(file)));
  // One process owns the file, so its claims need not outlive it: in memory they wait for no disk.
  database.exec('PRAGMA temp_store = MEMORY');
  database.exec(
    `CREATE TEMP TABLE ${options.tablePrefix ?? ''}claims
      (name TEXT PRIMARY KEY, token TEXT NOT NULL, expires_at INTEGER NOT NULL)`,
  );
  return openDatabase('sqlite', new SqliteDialect({ database }), options);
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
