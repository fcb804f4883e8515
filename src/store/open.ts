import path from 'node:path';
import type { Logger } from 'pino';
import { lockFolder } from '../../lib/folder-lock';
import { explainStorage, openingStorage } from '../../lib/storage-error';
import { migrate, openEmbedded, openPostgres } from './database';
import { createStore, type Store } from './store';

/**
 * Opens the store that the settings ask for, with its tables up to date. The embedded database belongs to one
 * process: its folder is locked until `close`. `now` gives epoch milliseconds.
 * @throws FolderInUseError, StorageError, EngineMissingError, DatabaseUnreachableError
 */
export async function openStore(
  config: { dataDir: string; databaseUrl: string | null },
  now: () => number,
  logger: Pick<Logger, 'warn'>,
): Promise<Store> {
  const unlock = config.databaseUrl === null ? lockFolder(config.dataDir) : () => undefined;
  const file = path.join(config.dataDir, 'app.sqlite');
  const database =
    config.databaseUrl === null
      ? openingStorage(file, () => openEmbedded(file))
      : openPostgres(config.databaseUrl, {
          onLost: ({ message }) => logger.warn({ reason: message }, 'a connection to the database broke'),
        });
  await migrate(database).catch((error: unknown) => {
    throw explainStorage(error, file);
  });
  const store = createStore(database, now);
  return {
    ...store,
    close: async () => {
      await store.close();
      unlock();
    },
  };
}
