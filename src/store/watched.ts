import type { DatabaseConnection, Dialect, Driver } from 'kysely';
import { SHOWN_TABLES } from './shown-tables';
import type { TablePlace } from './table-place';
import type { Written } from './written';

/** How all statements begin that change rows, whoever built them. */
const CHANGES_ROWS = /^\s*(?:insert\s+into|update|delete\s+from)\s+(?:"[^"]+"\.)?"([^"]+)"/i;

/** A dialect that notes which of the tables that live pages show were written, once that is committed. */
export function watched(dialect: Dialect, { tablePrefix = '' }: TablePlace, written: Written): Dialect {
  const shown = new Map(SHOWN_TABLES.map((name) => [(tablePrefix ?? '') + name, name]));
  const tableIn = (text: string) => shown.get(CHANGES_ROWS.exec(text)?.[1] ?? '');
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => watchedDriver(dialect.createDriver(), tableIn, written),
  };
}

type TableIn = (text: string) => string | undefined;

/** Drivers know their connections by identity, so both are changed in place. */
function watchedDriver(driver: Driver, tableIn: TableIn, written: Written): Driver {
  const known = new WeakSet<DatabaseConnection>();
  /** What the transactions that are under way have written. */
  const begun = new WeakMap<DatabaseConnection, Set<string>>();
  const note = (connection: DatabaseConnection, table: string) => {
    const all = begun.get(connection);
    if (all) all.add(table);
    else written.add([table]);
  };

  const acquire = driver.acquireConnection.bind(driver);
  driver.acquireConnection = async () => {
    const connection = await acquire();
    if (!known.has(connection)) watch(connection, tableIn, note);
    known.add(connection);
    return connection;
  };
  const begin = driver.beginTransaction.bind(driver);
  driver.beginTransaction = async (connection, settings) => {
    await begin(connection, settings);
    begun.set(connection, new Set());
  };
  const end = async (connection: DatabaseConnection, how: Promise<void>) => {
    const all = begun.get(connection) ?? [];
    begun.delete(connection);
    // Where the answer to a commit is lost, it may have been carried out.
    await how.finally(() => written.add(all));
  };
  const commit = driver.commitTransaction.bind(driver);
  driver.commitTransaction = (connection) => end(connection, commit(connection));
  const rollback = driver.rollbackTransaction.bind(driver);
  driver.rollbackTransaction = (connection) => {
    begun.delete(connection);
    return rollback(connection);
  };
  return driver;
}

function watch(
  connection: DatabaseConnection,
  tableIn: TableIn,
  note: (connection: DatabaseConnection, table: string) => void,
): void {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = (query) => {
    const table = tableIn(query.sql);
    const answer = execute<never>(query);
    return table === undefined ? answer : answer.finally(() => note(connection, table));
  };
}
