import path from 'node:path';
import { lockFolder } from '../../lib/folder-lock';
import { explainStorage, openingStorage } from '../../lib/storage-error';
import type { Database } from './database';
import { openEmbedded } from './embedded';
import { migrate } from './migrate';
import { toObjectLogger, type AnyLogger } from '../webhooks/logger';
import { openPostgres } from './postgres';
import { createStore, type Store } from './store';
import { checkPlace, type TablePlace } from './table-place';
import { STORE_WORDS, type StoreWords } from './words';

export interface StoreOptions extends TablePlace {
  /** Where the embedded database is. */
  dataDir: string;
  /** PostgreSQL instead of it. */
  databaseUrl: string | null;
  /** What messages call these options, where a program has settings of its own for them. */
  words?: StoreWords;
}

/**
 * Opens the store that the settings ask for, with its tables up to date. The embedded database belongs to one
 * process: its folder is locked until `close`. `now` gives epoch milliseconds.
 *
 * A host that has a pool of PostgreSQL lends it: `const database = openPostgres(pool, { schema: 'insurance' })`, then
 * `await migrate(database)` and `createStore(database, Date.now)`. One that has a file of SQLite names it instead:
 * `openEmbedded(file, { tablePrefix: 'insurance_' })`.
 * @throws FolderInUseError, StorageError, EngineMissingError, DatabaseUnreachableError, TablePlaceError
 */
export async function openStore(options: StoreOptions, now: () => number, logger: AnyLogger): Promise<Store> {
  const { dataDir, databaseUrl, words = STORE_WORDS } = options;
  checkPlace(options, databaseUrl === null ? 'sqlite' : 'postgres');
  const unlock = databaseUrl === null ? lockFolder(dataDir, words.dataDir) : () => undefined;
  const file = path.join(dataDir, 'app.sqlite');
  let database: Database | undefined;
  try {
    database =
      databaseUrl === null
        ? openingStorage(file, words.dataDir, () => openEmbedded(file, options))
        : openPostgres(databaseUrl, { ...options, onLost: warnOfLost(logger) });
    await migrate(database, words);
  } catch (error) {
    await database?.close();
    unlock();
    throw explainStorage(error, file, words.dataDir);
  }
  const store = createStore(database, now);
  return {
    ...store,
    close: async () => {
      await store.close();
      unlock();
    },
  };
}

const warnOfLost =
  (logger: AnyLogger) =>
  ({ message }: Error) =>
    toObjectLogger(logger).warn({ reason: message }, 'a connection to the database broke');
