import { Kysely, type CompiledQuery, type Dialect, type LogEvent } from 'kysely';
import { paddedLists } from './few-shapes';
import { guarded } from './guard';
import { placedTables } from './placed-tables';
import type { Engine, Schema } from './schema';
import type { TablePlace } from './table-place';
import { watched } from './watched';
import { Written } from './written';

export interface Database {
  readonly engine: Engine;
  readonly place: TablePlace;
  readonly sql: Kysely<Schema>;
  /** The same, for events as they are received: on connections of their own, so that none waits behind what pages ask. */
  readonly receiving: Kysely<Schema>;
  /** For live pages. */
  readonly written: Written;
  close(): Promise<void>;
}

export interface OpenOptions extends TablePlace {
  /** Told of each statement that ran; for tests that look at all of them. */
  onQuery?: (query: CompiledQuery) => void;
}

/** A database that is open. See `openEmbedded` and `openPostgres`. */
export function openDatabase(
  engine: Engine,
  dialect: Dialect,
  options: OpenOptions,
  receivingBy: Dialect | null = null,
): Database {
  const { schema, tablePrefix, onQuery } = options;
  const place = { schema, tablePrefix };
  const written = new Written();
  const log = onQuery && (({ query }: LogEvent) => onQuery(query));
  const on = (way: Dialect) =>
    new Kysely<Schema>({
      dialect: guarded(watched(way, place, written)),
      plugins: [paddedLists(), ...placedTables(place)],
      ...(log && { log }),
    });
  const sql = on(dialect);
  const receiving = receivingBy ? on(receivingBy) : sql;
  const close = async () => {
    written.end();
    await sql.destroy();
    if (receiving !== sql) await receiving.destroy();
  };
  return { engine, place, sql, receiving, written, close };
}
