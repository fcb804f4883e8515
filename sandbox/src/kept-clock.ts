import type { KeptOffset } from './clock';
import type { Database } from './database';
import { readSetting, writeSetting } from './kept-settings';
import { SEED_START, standingSeedOf } from './seed';

/** How far the clock was moved; written before the clock shows it, so that a kill never sets it back. */
export const keptOffset = (database: Database): KeptOffset => ({
  read: () => Number(readSetting(database, 'clock_offset_ms') ?? 0),
  write: (milliseconds) => writeSetting(database, 'clock_offset_ms', String(milliseconds)),
  start: () => (standingSeedOf(database) === null ? undefined : SEED_START),
});
