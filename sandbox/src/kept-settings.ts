import type { z } from 'zod';
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

/** Something that can be switched on and off, kept on disk and read from there once: asking for it costs nothing. */
export interface Kept<T> {
  current(): T;
  /** False when all of it is off. */
  isOn(): boolean;
  set(value: T): void;
  switchOff(): void;
  /** Reads what is on disk again, after the state was replaced. */
  reload(): void;
}

/** What is on disk but does not fit, as another version of the sandbox had other fields, counts as off. */
export function kept<T>(database: Database, name: string, schema: z.ZodType<T>, off: T): Kept<T> {
  const textOfOff = JSON.stringify(off);
  const read = (): T => {
    const text = readSetting(database, name);
    if (text === undefined) return off;
    const { data } = schema.safeParse(JSON.parse(text));
    return data ?? off;
  };
  let value = off;
  let on = false;
  const take = (next: T) => {
    value = next;
    on = JSON.stringify(next) !== textOfOff;
  };
  const set = (next: T) => {
    writeSetting(database, name, JSON.stringify(next));
    take(next);
  };
  take(read());
  return {
    current: () => value,
    isOn: () => on,
    set,
    switchOff: () => set(off),
    reload: () => take(read()),
  };
}
