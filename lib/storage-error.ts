import { statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { StartError } from './start-error';

/** Thrown at the start when a file or folder cannot be used: each cause has its own words and its own fix. */
export class StorageError extends StartError {}

/**
 * Runs what opens files at the start; known failures come back as a StorageError that names `place`, a path, and
 * `setting`, by which another folder is chosen.
 */
export function openingStorage<Result>(place: string, setting: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw explainStorage(error, place, setting);
  }
}

/** The failure as people can mend it; what is not known is given back as it is. */
export function explainStorage(error: unknown, place: string, setting: string): unknown {
  const cause = causeOf(error, place);
  if (error instanceof StartError || cause === null) return error;
  const elsewhere = `choose another folder with ${setting}`;
  return new StorageError(WORDS[cause]?.(place, elsewhere) ?? other(place, elsewhere, cause));
}

const noRights = (place: string, elsewhere: string) =>
  `${place} cannot be written to: this user lacks the rights. Change its owner or its rights, or ${elsewhere}.`;
const isFile = (place: string, elsewhere: string) =>
  `${place} cannot be made: there is a file where a folder should be. Move that file away, or ${elsewhere}.`;
const full = (place: string, elsewhere: string) =>
  `${place} cannot be written: the disk is full. Make room, or ${elsewhere}.`;
const other = (place: string, elsewhere: string, cause: string) =>
  `${place} cannot be used (${cause}). Mend that, or ${elsewhere}.`;

const WORDS: Record<string, (place: string, elsewhere: string) => string> = {
  EACCES: noRights,
  EPERM: noRights,
  ENOTDIR: isFile,
  EEXIST: isFile,
  ENOSPC: full,
  EDQUOT: full,
  EROFS: (place, elsewhere) =>
    `${place} cannot be written to: its disk can only be read. Please ${elsewhere}.`,
  EISDIR: (place) => `${place} is a folder where a file should be. Move that folder away.`,
  EBUSY: (place) => `${place} is in use by another program. Close that program.`,
  DAMAGED: (place) =>
    `The database file ${place} is damaged. Put a copy of it back, or move it away together with its -wal and -shm files to begin afresh.`,
};

/** Extended code of SQLite: the file ends before the place that its own pages point to. */
const SHORT_READ = 522;

function causeOf(error: unknown, place: string): string | null {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  if (typeof errcode === 'number')
    return errcode === SHORT_READ ? 'DAMAGED' : causeOfSqlite(errcode & 0xff, place);
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? code : null;
}

/** The primary result codes of SQLite that say something of the file. */
function causeOfSqlite(code: number, place: string): string | null {
  if (code === 13 || (code === 10 && isFull(place))) return 'ENOSPC';
  if (code === 5 || code === 6) return 'EBUSY';
  if (code === 11 || code === 26) return 'DAMAGED';
  if (code === 14 && statSync(place, { throwIfNoEntry: false })?.isDirectory()) return 'EISDIR';
  if (code === 8 || code === 14) return 'EACCES';
  return code === 10 ? 'EIO' : null;
}

/** A full disk fails in ways that do not name it, such as when shared memory is laid out. */
function isFull(place: string): boolean {
  const { bavail, bsize } = statfsSync(path.dirname(place));
  return bavail * bsize < 64 * 1024;
}
