import { sql, type RawBuilder } from 'kysely';
import { storableText } from '../lib/storable-text';
import type { Engine } from './schema';

/** What a column is read as. */
type Kind = 'text' | 'bigint';

/**
 * Rows that are kept by one statement, which is the same for any number of them: they are one parameter, a list in JSON.
 * `names`: the columns; `select`: the rows, for an `insert`.
 */
export function rowList<Row extends object>(columns: Readonly<Record<keyof Row & string, Kind>>) {
  const listed = (words: (column: string, kind: Kind) => string) =>
    sql.raw(
      Object.entries<Kind>(columns)
        .map(([column, kind]) => words(column, kind))
        .join(', '),
    );
  const names = listed((column) => column);
  /** How SQLite reads them of an object, and what PostgreSQL reads them as. */
  const values = listed((column) => `value ->> '${column}'`);
  const typed = listed((column, kind) => `${column} ${kind}`);
  return {
    names,
    select: (engine: Engine, rows: readonly Row[]): RawBuilder<unknown> => {
      const list = jsonOf(rows);
      return engine === 'sqlite'
        ? sql`select ${values} from json_each(${list}) where true`
        : sql`select ${names} from json_to_recordset(${list}::json) as one (${typed})`;
    },
  };
}

/** Gives these columns what the row has that was to be inserted. */
export const excluded = (...columns: readonly string[]): RawBuilder<unknown> =>
  sql.raw(columns.map((column) => `${column} = excluded.${column}`).join(', '));

/** What no database keeps is written by JSON in a way that hides it from the guard of the dialect. */
const MAYBE_NOT_STORABLE = /\\u(?:0000|d[89a-f])/;

function jsonOf(rows: readonly object[]): string {
  const text = JSON.stringify(rows);
  if (!MAYBE_NOT_STORABLE.test(text)) return text;
  return JSON.stringify(rows, (_name, value: unknown) =>
    typeof value === 'string' ? storableText(value) : value,
  );
}
