import type { DatabaseConnection, Dialect, Driver } from 'kysely';
import { storableText } from '../lib/storable-text';

/** A dialect that hands the engine no text which it cannot keep, and tells of the failure that came first. */
export function guarded(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => guardedDriver(dialect.createDriver()),
  };
}

/** Drivers know their connections by identity, so both are changed in place. */
function guardedDriver(driver: Driver): Driver {
  const known = new WeakSet<DatabaseConnection>();
  const acquire = driver.acquireConnection.bind(driver);
  driver.acquireConnection = async () => {
    const connection = await acquire();
    if (!known.has(connection)) guardConnection(connection);
    known.add(connection);
    return connection;
  };
  const rollback = driver.rollbackTransaction.bind(driver);
  // After a failure that has ended the transaction or its connection there is nothing left to roll back.
  driver.rollbackTransaction = (connection) => rollback(connection).catch(() => undefined);
  return driver;
}

function guardConnection(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = (query) => execute({ ...query, parameters: query.parameters.map(storable) });
}

const storable = (value: unknown): unknown => (typeof value === 'string' ? storableText(value) : value);
