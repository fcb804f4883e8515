import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Schema } from './schema';

type Value = string | number | null;

/** Stands for an argument while the query is built. */
class Place {
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }
}

/**
 * A query that is built once for each database: building one costs more than running it. Its arguments are values that
 * become parameters as they are; they are not there yet while it is built.
 */
export function compiled<Args extends readonly Value[], Row>(
  build: (db: Kysely<Schema>, ...args: Args) => Compilable<Row>,
): (db: Kysely<Schema>, ...args: Args) => Promise<Row[]> {
  // A transaction has the adapter of its database.
  const kept = new WeakMap<object, CompiledQuery<Row>>();
  const places = Array.from({ length: build.length - 1 }, (_, index) => new Place(index));
  return async (db, ...args) => {
    const { adapter } = db.getExecutor();
    const query = kept.get(adapter) ?? build(db, ...(places as unknown as Args)).compile();
    kept.set(adapter, query);
    const parameters = query.parameters.map((value) => (value instanceof Place ? args[value.index] : value));
    return (await db.executeQuery<Row>({ ...query, parameters })).rows;
  };
}
