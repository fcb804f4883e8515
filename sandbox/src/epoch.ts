import type { Database } from './database';
import { randomText } from './ids';
import { settingOf, writeSetting } from './kept-settings';

export const EPOCH = 'epoch';
const make = () => randomText(12);

/** Names the state from one reset or import to the next, so that clients notice that theirs is over. */
export const epochOf = (database: Database): string => settingOf(database, EPOCH, make);

/** In the running transaction. */
export const newEpoch = (database: Database): void => writeSetting(database, EPOCH, make());
