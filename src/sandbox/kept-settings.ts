import type { KeptOffset } from './clock';
import type { Database } from './database';

/** Reads a value of the sandbox that is kept on disk. */
export const readSetting = (database: Database, name: string): string | undefined =>
  database.get<{ value: string }>('SELECT value FROM settings WHERE name = ?', name)?.value;

export const writeSetting = (database: Database, name: string, value: string): void =>
  void database.run('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)', name, value);

/** A value that is made once and kept. */
export function settingOf(database: Database, name: string, make: () => string): string {
  database.run('INSERT OR IGNORE INTO settings (name, value) VALUES (?, ?)', name, make());
  return readSetting(database, name) ?? '';
}

/** How far the clock was moved; written before the clock shows it, so that a kill never sets it back. */
export const keptOffset = (database: Database): KeptOffset => ({
  read: () => Number(readSetting(database, 'clock_offset_ms') ?? 0),
  write: (milliseconds) => writeSetting(database, 'clock_offset_ms', String(milliseconds)),
});
