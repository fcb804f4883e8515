import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { Database, OpenOptions } from '../../src/store/database';
import { openEmbedded } from '../../src/store/embedded';
import { migrate } from '../../src/store/migrate';
import { openPostgres } from '../../src/store/postgres';
import type { TablePlace } from '../../src/store/table-place';

export interface TestDatabase {
  database: Database;
  /** Another connection to the same tables, as a second process or a restart would open it. */
  again(): Database;
  /** Where the files are; null on PostgreSQL. */
  folder: string | null;
  /** For DATABASE_URL; null for the embedded database. */
  url: string | null;
  drop(): Promise<void>;
}

/**
 * An empty, migrated database: a file in a new folder, or a new one on the PostgreSQL server that
 * TEST_DATABASE_URL names. Continuous integration runs the tests once with each.
 */
export async function testDatabase(options: OpenOptions = {}): Promise<TestDatabase> {
  const made = await emptyDatabase(options);
  await migrate(made.database);
  return made;
}

/** The same without any table yet. */
export function emptyDatabase(options: OpenOptions = {}): Promise<TestDatabase> {
  const url = process.env.TEST_DATABASE_URL;
  return url ? postgresDatabase(url, options) : Promise.resolve(embeddedFile(options));
}

function embeddedFile(options: OpenOptions): TestDatabase {
  const folder = mkdtempSync(path.join(tmpdir(), 'store-'));
  const file = path.join(folder, 'app.sqlite');
  const again = () => openEmbedded(file, placeOf(options));
  const database = openEmbedded(file, options);
  return {
    database,
    again,
    folder,
    url: null,
    drop: async () => {
      await database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A database each, not a schema: dropping a schema disturbs a migration that reads the same catalogue meanwhile. */
async function postgresDatabase(server: string, options: OpenOptions): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await run(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const again = () => openPostgres(url.href, placeOf(options));
  const database = openPostgres(url.href, options);
  return {
    database,
    again,
    folder: null,
    url: url.href,
    drop: async () => {
      await database.close();
      await run(server, `drop database ${name} with (force)`);
    },
  };
}

const placeOf = ({ schema, tablePrefix }: OpenOptions): TablePlace => ({ schema, tablePrefix });

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
