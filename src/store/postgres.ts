import { PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import { Pool, types, type PoolClient } from 'pg';
import { openDatabase, type Database, type OpenOptions } from './database';
import { checkPlace } from './table-place';

export interface PostgresOptions extends OpenOptions {
  /** Told of each connection that breaks. It is replaced when one is needed again. */
  onLost?: (error: Error) => void;
}

/**
 * PostgreSQL: by its URL, or on a pool of the host, which stays open when the store is closed. Bring the tables up to
 * date with `migrate`.
 * @throws TablePlaceError
 */
export function openPostgres(server: string | LentPool, options: PostgresOptions = {}): Database {
  checkPlace(options, 'postgres');
  const { onLost = () => undefined } = options;
  const pool = typeof server === 'string' ? ownPool(server, onLost) : lentPool(server, onLost);
  return openDatabase('postgres', new PostgresDialect({ pool }), options);
}

/** What is used of a pool of the host. */
export type LentPool = Pick<Pool, 'connect'>;

type OnLost = (error: Error) => void;

function ownPool(url: string, onLost: OnLost): PostgresPool {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    types: TYPES,
  });
  // The pool listens to idle connections only. One that breaks while it is in use would end the process.
  pool.on('connect', (client) => client.on('error', onLost));
  pool.on('error', () => undefined);
  return pool;
}

/** How values are read is said with each statement: the host's own are read as before. */
function lentPool(pool: LentPool, onLost: OnLost): PostgresPool {
  const known = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    connect: async () => {
      const client = await pool.connect();
      const lent = known.get(client) ?? lentClient(client);
      if (!known.has(client)) client.on('error', onLost);
      known.set(client, lent);
      return lent;
    },
    end: () => Promise.resolve(),
  };
}

function lentClient(client: PoolClient): PostgresPoolClient {
  // Never asked with a cursor: the store reads no streams.
  const query = (text: string, values: readonly unknown[]) =>
    client.query({ text, values: [...values], types: TYPES });
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release() };
}

const INT8 = 20;

/** PostgreSQL gives 64-bit integers as text by default; ours are times and counters that fit a number. */
const TYPES = { getTypeParser: parserFor as typeof types.getTypeParser };

function parserFor(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === INT8) return Number;
  return format === 'binary' ? types.getTypeParser(oid, 'binary') : types.getTypeParser(oid, 'text');
}
