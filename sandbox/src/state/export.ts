import type { SandboxContext } from '../context';
import type { Database } from '../database';
import { FORMAT, type SandboxState } from './document';
import { keptSecrets } from './replace';

/**
 * The whole state as a document that can be imported: objects with their places in lists, remembered answers, what
 * is scheduled, deliveries, files, the clock and the faults. It holds the secrets of the webhook endpoints, without
 * which nothing could be signed; the API key stays where it is.
 */
export function exportState({ database }: SandboxContext): SandboxState {
  return {
    ...FORMAT,
    settings: settingsOf(database),
    ...objectsOf(database),
    files: database
      .all<{ object: string; content: Uint8Array }>('SELECT object, content FROM files ORDER BY object')
      .map(({ object, content }) => ({ object, content: Buffer.from(content).toString('base64') })),
    idempotency: answersOf(database),
    schedule: database.all<SandboxState['schedule'][number]>(
      'SELECT task, object, at, noted FROM schedule ORDER BY at, noted, task, object',
    ),
    deliveries: database.all<SandboxState['deliveries'][number]>(
      `SELECT seq, endpoint, event, type, state, attempts, next_at, last_at, status, error
       FROM deliveries ORDER BY seq`,
    ),
    delivery_attempts: database.all<SandboxState['delivery_attempts'][number]>(
      `SELECT seq, delivery, at, duration, status, error, answer, note FROM delivery_attempts ORDER BY seq`,
    ),
    endpoint_settings: database.all<SandboxState['endpoint_settings'][number]>(
      'SELECT endpoint, scheme, disabled FROM endpoint_settings ORDER BY endpoint',
    ),
  };
}

const parsed = <T>(text: string): T => JSON.parse(text) as T;

function settingsOf(database: Database): SandboxState['settings'] {
  const rows = database.all<{ name: string; value: string }>(
    'SELECT name, value FROM settings WHERE name NOT IN (?, ?, ?) ORDER BY name',
    ...keptSecrets,
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, parsed(value)]));
}

function objectsOf(database: Database): Pick<SandboxState, 'objects' | 'deleted_objects'> {
  type Row = Pick<SandboxState['objects'][number], 'seq' | 'kind' | 'id' | 'created'>;
  const rows = database.all<Row & { data: string }>(
    'SELECT kind, seq, id, created, data FROM objects WHERE deleted IS NULL ORDER BY seq',
  );
  return {
    objects: rows.map((row) => ({ ...row, data: parsed(row.data) }) as SandboxState['objects'][number]),
    deleted_objects: database.all(
      'SELECT kind, seq, id, created, deleted FROM objects WHERE deleted IS NOT NULL ORDER BY seq',
    ),
  };
}

function answersOf(database: Database): SandboxState['idempotency'] {
  type Row = Omit<SandboxState['idempotency'][number], 'body'> & { body: string };
  const rows = database.all<Row>(
    'SELECT key, fingerprint, status, body, expires FROM idempotency ORDER BY key',
  );
  return rows.map((row) => ({ ...row, body: parsed(row.body) }));
}
