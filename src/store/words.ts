/** What those who are told to mend the database call the options of the store. */
export interface StoreWords {
  databaseUrl: string;
  dataDir: string;
  schema: string;
}

/** For who calls `openStore`; a program with settings of its own names those. */
export const STORE_WORDS: StoreWords = {
  databaseUrl: 'databaseUrl of openStore',
  dataDir: 'dataDir of openStore',
  schema: 'schema of openStore',
};
