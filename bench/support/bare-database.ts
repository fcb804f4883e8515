import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'pg';
import { openSqlite } from '../../lib/sqlite';

/** One table of events, and an insert that has its own durable transaction. */
export interface BareDatabase {
  insert(id: string, type: string, body: string): Promise<void>;
  count(): Promise<number>;
  drop(): Promise<void>;
}

const TABLE =
  'create table events (id text primary key, type text not null, body text not null, received_at bigint not null)';

/** The same kind of database as the app's, with the same durability: PostgreSQL where a URL is given, else a file. */
export function bareDatabase(url: string | undefined): Promise<BareDatabase> {
  return url === undefined ? Promise.resolve(embedded()) : postgres(url);
}

function embedded(): BareDatabase {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-bare-'));
  const db = openSqlite(path.join(folder, 'bare.sqlite'));
  db.exec(TABLE);
  const insert = db.prepare('insert into events values (?, ?, ?, ?) on conflict do nothing');
  return {
    insert: (id, type, body) => {
      insert.run([id, type, body, Date.now()]);
      return Promise.resolve();
    },
    count: () =>
      Promise.resolve((db.prepare('select count(*) as n from events').all([])[0] as { n: number }).n),
    drop: () => {
      db.close();
      rmSync(folder, { recursive: true });
      return Promise.resolve();
    },
  };
}

async function postgres(url: string): Promise<BareDatabase> {
  const schema = `bench_${randomBytes(8).toString('hex')}`;
  const pool = new Pool({ connectionString: url, max: 10, options: `-c search_path=${schema}` });
  await pool.query(`create schema ${schema}`);
  await pool.query(TABLE);
  const text = 'insert into events values ($1, $2, $3, $4) on conflict do nothing';
  return {
    insert: async (id, type, body) => {
      await pool.query({ name: 'insert', text, values: [id, type, body, Date.now()] });
    },
    count: async () => {
      const { rows } = await pool.query<{ n: string }>('select count(*) as n from events');
      return Number(rows[0]?.n);
    },
    drop: async () => {
      await pool.query(`drop schema ${schema} cascade`);
      await pool.end();
    },
  };
}
