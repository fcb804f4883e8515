import fc from 'fast-check';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { IN_MEMORY, openSqlite, type SqliteDatabase } from '../../lib/sqlite';
import { withKeptAnswers } from '../../lib/kept-answers';
import { until } from '../support/harness';

const TABLES = `
  CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE counts (name TEXT PRIMARY KEY, n INTEGER);
  CREATE TABLE jobs (id INTEGER PRIMARY KEY, of INTEGER);
  CREATE TEMP TABLE claims (name TEXT);
  CREATE TRIGGER person_added AFTER INSERT ON people BEGIN
    INSERT INTO counts VALUES (new.name, 1) ON CONFLICT (name) DO UPDATE SET n = n + 1;
  END;
  CREATE TRIGGER counted AFTER UPDATE ON counts BEGIN INSERT INTO jobs (of) VALUES (new.n); END;
`;

const ALL_PEOPLE = 'SELECT * FROM people ORDER BY id';

/** A database that says which reads came to it. */
function watched() {
  const ran: string[] = [];
  const db = openSqlite(IN_MEMORY);
  const kept = withKeptAnswers({
    ...db,
    prepare(text) {
      const statement = db.prepare(text);
      return { ...statement, all: (parameters) => (ran.push(text), statement.all(parameters)) };
    },
  });
  kept.exec(TABLES);
  ran.length = 0;
  return { db, kept, ran };
}

const run = (db: SqliteDatabase, text: string, ...parameters: unknown[]) => db.prepare(text).run(parameters);
const read = (db: SqliteDatabase, text: string, ...parameters: unknown[]) =>
  db.prepare(text).all(parameters) as Record<string, unknown>[];
const readsOf = (ran: string[], text: string) => ran.filter((one) => one === text).length;

