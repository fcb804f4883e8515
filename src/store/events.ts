import { sql, type Kysely, type Selectable } from 'kysely';
import type { Schema } from './schema';

export type EventRow = Selectable<Schema['events']>;

/** An event that was verified, ready to be kept. Times: `receivedAt` epoch ms, `created` epoch seconds. */
export interface NewEvent {
  key: string;
  id: string | null;
  type: string;
  created: number | null;
  objectId: string | null;
  quoteId: string | null;
  policyId: string | null;
  /** For events that name none of these: a contractor's work on a job, or a contractor. */
  sharedId: string | null;
  contractorId: string | null;
  verified: 'signature' | 'api';
  /** False when we read it from the API ourselves: that is no delivery. */
  delivered: boolean;
  body: string;
  receivedAt: number;
}

export interface EventFilter {
  type?: string;
  /** Only events older (smaller `seq`) or newer than this one. */
  before?: number;
  after?: number;
  limit: number;
}

/** Events received, each kept once however often it was delivered. */
export class EventRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  /**
   * Keeps a group of events in one durable transaction. The answer says, in the order given, which are new.
   * An event that is known already keeps its first content and counts one more delivery.
   */
  async record(received: readonly NewEvent[]): Promise<('new' | 'duplicate')[]> {
    const events = await this.withKnownKeys(received);
    const rows = mergeTwins(events);
    const saved = await this.db
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
    const fresh = new Set<string>();
    const sent = new Map(rows.map((row) => [row.event_key, row.times_kept]));
    for (const row of saved) if (row.times_kept === sent.get(row.event_key)) fresh.add(row.event_key);
    // Of twins in one group only the first is new.
    return events.map(({ key }) => (fresh.delete(key) ? 'new' : 'duplicate'));
  }

  /** An event without an id may have been read from the API before, with its id: then it is that one. */
  private async withKnownKeys(events: readonly NewEvent[]): Promise<readonly NewEvent[]> {
    const objects = events.flatMap(({ id, objectId }) =>
      id === null && objectId !== null ? [objectId] : [],
    );
    if (objects.length === 0) return events;
    const named = await this.db
      .selectFrom('events')
      .select(['event_key', 'type', 'created_seconds', 'object_id'])
      .where('event_id', 'is not', null)
      .where('object_id', 'in', objects)
      .execute();
    return events.map((event) => {
      const known = named.find(
        (row) =>
          row.type === event.type &&
          row.created_seconds === event.created &&
          row.object_id === event.objectId,
      );
      return event.id === null && known ? { ...event, key: known.event_key } : event;
    });
  }

  /** Those of the keys that no event here has. */
  async unknownKeys(keys: readonly string[]): Promise<Set<string>> {
    if (keys.length === 0) return new Set();
    const rows = await this.db
      .selectFrom('events')
      .select('event_key')
      .where('event_key', 'in', keys)
      .execute();
    const known = new Set(rows.map((row) => row.event_key));
    return new Set(keys.filter((key) => !known.has(key)));
  }

  /** A page of the log, newest first. */
  async page(filter: EventFilter): Promise<Omit<EventRow, 'body'>[]> {
    let query = this.db.selectFrom('events').select(LIST_COLUMNS).limit(filter.limit);
    if (filter.type !== undefined) query = query.where('type', '=', filter.type);
    if (filter.before !== undefined) query = query.where('seq', '<', filter.before);
    if (filter.after === undefined) return query.orderBy('seq', 'desc').execute();
    const rows = await query.where('seq', '>', filter.after).orderBy('seq', 'asc').execute();
    return rows.reverse();
  }

  /** The last event recorded; 0 when there is none. Cheap: for live pages. */
  async lastSeq(): Promise<number> {
    const last = await this.db
      .selectFrom('events')
      .select('seq')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return last?.seq ?? 0;
  }

  /** The types received so far, for the filter. */
  async types(): Promise<string[]> {
    const rows = await this.db.selectFrom('events').select('type').distinct().orderBy('type').execute();
    return rows.map(({ type }) => type);
  }

  find(seq: number): Promise<EventRow | undefined> {
    return this.db.selectFrom('events').selectAll().where('seq', '=', seq).executeTakeFirst();
  }

  /** The events of an onboarding in the order they happened (the API's own time, then order of receipt). */
  ofOnboarding(onboardingId: string): Promise<EventRow[]> {
    return this.db
      .selectFrom('events')
      .selectAll()
      .where('onboarding_id', '=', onboardingId)
      .orderBy(sql`coalesce(created_seconds, received_at / 1000)`)
      .orderBy('seq')
      .execute();
  }
}

const LIST_COLUMNS = [
  'seq',
  'event_key',
  'event_id',
  'type',
  'created_seconds',
  'object_id',
  'quote_id',
  'policy_id',
  'shared_id',
  'contractor_id',
  'onboarding_id',
  'verified',
  'received_at',
  'last_received_at',
  'deliveries',
  'times_kept',
  'applied',
  'apply_after',
  'failures',
  'failure',
] as const;

/** One statement cannot touch a row twice, so deliveries of one event in one group become one row. */
function mergeTwins(events: readonly NewEvent[]) {
  const rows = new Map<string, ReturnType<typeof toRow>>();
  for (const event of events) {
    const twin = rows.get(event.key);
    if (twin) {
      twin.deliveries += event.delivered ? 1 : 0;
      twin.times_kept += 1;
    } else rows.set(event.key, toRow(event));
  }
  return [...rows.values()];
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
