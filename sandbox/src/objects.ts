import type { Database } from './database';
import { indexEntries } from './model/index-entries';
import type { Kind, Kinds, Stored } from './model/kinds';

interface Row {
  seq: number;
  id: string;
  created: number;
  data: string;
}

export interface Lookup {
  name: string;
  value: string;
}

export interface PageRequest {
  limit: number;
  /** Objects older than this one. */
  olderThan?: number;
  /** Objects newer than this one, the nearest to it. */
  newerThan?: number;
  /** Only objects with this look-up. */
  lookup?: Lookup;
}

/** Objects of all kinds in one table: by id, by look-up, or in order of creation, each by an index. */
export interface Objects {
  insert<K extends Kind>(kind: K, id: string, created: number, data: Kinds[K]): Stored<Kinds[K]>;
  /** Puts an object back in the place it had in lists. */
  restore<K extends Kind>(kind: K, object: Stored<Kinds[K]>): void;
  update<K extends Kind>(kind: K, object: Stored<Kinds[K]>, data: Kinds[K]): Stored<Kinds[K]>;
  /** Its place in lists is kept, so that a cursor on it goes on working; what it held is not. */
  remove(object: Stored<unknown>, deleted: number): void;
  find<K extends Kind>(kind: K, id: string): Stored<Kinds[K]> | undefined;
  /** What kind of object it is. */
  kindOf(id: string): Kind | undefined;
  /** Whether an object has or had the id. */
  isTaken(id: string): boolean;
  /** The place in lists of an object that is or was there. */
  position(kind: Kind, id: string): number | undefined;
  /** Newest first. */
  page<K extends Kind>(kind: K, request: PageRequest): Stored<Kinds[K]>[];
  /** The newest with a look-up that passes; it reads no further than that. */
  first<K extends Kind>(
    kind: K,
    lookup: Lookup,
    passes?: (object: Stored<Kinds[K]>) => boolean,
  ): Stored<Kinds[K]> | undefined;
  count(kind: Kind): number;
  /** Whether any object, of whatever kind, has the look-up. */
  has(lookup: Lookup): boolean;
}

/** More than any one object refers to in practice; keeps cascades from reading without bound. */
export const ALL = 10_000;

/** How many are read at a time in search of the first. */
const FIRST_READS = 20;

export function createObjects(database: Database): Objects {
  const index = <K extends Kind>(kind: K, seq: number, data: Kinds[K]) => {
    for (const [name, value] of indexEntries[kind]?.(data) ?? []) {
      database.run('INSERT OR IGNORE INTO lookups (name, value, seq) VALUES (?, ?, ?)', name, value, seq);
    }
  };
  return {
    insert(kind, id, created, data) {
      const sql = 'INSERT INTO objects (kind, id, created, data) VALUES (?, ?, ?, ?)';
      const seq = database.run(sql, kind, id, created, JSON.stringify(data));
      index(kind, seq, data);
      return { seq, id, created, data };
    },
    restore(kind, { seq, id, created, data }) {
      const sql = 'INSERT INTO objects (seq, kind, id, created, data) VALUES (?, ?, ?, ?, ?)';
      database.run(sql, seq, kind, id, created, JSON.stringify(data));
      index(kind, seq, data);
    },
    update(kind, object, data) {
      database.run('UPDATE objects SET data = ? WHERE seq = ?', JSON.stringify(data), object.seq);
      database.run('DELETE FROM lookups WHERE seq = ?', object.seq);
      index(kind, object.seq, data);
      return { ...object, data };
    },
    remove(object, deleted) {
      database.run(`UPDATE objects SET deleted = ?, data = '{}' WHERE seq = ?`, deleted, object.seq);
      database.run('DELETE FROM lookups WHERE seq = ?', object.seq);
    },
    find<K extends Kind>(kind: K, id: string) {
      const sql = 'SELECT seq, id, created, data FROM objects WHERE id = ? AND kind = ? AND deleted IS NULL';
      const row = database.get<Row>(sql, id, kind);
      return row && revive<K>(row);
    },
    kindOf: (id) =>
      database.get<{ kind: Kind }>('SELECT kind FROM objects WHERE id = ? AND deleted IS NULL', id)?.kind,
    isTaken: (id) => database.get('SELECT 1 FROM objects WHERE id = ?', id) !== undefined,
    position: (kind, id) =>
      database.get<{ seq: number }>('SELECT seq FROM objects WHERE id = ? AND kind = ?', id, kind)?.seq,
    page: <K extends Kind>(kind: K, request: PageRequest) =>
      selectPage(database, kind, request).map(revive<K>),
    first<K extends Kind>(kind: K, lookup: Lookup, passes = (_object: Stored<Kinds[K]>) => true) {
      let olderThan: number | undefined;
      for (;;) {
        const request = { limit: FIRST_READS, lookup, ...(olderThan !== undefined && { olderThan }) };
        const page = selectPage(database, kind, request).map(revive<K>);
        const found = page.find(passes);
        if (found || page.length < FIRST_READS) return found;
        olderThan = page.at(-1)?.seq;
      }
    },
    has: ({ name, value }) =>
      database.get('SELECT 1 FROM lookups WHERE name = ? AND value = ? LIMIT 1', name, value) !== undefined,
    count: (kind) =>
      database.get<{ n: number }>(
        'SELECT count(*) AS n FROM objects WHERE kind = ? AND deleted IS NULL',
        kind,
      )?.n ?? 0,
  };
}

/** A row that the database gives again is not read again. */
const known = new WeakMap<Row, Stored<unknown>>();

function revive<K extends Kind>(row: Row): Stored<Kinds[K]> {
  const object = known.get(row) ?? frozen({ ...row, data: JSON.parse(row.data) as unknown });
  known.set(row, object);
  return object as Stored<Kinds[K]>;
}

/** Given to many: none may change what the others see. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

function selectPage(database: Database, kind: Kind, request: PageRequest): Row[] {
  const { limit, olderThan, newerThan, lookup } = request;
  const forward = newerThan !== undefined;
  const range = forward ? 'o.seq > ?' : 'o.seq < ?';
  const order = `ORDER BY o.seq ${forward ? 'ASC' : 'DESC'} LIMIT ?`;
  const bound = newerThan ?? olderThan ?? Number.MAX_SAFE_INTEGER;
  const columns = 'SELECT o.seq, o.id, o.created, o.data FROM';
  const rows = lookup
    ? database.all<Row>(
        `${columns} lookups l CROSS JOIN objects o ON o.seq = l.seq
         WHERE l.name = ? AND l.value = ? AND ${range.replace('o.', 'l.')} AND o.kind = ? AND o.deleted IS NULL
         ${order.replace('o.', 'l.')}`,
        ...[lookup.name, lookup.value, bound, kind, limit],
      )
    : database.all<Row>(
        `${columns} objects o WHERE o.kind = ? AND o.deleted IS NULL AND ${range} ${order}`,
        ...[kind, bound, limit],
      );
  return forward ? rows.reverse() : rows;
}
