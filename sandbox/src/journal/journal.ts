import type { Database } from '../database';
import type { SandboxLogger } from '../logger';
import type { CallHead, JournalCall } from './call';

export interface CallFilter {
  limit: number;
  olderThan?: number | undefined;
  newerThan?: number | undefined;
  /** Null: calls of no operation. */
  operation?: string | null | undefined;
  status?: number | undefined;
  /** 4 means 400 to 499; 0 means none at all. */
  class?: number | undefined;
  /** From this time of the sandbox's clock on; epoch seconds. */
  since?: number | undefined;
  /** Behind this call; the newest all the same. */
  after?: number | undefined;
}

/** The calls of the API, newest last. */
export interface Journal {
  /** Writes it down a moment later; the bodies are JSON, without anything secret. */
  note(call: CallHead, request: string, answer: string): void;
  /** Newest first, but from `newerThan` on those nearest to it. */
  list(filter: CallFilter): JournalCall[];
  find(id: number): JournalCall | undefined;
  clear(): void;
  /** Writes down what is not yet written. */
  close(): void;
}

/** The oldest make room. */
const bounds = { calls: 100_000, characters: 128 * 1024 * 1024 };
/** What is not written yet; lost when the process is killed. */
const MOST_WAITING = 200;
const WRITE_AFTER_MS = 50;

interface Row {
  seq: number;
  data: string;
}

/**
 * A journal in a database of its own, so that no call waits for it: many calls are written at once, a moment after they
 * were answered. Whatever reads writes them first.
 */
export function createJournal(database: Database, logger: SandboxLogger, most = bounds): Journal {
  let waiting: { head: CallHead; data: string }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const insertAll = () => {
    const last = database.get<{ length: number }>(
      'SELECT length_until AS length FROM calls ORDER BY seq DESC LIMIT 1',
    );
    let until = last?.length ?? 0;
    let seq = 0;
    for (const { head, data } of waiting) {
      const { at, operation, status } = head;
      until += data.length;
      seq = database.run(
        'INSERT INTO calls (at, operation, class, status, data, length_until) VALUES (?, ?, ?, ?, ?, ?)',
        ...[at, operation, Math.floor((status ?? 0) / 100), status, data, until],
      );
    }
    // Read from the oldest on, so no further than what has to go.
    const first = database.get<{ seq: number }>(
      'SELECT seq FROM calls WHERE seq > ? AND length_until - length(data) >= ? ORDER BY seq LIMIT 1',
      ...[seq - most.calls, until - most.characters],
    );
    database.run('DELETE FROM calls WHERE seq < ?', first?.seq ?? seq);
  };
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    try {
      database.transaction(insertAll);
    } catch (error) {
      // The API answers all the same; only its record has a gap.
      logger.error({ err: error, calls: waiting.length }, 'calls could not be written to the journal');
    }
    waiting = [];
  };
  return {
    note(head, request, answer) {
      // The connection of a call that was still waiting was cut by the end of the sandbox.
      if (closed) return;
      const data = `${JSON.stringify(head).slice(0, -1)},"request":${request},"answer":${answer}}`;
      waiting.push({ head, data });
      if (waiting.length >= MOST_WAITING) write();
      else timer ??= setTimeout(write, WRITE_AFTER_MS).unref();
    },
    list(filter) {
      write();
      return select(database, filter).map(revive);
    },
    find(id) {
      write();
      const row = database.get<Row>('SELECT seq, data FROM calls WHERE seq = ?', id);
      return row && revive(row);
    },
    clear() {
      waiting = [];
      database.run('DELETE FROM calls');
    },
    close() {
      write();
      closed = true;
      database.close();
    },
  };
}

const revive = ({ seq, data }: Row): JournalCall => ({ id: seq, ...(JSON.parse(data) as CallHead & Bodies) });
type Bodies = Pick<JournalCall, 'request' | 'answer'>;

function select(database: Database, filter: CallFilter): Row[] {
  const { limit, olderThan, newerThan, since, after = 0, ...equal } = filter;
  const from = since === undefined ? 0 : firstSince(database, since) - 1;
  const conditions = ['seq > ?', 'seq < ?'];
  const values: unknown[] = [Math.max(newerThan ?? after, from), olderThan ?? Number.MAX_SAFE_INTEGER];
  for (const column of ['operation', 'class', 'status'] as const) {
    if (equal[column] === undefined) continue;
    conditions.push(`${column} IS ?`);
    values.push(equal[column]);
  }
  const order = `ORDER BY seq ${newerThan === undefined ? 'DESC' : 'ASC'} LIMIT ?`;
  const sql = `SELECT seq, data FROM calls WHERE ${conditions.join(' AND ')} ${order}`;
  const rows = database.all<Row>(sql, ...values, limit);
  return newerThan === undefined ? rows : rows.reverse();
}

/** The place of the first call at or after a time. */
const firstSince = (database: Database, since: number): number =>
  database.get<{ seq: number }>('SELECT seq FROM calls WHERE at >= ? ORDER BY at, seq LIMIT 1', since)?.seq ??
  Number.MAX_SAFE_INTEGER;
