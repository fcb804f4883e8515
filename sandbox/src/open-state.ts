import path from 'node:path';
import { lockFolder } from '../../lib/folder-lock';
import { IN_MEMORY } from '../../lib/sqlite';
import { openDatabase, openJournalDatabase, type Database } from './database';

export interface OpenState {
  database: Database;
  journal: Database;
  unlock: () => void;
}

/**
 * Opens what the sandbox keeps: files in a folder that is made when absent and locked until it is unlocked, or all of
 * it in memory.
 * @throws FolderInUseError, EngineMissingError
 */
export function openState(folder: string | undefined): OpenState {
  if (folder === undefined) {
    return {
      database: openDatabase(IN_MEMORY),
      journal: openJournalDatabase(IN_MEMORY),
      unlock: () => undefined,
    };
  }
  const unlock = lockFolder(folder, 'DATA_DIR');
  const file = (name: string) => path.join(folder, name);
  try {
    return {
      database: openDatabase(file('sandbox.sqlite')),
      journal: openJournalDatabase(file('journal.sqlite')),
      unlock,
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
