import { sql, type Kysely } from 'kysely';
import { storableText } from '../lib/storable-text';
import { compiled } from './compiled';
import { PREPARED } from './prepared';
import type { Engine, Schema } from './schema';

/** What a column is read as. */
type Kind = 'text' | 'bigint';

/**
 * Inserts rows by one statement, which is the same for any number of them: they are one parameter, a list in JSON.
 * `then`: what follows it, in SQL, where the row that is there already is called `kept`.
 */
export function insertOfRows<Row extends object, Saved = unknown>(
  table: keyof Schema,
  columns: Readonly<Record<keyof Row & string, Kind>>,
  then: string,
): (db: Kysely<Schema>, engine: Engine, rows: readonly Row[]) => Promise<Saved[]> {
  const listed = (words: (column: string, kind: Kind) => string) =>
    sql.raw(
      Object.entries<Kind>(columns)
        .map(([column, kind]) => words(column, kind))
        .join(', '),
    );
  const keys = Object.keys(columns) as (keyof Row & string)[];
  const names = listed((column) => column);
  /** SQLite finds a value by its place in less time than by its name. */
  const values = sql.raw(keys.map((_column, place) => `value ->> ${place}`).join(', '));
  const typed = listed((column, kind) => `${column} ${kind}`);
  const lists = {
    sqlite: (rows: readonly Row[]) => rows.map((row) => keys.map((key) => row[key])),
    postgres: (rows: readonly Row[]) => rows,
  };
  const selects = {
    sqlite: (list: string) => sql`select ${values} from json_each(${list}) where true`,
    postgres: (list: string) => sql`select ${names} from json_to_recordset(${list}::json) as one (${typed})`,
  };
  const insert = (engine: Engine) =>
    compiled((db, list: string) => {
      const rows = selects[engine](list);
      const end = sql.raw(`${then} ${PREPARED}`);
      const whole = sql<Saved>`insert into ${sql.table(table)} as kept (${names}) ${rows} ${end}`;
      return { compile: () => whole.compile(db) };
    });
  const inserts = { sqlite: insert('sqlite'), postgres: insert('postgres') };
  return (db, engine, rows) => inserts[engine](db, jsonOf(lists[engine](rows)));
}

/** What follows an insert that overwrites the row that has the same key, but for the columns that are `kept`. */
export function overwriting(key: readonly string[], columns: object, kept: readonly string[] = []): string {
  const written = Object.keys(columns).filter((column) => !key.includes(column) && !kept.includes(column));
  const values = written.map((column) => `${column} = excluded.${column}`).join(', ');
  return `on conflict (${key.join(', ')}) do update set ${values}`;
}

/** What no database keeps is written by JSON in a way that hides it from the guard of the dialect. */
const MAYBE_NOT_STORABLE = /\\u(?:0000|d[89a-f])/;

function jsonOf(rows: readonly object[]): string {
  const text = JSON.stringify(rows);
  if (!MAYBE_NOT_STORABLE.test(text)) return text;
  return JSON.stringify(rows, (_name, value: unknown) =>
    typeof value === 'string' ? storableText(value) : value,
  );
}
