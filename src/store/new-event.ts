import type { Selectable } from 'kysely';
import type { NewEvent } from '../webhooks/event';
import { insertOfRows } from './row-list';
import type { Schema } from './schema';

/** One statement cannot touch a row twice, so deliveries of one event in one group become one row. */
export function mergeTwins(events: readonly NewEvent[]): EventValues[] {
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

type EventValues = ReturnType<typeof toRow>;
type SavedEvent = Pick<
  Selectable<Schema['events']>,
  'event_key' | 'times_kept' | 'onboarding_id' | 'contractor_id'
>;

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
    verified: event.verified,
    body: event.body,
    received_at: event.receivedAt,
    last_received_at: event.receivedAt,
    deliveries: event.delivered ? 1 : 0,
    times_kept: 1,
    applied: 0,
  };
}

/**
 * Keeps a group of any length with one statement, always the same. An event that is known already keeps its content, and
 * counts once more.
 */
export const keepEvents = insertOfRows<EventValues, SavedEvent>(
  'events',
  {
    event_key: 'text',
    event_id: 'text',
    type: 'text',
    created_seconds: 'bigint',
    object_id: 'text',
    quote_id: 'text',
    policy_id: 'text',
    shared_id: 'text',
    contractor_id: 'text',
    verified: 'text',
    body: 'text',
    received_at: 'bigint',
    last_received_at: 'bigint',
    deliveries: 'bigint',
    times_kept: 'bigint',
    applied: 'bigint',
  },
  `on conflict (event_key) do update set
    deliveries = kept.deliveries + excluded.deliveries,
    times_kept = kept.times_kept + excluded.times_kept,
    last_received_at = excluded.last_received_at
  returning event_key, times_kept, onboarding_id, contractor_id`,
);
