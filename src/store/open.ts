import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { lockFolder, makeWritable } from '../lib/folder-lock';
import { newToken } from '../lib/random';
import { migrate, openEmbedded, openPostgres } from './database';
import { createStore, type Store } from './store';

/**
 * Opens the store that the settings ask for, with its tables up to date. The embedded database belongs to one
 * process: its folder is locked until `close`. `now` gives epoch milliseconds.
 * @throws FolderInUseError, FolderNotWritableError, DatabaseUnreachableError
 */
export async function openStore(
  config: { dataDir: string; databaseUrl: string | null },
  now: () => number,
  logger: Pick<Logger, 'warn'>,
): Promise<Store> {
  const unlock = config.databaseUrl === null ? lockFolder(config.dataDir) : () => undefined;
  const database =
    config.databaseUrl === null
      ? openEmbedded(path.join(config.dataDir, 'app.sqlite'))
      : openPostgres(config.databaseUrl, {
          onLost: ({ message }) => logger.warn({ reason: message }, 'a connection to the database broke'),
        });
  await migrate(database);
  const store = createStore(database, now);
  return {
    ...store,
    close: async () => {
      await store.close();
      unlock();
    },
  };
}

/**
 * The secret that signs session cookies: made once and kept in the data folder, readable by its owner only.
 * @throws FolderNotWritableError
 */
export function keptSessionSecret(dataDir: string): string {
  const file = path.join(dataDir, 'session-secret');
  makeWritable(dataDir);
  try {
    writeFileSync(file, newToken(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}