describe('answers of the embedded database', () => {
  it('are kept until a table of theirs is written, and no longer', () => {
    const { kept, ran } = watched();
    run(kept, 'INSERT INTO people (name) VALUES (?)', 'Ada');
    const names = () => read(kept, ALL_PEOPLE).map(({ name }) => name);
    expect([names(), names()]).toEqual([['Ada'], ['Ada']]);
    run(kept, 'INSERT INTO claims VALUES (?)', 'mine');
    expect(names()).toEqual(['Ada']);
    expect(readsOf(ran, ALL_PEOPLE)).toBe(1);

    run(kept, 'UPDATE people SET name = ?', 'Grace');
    expect(names()).toEqual(['Grace']);
    read(kept, 'INSERT INTO people (name) VALUES (?) RETURNING id', 'Mary');
    expect(names()).toEqual(['Grace', 'Mary']);
    expect(readsOf(ran, ALL_PEOPLE)).toBe(3);
  });

  it('are kept over what changes nothing: transactions, and how long their commits wait for the disk', () => {
    const { kept, ran } = watched();
    const acts = [
      ...['pragma synchronous = normal', 'BEGIN', 'SAVEPOINT one', 'RELEASE one', 'COMMIT'],
      'pragma synchronous = full',
    ];
    read(kept, ALL_PEOPLE);
    for (const act of acts) {
      run(kept, act);
      read(kept, ALL_PEOPLE);
    }
    for (const act of acts) {
      kept.exec(act);
      read(kept, ALL_PEOPLE);
    }
    expect(readsOf(ran, ALL_PEOPLE)).toBe(1);
  });

  it('are each of their own parameters', () => {
    const { kept } = watched();
    run(kept, 'INSERT INTO people (name) VALUES (?), (?)', 'Ada', 'Grace');
    const named = (name: string) => read(kept, 'SELECT id FROM people WHERE name = ?', name);
    expect([named('Ada'), named('Grace'), named('1'), named('Ada')]).toEqual([
      [{ id: 1 }],
      [{ id: 2 }],
      [],
      [{ id: 1 }],
    ]);
  });

  it('belong to whoever asked: rows cannot be changed, lists can', () => {
    const { kept } = watched();
    run(kept, 'INSERT INTO people (name) VALUES (?), (?)', 'Ada', 'Grace');
    read(kept, ALL_PEOPLE).reverse();
    expect(read(kept, ALL_PEOPLE).map(({ id }) => id)).toEqual([1, 2]);
    for (const row of read(kept, ALL_PEOPLE)) expect(Object.isFrozen(row)).toBe(true);
  });

  it('are none of before, when another connection has written', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'kept-')), 'app.sqlite');
    const [kept, other] = [withKeptAnswers(openSqlite(file)), openSqlite(file)];
    kept.exec(TABLES);
    run(kept, 'INSERT INTO people (name) VALUES (?)', 'Ada');
    const names = () => read(kept, ALL_PEOPLE).map(({ name }) => name);
    expect(names()).toEqual(['Ada']);
    run(other, 'UPDATE people SET name = ?', 'Grace');
    await until(() => names()[0] === 'Grace');
    kept.close();
    other.close();
  });

  it('are none where the database itself is asked', () => {
    const { kept, ran } = watched();
    read(kept, 'SELECT 1');
    read(kept, 'SELECT 1');
    expect(readsOf(ran, 'SELECT 1')).toBe(2);
  });

  it('are none where they are long, or files', () => {
    const { kept, ran } = watched();
    const readTwice = (text: string) => {
      read(kept, text);
      read(kept, text);
      return readsOf(ran, text);
    };
    run(kept, 'INSERT INTO people (name) VALUES (?)', 'a'.repeat(32_000));
    expect(readTwice('SELECT name FROM people')).toBe(1);
    expect(readTwice('SELECT name || name FROM people')).toBe(2);
    expect(readTwice('SELECT one.name FROM people one, people UNION ALL SELECT name FROM people')).toBe(2);
    run(kept, 'INSERT INTO claims VALUES (?)', new Uint8Array([1]));
    expect(readTwice('SELECT name FROM claims')).toBe(2);
  });

  it('are written by whatever names the table in capitals', () => {
    const { kept } = watched();
    expect(read(kept, ALL_PEOPLE)).toEqual([]);
    run(kept, 'INSERT INTO People VALUES (1, ?)', 'Ana');
    expect(read(kept, ALL_PEOPLE)).toEqual([{ id: 1, name: 'Ana' }]);
    expect(read(kept, 'SELECT n FROM Counts')).toEqual([{ n: 1 }]);
  });

  it('follow a trigger that is made behind a remark', () => {
    const { kept } = watched();
    const count = 'SELECT count(*) AS n FROM jobs';
    const claim = () => run(kept, 'INSERT INTO claims VALUES (?)', 'Ana');
    expect(read(kept, count)).toEqual([{ n: 0 }]);
    claim();
    run(
      kept,
      '/* once */ CREATE TEMP TRIGGER t AFTER INSERT ON claims BEGIN INSERT INTO jobs (of) VALUES (1); END',
    );
    expect(read(kept, count)).toEqual([{ n: 0 }]);
    claim();
    expect(read(kept, count)).toEqual([{ n: 1 }]);
  });

  it('are none of a transaction that a statement ended as it failed', () => {
    const { kept } = watched();
    run(kept, 'INSERT INTO people VALUES (1, ?)', 'Ana');
    kept.exec('BEGIN');
    run(kept, 'INSERT INTO claims VALUES (?)', 'Ana');
    expect(read(kept, 'SELECT * FROM claims')).toHaveLength(1);
    expect(() => run(kept, 'INSERT OR ROLLBACK INTO people VALUES (1, ?)', 'Bo')).toThrow();
    expect(read(kept, 'SELECT * FROM claims')).toEqual([]);
  });

  it('tell numbers apart that JSON does not know', () => {
    const { kept } = watched();
    const below = 'SELECT count(*) AS n FROM people WHERE id < ?';
    run(kept, 'INSERT INTO people VALUES (1, ?)', 'Ana');
    expect(read(kept, below, null)).toEqual([{ n: 0 }]);
    expect(read(kept, below, Infinity)).toEqual([{ n: 1 }]);
    expect(read(kept, below, 2n)).toEqual([{ n: 1 }]);
  });

  it('are those of the tables as they are, when they are made anew', () => {
    const { kept } = watched();
    const columns = () => Object.keys(read(kept, 'SELECT * FROM jobs')[0] ?? {});
    run(kept, 'INSERT INTO jobs (of) VALUES (1)');
    expect(columns()).toEqual(['id', 'of']);
    run(kept, 'ALTER TABLE jobs ADD COLUMN paid INTEGER');
    expect(columns()).toEqual(['id', 'of', 'paid']);
    run(
      kept,
      'CREATE TEMP TRIGGER claimed AFTER INSERT ON claims BEGIN INSERT INTO jobs (of) VALUES (2); END',
    );
    const jobs = () => read(kept, 'SELECT id FROM jobs').length;
    expect(jobs()).toBe(1);
    run(kept, 'INSERT INTO claims VALUES (?)', 'mine');
    expect(jobs()).toBe(2);
  });

  it('never differ from those of a database without them, whatever is done', () => {
    const name = fc.constantFrom('Ada', 'Grace', 'Mary');
    const act = fc.oneof(
      name.map((value) => ['INSERT INTO people (name) VALUES (?)', value]),
      name.map((value) => ['DELETE FROM people WHERE name = ?', value]),
      name.map((value) => ['UPDATE counts SET n = n + 1 WHERE name = ?', value]),
      name.map((value) => ['INSERT INTO claims VALUES (?)', value]),
      fc.constantFrom(['BEGIN'], ['COMMIT'], ['ROLLBACK'], ['SAVEPOINT inner'], ['ROLLBACK TO inner']),
      fc.constantFrom(['RELEASE inner'], ['PRAGMA synchronous = NORMAL']),
      name.map((value) => [
        'WITH one (name) AS (SELECT ?) REPLACE INTO counts SELECT name, 9 FROM one',
        value,
      ]),
    );
    const reads = ['people', 'counts', 'jobs', 'claims'].map((table) => `SELECT * FROM ${table} ORDER BY 1`);
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
        const { kept } = watched();
        const bare = openSqlite(IN_MEMORY);
        bare.exec(TABLES);
        for (const [text = '', ...parameters] of acts) {
          for (const db of [kept, bare])
            attempt(() => (parameters.length > 0 ? run(db, text, ...parameters) : db.exec(text)));
          for (const query of reads) expect(read(kept, query)).toEqual(read(bare, query));
        }
        kept.close();
        bare.close();
      }),
      { numRuns: 200 },
    );
  });
});

/** COMMIT without BEGIN, and the like, is refused by both. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // What comes after shows what it left.
  }
}
