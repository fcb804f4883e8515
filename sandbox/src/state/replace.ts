import type { SandboxContext } from '../context';
import type { Database } from '../database';
import { keepSampleRequirement } from '../insurance/requirements';
import { EPOCH, newEpoch } from '../epoch';
import { writeSetting } from '../kept-settings';
import { SEED_START, standingSeedOf, writeSeed } from '../seed';
import { reloadSwitches } from '../switches';
import type { SandboxState } from './document';

/** What belongs to the sandbox itself and outlives its state: clients go on with the same key. */
export const keptSecrets = ['api_key', 'form_secret', EPOCH] as const;

const stateTables = [
  ...['lookups', 'idempotency', 'schedule', 'files', 'deliveries', 'delivery_attempts', 'delivery_messages'],
];

function clear(database: Database, keepWebhookEndpoints: boolean): void {
  for (const table of stateTables) database.run(`DELETE FROM ${table}`);
  database.run('DELETE FROM settings WHERE name NOT IN (?, ?, ?)', ...keptSecrets);
  newEpoch(database);
  if (keepWebhookEndpoints) {
    database.run(`DELETE FROM objects WHERE kind <> 'webhook_endpoint' OR deleted IS NOT NULL`);
  } else {
    database.run('DELETE FROM objects');
    database.run('DELETE FROM endpoint_settings');
  }
  // Places in lists begin anew; those of an imported state may be far behind where they were.
  database.run('DELETE FROM sqlite_sequence');
}

/**
 * Back to empty: no objects, events, deliveries, remembered answers, scheduled tasks, files or faults, and the clock
 * shows real time, or what `at` says (epoch seconds), from where it runs on. The API key stays, and by wish the webhook endpoints, so that a running app goes on hearing. With a
 * seed ids and time begin anew; it stays unless another one or none (null) is given. Where the clock runs in spite of a
 * seed, both end with the next reset.
 */
export function resetState(
  context: SandboxContext,
  keepWebhookEndpoints: boolean,
  seed = standingSeedOf(context.database),
  at: number | null = null,
  clockRuns = false,
): void {
  const { database, clock } = context;
  database.transaction(() => {
    clear(database, keepWebhookEndpoints);
    if (seed !== null) writeSeed(database, seed, clockRuns);
    const start = seed === null || clockRuns ? clock.real() : SEED_START;
    if (at !== null) writeSetting(database, 'clock_offset_ms', String(at * 1000 - start));
    // On the clock as it was moved they may have been made at a time that is yet to come.
    const now = at ?? Math.floor(start / 1000);
    database.run('UPDATE objects SET created = ? WHERE created > ?', now, now);
  });
  takeUp(context);
}

/** Puts another state in the place of this one, in one transaction. */
export function importState(context: SandboxContext, state: SandboxState): void {
  context.database.transaction(() => {
    clear(context.database, false);
    restoreObjects(context, state);
    restoreRest(context, state);
  });
  takeUp(context);
}

/** Whoever holds something of the state in memory reads it again; what is due by now is done. */
function takeUp(context: SandboxContext): void {
  context.journal.clear();
  context.clock.reload();
  reloadSwitches(context.switches);
  // A reset takes it away, and a document of before there were requirements has none.
  context.database.transaction(() => keepSampleRequirement(context));
  context.organisation.reload();
  context.schedule.runDue();
  context.wakeSender();
}

function restoreObjects({ database, objects }: SandboxContext, state: SandboxState): void {
  for (const { kind, ...object } of state.objects) {
    objects.restore(kind, object);
  }
  const sql = `INSERT INTO objects (seq, kind, id, created, deleted, data) VALUES (?, ?, ?, ?, ?, '{}')`;
  for (const { seq, kind, id, created, deleted } of state.deleted_objects) {
    database.run(sql, seq, kind, id, created, deleted);
  }
  for (const { object, content } of state.files) {
    const bytes = Buffer.from(content, 'base64');
    database.run('INSERT INTO files (object, content) VALUES (?, ?)', object, bytes);
  }
}

function restoreRest({ database }: SandboxContext, state: SandboxState): void {
  const insert = (table: string, rows: readonly Record<string, unknown>[]) => {
    for (const row of rows) {
      const names = Object.keys(row);
      const marks = names.map(() => '?').join(', ');
      database.run(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`,
        ...names.map((name) => row[name]),
      );
    }
  };
  for (const [name, value] of Object.entries(state.settings)) {
    if (!keptSecrets.some((secret) => secret === name)) writeSetting(database, name, JSON.stringify(value));
  }
  insert(
    'idempotency',
    state.idempotency.map((row) => ({ ...row, body: JSON.stringify(row.body) })),
  );
  insert('schedule', state.schedule);
  insert('deliveries', state.deliveries);
  insert('delivery_attempts', state.delivery_attempts);
  insert('endpoint_settings', state.endpoint_settings);
}
