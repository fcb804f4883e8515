import type { Kysely, Selectable } from 'kysely';
import type { NewEvent } from '../webhooks/event';
import type { Schema } from './schema';

/** One statement cannot touch a row twice, so deliveries of one event in one group become one row. */
export function mergeTwins(events: readonly NewEvent[]) {
  const rows = new Map<string, EventValues>();
  for (const event of events) {
    const twin = rows.get(event.key);
    if (twin) {
      twin.deliveries += event.delivered ? 1 : 0;
      twin.times_kept += 1;
    } else rows.set(event.key, toRow(event));
  }
  return [...rows.values()];
}

export type EventValues = ReturnType<typeof toRow>;
export type SavedEvent = Pick<Selectable<Schema['events']>, 'event_key' | 'times_kept'>;

/** One that is known already keeps its content, and counts once more. */
export function insertEvents(db: Kysely<Schema>, rows: readonly EventValues[]): Promise<SavedEvent[]> {
  return db
    .insertInto('events')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('event_key').doUpdateSet((eb) => ({
        deliveries: eb('events.deliveries', '+', eb.ref('excluded.deliveries')),
        times_kept: eb('events.times_kept', '+', eb.ref('excluded.times_kept')),
        last_received_at: eb.ref('excluded.last_received_at'),
      })),
    )
    .returning(['event_key', 'times_kept'])
    .execute();
}

function toRow(event: NewEvent) {
  return {
    event_key: event.key,
    event_id: event.id,
    type: event.type,
    created_seconds: event.created,
    object_id: event.objectId,
    quote_id: event.quoteId,
    policy_id: event.policyId,
    shared_id: event.sharedId,
    contractor_id: event.contractorId,
    onboarding_id: null,
    verified: event.verified,
    body: event.body,
    received_at: event.receivedAt,
    last_received_at: event.receivedAt,
    deliveries: event.delivered ? 1 : 0,
    times_kept: 1,
    applied: 0,
  };
}
