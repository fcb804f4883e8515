import { PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import { Pool, types, type PoolClient } from 'pg';
import { openDatabase, type Database, type OpenOptions } from './database';
import { preparedName } from './prepared';
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
  if (typeof server !== 'string') {
    const lent = pooled(server, onLost, () => Promise.resolve());
    return openDatabase('postgres', new PostgresDialect({ pool: lent }), options);
  }
  const by = (connections: number) =>
    new PostgresDialect({ pool: pooled(ownPool(server, connections), onLost, (own) => own.end()) });
  return openDatabase('postgres', by(CONNECTIONS), options, by(RECEIVING));
}

/** Of one process, for all but receiving. */
const CONNECTIONS = 10;
/** As many groups of events are kept at once (see ../lib/batch.ts). */
const RECEIVING = 2;

/** What is used of a pool of the host. */
export type LentPool = Pick<Pool, 'connect'>;

function ownPool(url: string, max: number): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  });
  pool.on('error', () => undefined);
  return pool;
}

/** A pool as Kysely takes it. `onLost` is told of connections that break while they are in use, which would end the process. */
function pooled<Of extends LentPool>(
  pool: Of,
  onLost: (error: Error) => void,
  end: (pool: Of) => Promise<void>,
): PostgresPool {
  const known = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    connect: async () => {
      const client = await pool.connect();
      const ours = known.get(client) ?? clientOf(client);
      if (!known.has(client)) client.on('error', onLost);
      known.set(client, ours);
      return ours;
    },
    end: () => end(pool),
  };
}

/** How values are read is said with each statement: a host's own are read as before. */
function clientOf(client: PoolClient): PostgresPoolClient {
  // Never asked with a cursor: the store reads no streams.
  const query = (text: string, values: readonly unknown[]) =>
    client.query({ name: preparedName(text), text, values: [...values], types: TYPES });
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release() };
}

const INT8 = 20;

/** PostgreSQL gives 64-bit integers as text by default; ours are times and counters that fit a number. */
const TYPES = { getTypeParser: parserFor as typeof types.getTypeParser };

function parserFor(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === INT8) return Number;
  return format === 'binary' ? types.getTypeParser(oid, 'binary') : types.getTypeParser(oid, 'text');
}
