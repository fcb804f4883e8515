import type { SqliteDatabase, SqliteStatement } from './sqlite';
import { remember } from './remember';
import { TablesNamed, type WrittenTable } from './tables-named';

/** A few megabytes in practice, and no more than twenty of text. */
const MOST_ANSWERS = 300;
const MOST_ROWS = 50;
const MOST_TEXT = 32_768;
/** What another connection wrote is seen so soon. */
export const OTHERS_AFTER_MS = 20;

const READS = /^\s*(select|with)\b/i;
const CHANGES_ROWS = /\b(insert|update|delete|replace\s+into)\b/i;
/** A trigger is made in the words of a change of rows, and a remark may come before. */
const CHANGES_TABLES = /\b(create|alter|drop)\b/i;
const CHANGES_NOTHING = /^\s*(begin|commit|savepoint|release|pragma synchronous)\b[^;]*$/i;

interface Answer {
  rows: readonly unknown[];
  /** Of all its tables together, when it was given. They only grow: a table that was written makes another sum. */
  writes: number;
}

/**
 * What the database answered is given again until one of the tables that were read is written. One process owns the
 * file and writes by this connection, so nobody sees an old answer; a page that many look at costs its queries only
 * after a change. A tool beside the app may write too: that is seen within 20 ms.
 *
 * It goes by the text: a query that depends on the time, or on chance, must have that as a parameter. It knows of
 * triggers; views, and what foreign keys delete or change by themselves, it does not follow.
 */
export function withKeptAnswers(db: SqliteDatabase): SqliteDatabase {
  const answers = new Map<string, Answer>();
  const tables = new TablesNamed(db);

  /** After a rollback what was read within it is not so; other statements may change the tables themselves. */
  function forget(): void {
    answers.clear();
    tables.forget();
  }

  const version = db.prepare('PRAGMA data_version');
  let seen: number | undefined;
  let hasLooked = false;
  /** The version that SQLite gives changes only by what other connections commit. It costs more than a small query. */
  function heedOthers(): void {
    if (hasLooked) return;
    hasLooked = true;
    setTimeout(() => (hasLooked = false), OTHERS_AFTER_MS).unref();
    const [row] = version.all([]) as { data_version: number }[];
    if (row?.data_version !== seen) forget();
    seen = row?.data_version;
  }

  function reading(text: string, statement: SqliteStatement): SqliteStatement {
    return {
      ...statement,
      all(parameters) {
        heedOthers();
        const read = tables.of(text);
        const writes = sumOf(read);
        const key = `${text}${JSON.stringify(parameters, toldApart)}`;
        const kept = answers.get(key);
        if (kept?.writes === writes) return [...kept.rows];
        const rows = statement.all(parameters);
        // Without tables it is the database itself that is asked, whether it still works.
        if (read.length > 0 && isSmall(rows)) {
          remember(answers, key, { rows: rows.map(frozen), writes }, MOST_ANSWERS);
        }
        return rows;
      },
    };
  }

  function writing(text: string, statement: SqliteStatement): SqliteStatement {
    const noteChange =
      CHANGES_ROWS.test(text) && !CHANGES_TABLES.test(text)
        ? () => tables.of(text).forEach((table) => (table.writes += 1))
        : forget;
    function changing<Result>(run: () => Result): Result {
      noteChange();
      try {
        return run();
      } catch (error) {
        // It may have ended its transaction, with all that was read within it.
        forget();
        throw error;
      }
    }
    return {
      reader: statement.reader,
      all: (parameters) => changing(() => statement.all(parameters)),
      run: (parameters) => changing(() => statement.run(parameters)),
      // Whole, so that nobody reads between two of its changes.
      iterate: (parameters) => changing(() => statement.all(parameters).values()),
    };
  }

  return {
    ...db,
    exec(text) {
      if (!CHANGES_NOTHING.test(text)) forget();
      db.exec(text);
    },
    prepare(text) {
      const statement = db.prepare(text);
      if (CHANGES_NOTHING.test(text)) return statement;
      return READS.test(text) && !CHANGES_ROWS.test(text)
        ? reading(text, statement)
        : writing(text, statement);
    },
  };
}

/** Files and long texts are read anew. */
function isSmall(rows: readonly unknown[]): boolean {
  if (rows.length > MOST_ROWS) return false;
  let left = MOST_TEXT;
  for (const row of rows)
    for (const value of Object.values(row as Record<string, unknown>)) {
      if (value instanceof Uint8Array) return false;
      if (typeof value === 'string') left -= value.length;
    }
  return left >= 0;
}

/** JSON has no way to write these numbers. */
function toldApart(_name: string, value: unknown): unknown {
  const isPlain = typeof value === 'number' ? Number.isFinite(value) : typeof value !== 'bigint';
  return isPlain ? value : [typeof value, String(value)];
}

const sumOf = (tables: readonly WrittenTable[]) => tables.reduce((sum, { writes }) => sum + writes, 0);

/** Given to many: none may change what the others see. */
const frozen = (row: unknown): unknown => Object.freeze(row);
