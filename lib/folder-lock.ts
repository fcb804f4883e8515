import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { openSqlite, type SqliteDatabase } from './sqlite';
import { StartError } from './start-error';
import { openingStorage } from './storage-error';

/** Thrown when another process holds the lock on a data folder. */
export class FolderInUseError extends StartError {
  readonly folder: string;

  constructor(folder: string) {
    super(`The data folder ${folder} is in use by another process. Stop it, or choose another folder.`);
    this.folder = folder;
  }
}

/**
 * Makes the folder when needed and locks it for this process; gives back the function that unlocks it.
 * The lock is an exclusive SQLite transaction: the operating system drops it when the process dies, even by
 * SIGKILL, so there is never a stale lock to clean up.
 * `setting` names what to change when it fails.
 * @throws StorageError, FolderInUseError
 */
export function lockFolder(folder: string, setting: string): () => void {
  makeWritable(folder, setting);
  const db = openLockFile(path.join(folder, 'lock.sqlite'), folder, setting);
  return () => db.close();
}

/**
 * Makes the folder when needed, readable by its owner only.
 * @throws StorageError
 */
export function makeWritable(folder: string, setting: string): void {
  openingStorage(path.resolve(folder), setting, () => {
    makeFolder(path.resolve(folder));
    accessSync(folder, constants.W_OK);
  });
}

/** One level after the other: in a place such as /proc, Node's own `recursive` never comes to an end. */
function makeFolder(folder: string): void {
  const there = statSync(folder, { throwIfNoEntry: false });
  if (there?.isDirectory()) return;
  if (there) throw Object.assign(new Error('It is no folder'), { code: 'ENOTDIR' });
  makeFolder(path.dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it at this moment.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function openLockFile(file: string, folder: string, setting: string): SqliteDatabase {
  return openingStorage(file, setting, () => {
    try {
      const db = openSqlite(file, { busyTimeoutMs: 0, journalMode: 'DELETE' });
      db.exec('BEGIN EXCLUSIVE');
      return db;
    } catch (error) {
      if (/locked|busy/i.test(String(error))) throw new FolderInUseError(folder);
      throw error;
    }
  });
}
