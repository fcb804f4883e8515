import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDatabase } from '../src/database';

test('a full disk is told as such, and what was begun is undone', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'full-'));
  const database = openDatabase(path.join(folder, 'sandbox.sqlite'));
  const insert = (size: number) =>
    database.run('INSERT INTO settings (name, value) VALUES (?, hex(zeroblob(?)))', `size ${size}`, size);
  const count = () => database.all("SELECT name FROM settings WHERE name LIKE 'size%'").length;
  database.all('PRAGMA max_page_count = 1');
  const work = () => {
    insert(1);
    insert(1_000_000);
  };
  expect(() => database.transaction(work)).toThrow('full');
  expect(count()).toBe(0);
  database.all('PRAGMA max_page_count = 100000');
  database.transaction(work);
  expect(count()).toBe(2);
  database.close();
  rmSync(folder, { recursive: true });
});
