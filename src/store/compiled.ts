import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import { padded } from './few-shapes';
import type { Schema } from './schema';

type Value = string | number | null;
/** What the query itself depends on: which of several forms it has. */
type Form = Readonly<Record<string, string | boolean>>;
type Argument = Value | readonly Value[] | Form;

/** Stands for an argument, or for an item of one that is a list, while the query is built. */
class Place {
  private readonly argument: number;
  private readonly item: number | null;

  constructor(argument: number, item: number | null) {
    this.argument = argument;
    this.item = item;
  }

  valueIn(args: readonly Argument[]): Value | undefined {
    const value = args[this.argument];
    if (isForm(value)) return undefined;
    return isList(value) ? value[this.item ?? 0] : value;
  }
}

const isList = (value: Argument | undefined): value is readonly Value[] => Array.isArray(value);
const isForm = (value: Argument | undefined): value is Form =>
  typeof value === 'object' && value !== null && !isList(value);

const placesOf = (args: readonly Argument[]) =>
  args.map((value, index) => {
    if (isForm(value)) return value;
    return isList(value) ? value.map((_, item) => new Place(index, item)) : new Place(index, null);
  });

function shapeOf(value: Argument): string | number {
  if (isForm(value)) return JSON.stringify(value);
  return isList(value) ? value.length : '';
}

/**
 * A query that is built once for each database, and for each of the few lengths of its lists (see few-shapes.ts):
 * building one costs more than running it. Its arguments become parameters as they are, and are not there yet while it
 * is built; lists are for `in`, and are not empty. An object is there: it says which of several forms is built.
 */
export function compiled<Args extends readonly Argument[], Row>(
  build: (db: Kysely<Schema>, ...args: Args) => Compilable<Row>,
): (db: Kysely<Schema>, ...args: Args) => Promise<Row[]> {
  // A transaction has the adapter of its database.
  const kept = new WeakMap<object, Map<string, CompiledQuery<Row>>>();
  return async (db, ...given) => {
    const args = given.map((value) => (isList(value) ? padded(value) : value));
    const shape = args.map(shapeOf).join();
    const { adapter } = db.getExecutor();
    const shapes = kept.get(adapter) ?? new Map<string, CompiledQuery<Row>>();
    kept.set(adapter, shapes);
    const query = shapes.get(shape) ?? build(db, ...(placesOf(args) as unknown as Args)).compile();
    shapes.set(shape, query);
    const parameters = query.parameters.map((value) =>
      value instanceof Place ? value.valueIn(args) : value,
    );
    return (await db.executeQuery<Row>({ ...query, parameters })).rows;
  };
}
