export const journalSchema = `
  CREATE TABLE IF NOT EXISTS calls (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, operation TEXT, class INTEGER NOT NULL, status INTEGER,
    data TEXT NOT NULL, length_until INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS calls_at ON calls (at, seq);
  CREATE INDEX IF NOT EXISTS calls_of_operation ON calls (operation, seq);
  CREATE INDEX IF NOT EXISTS calls_in_class ON calls (class, seq);
`;
