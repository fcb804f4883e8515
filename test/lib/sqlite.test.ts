import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqlite } from '../../lib/sqlite';

describe('openSqlite', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sqlite-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes through to the disk on every commit', () => {
    const db = openSqlite(path.join(folder, 'a.sqlite'));
    expect(db.prepare('PRAGMA journal_mode').all([])).toEqual([{ journal_mode: 'wal' }]);
    expect(db.prepare('PRAGMA synchronous').all([])).toEqual([{ synchronous: 2 }]);
    db.close();
  });

  it('keeps rows for the next opening and tells which statements give rows back', () => {
    const file = path.join(folder, 'b.sqlite');
    const first = openSqlite(file);
    first.exec('CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)');
    const insert = first.prepare('INSERT INTO note (text) VALUES (?)');
    expect(insert.reader).toBe(false);
    expect(insert.run(['kept']).changes).toBe(1);
    expect(first.prepare('INSERT INTO note (text) VALUES (?) RETURNING id').reader).toBe(true);
    first.close();

    const second = openSqlite(file);
    expect(second.prepare('SELECT text FROM note').all([])).toEqual([{ text: 'kept' }]);
    second.close();
  });
});
