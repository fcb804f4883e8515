import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { makeWritable } from '../../lib/folder-lock';
import { newId, newToken } from '../lib/random';
import { openingStorage } from '../../lib/storage-error';

const MIN_LENGTH = 16;
/** Of this app, which alone keeps such a secret. */
const SETTING = 'DATA_DIR';

/**
 * The secret that signs session cookies: made once and kept in the data folder, readable by its owner only. One that
 * is empty or too short, as a full disk used to leave it, is replaced.
 * @throws StorageError
 */
export function keptSessionSecret(dataDir: string): string {
  makeWritable(dataDir, SETTING);
  const file = path.join(dataDir, 'session-secret');
  return openingStorage(file, SETTING, () => keptSecret(file));
}

function keptSecret(file: string): string {
  const kept = read(file);
  if (kept !== null && isWhole(kept)) return kept;
  const own = `${file}.${newId()}`;
  try {
    writeWhole(own, newToken());
    if (kept === null) linkUnlessThere(own, file);
    else renameSync(own, file);
  } finally {
    rmSync(own, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}

const isWhole = (secret: string): boolean => secret.length >= MIN_LENGTH;

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** On the disk before it has its name, so that a full disk or a power cut leaves all of it or nothing. */
function writeWhole(file: string, text: string): void {
  const handle = openSync(file, 'w', 0o600);
  try {
    if (writeSync(handle, text) !== text.length) {
      throw Object.assign(new Error('no space left on the disk'), { code: 'ENOSPC' });
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Of processes that start at once the first gives its secret to all. */
function linkUnlessThere(own: string, file: string): void {
  try {
    linkSync(own, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    // Some disks know no second names for a file.
    renameSync(own, file);
  }
}
