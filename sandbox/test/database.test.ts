import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openSqlite } from '../../lib/sqlite';
import { openDatabase, type Database } from '../src/database';

let folder: string;
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'database-'));
  database = openDatabase(path.join(folder, 'sandbox.sqlite'));
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const insert = (size: number) =>
  database.run('INSERT INTO settings (name, value) VALUES (?, hex(zeroblob(?)))', `size ${size}`, size);
const SIZES = "SELECT name FROM settings WHERE name LIKE 'size%'";
const count = () => database.all(SIZES).length;

test('a full disk is told as such, and what was begun is undone', () => {
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
});

test('what is grouped is kept together, but for what fails of it', async () => {
  const file = path.join(folder, 'sandbox.sqlite');
  const other = openSqlite(file);
  const onDisk = () => other.prepare(SIZES).all([]).length;
  const fail = () => {
    insert(2);
    throw new Error('refused');
  };
  database.grouped(() => insert(1));
  expect(() => database.grouped(fail)).toThrow('refused');
  database.grouped(() => database.transaction(() => insert(3)));
  expect(onDisk()).toBe(0);
  await database.settled();
  expect(onDisk()).toBe(2);
  database.grouped(() => insert(4));
  // Nothing is read that may still be lost.
  expect(count()).toBe(3);
  expect(onDisk()).toBe(3);
  database.grouped(() => insert(5));
  database.transaction(() => insert(6));
  expect(onDisk()).toBe(5);
  database.grouped(() => insert(7));
  database.close();
  expect(onDisk()).toBe(6);
  other.close();
  database = openDatabase(file);
});

test('of a group that cannot be kept nothing is, and all who wait for it are told', async () => {
  database.all('PRAGMA max_page_count = 1');
  database.grouped(() => insert(1));
  const first = database.settled();
  expect(() => database.grouped(() => insert(1_000_000))).toThrow('full');
  await expect(first).rejects.toThrow('full');
  await database.settled();
  expect(count()).toBe(0);
  database.all('PRAGMA max_page_count = 100000');
  database.grouped(() => insert(2));
  await database.settled();
  expect(count()).toBe(1);
});
