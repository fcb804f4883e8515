import { openSqlite } from '../../lib/sqlite';
import type { CallHead } from '../../sandbox/src/journal/call';
import { newContractor } from './contractors';

/** Leaves so many calls in the journal of a sandbox, by its file; half of them created a contractor. */
export function keepCalls(count: number, file: string): void {
  const database = openSqlite(file);
  const insert = database.prepare(
    'INSERT INTO calls (at, operation, class, status, data, length_until) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const at = Date.now() / 1000;
  let length = 0;
  database.exec('BEGIN IMMEDIATE; DELETE FROM calls');
  for (let index = 0; index < count; index += 1) {
    const operation = index % 2 === 0 ? 'createContractor' : 'listContractors';
    const head: CallHead = {
      at,
      real_at: at,
      method: index % 2 === 0 ? 'POST' : 'GET',
      path: '/contractors',
      operation,
      query: {},
      files: [],
      status: 200,
      key: 'k',
      duration_ms: 1,
      faults: [],
      request_id: `req_${index}`,
    };
    const body = newContractor();
    const data = JSON.stringify({ ...head, request: body, answer: body });
    length += data.length;
    insert.run([at, operation, 2, 200, data, length]);
  }
  database.exec('COMMIT');
  database.close();
}
