import { sql, type Kysely, type Selectable } from 'kysely';
import { inGroups } from './few-shapes';
import type { NewEvent } from '../webhooks/event';
import { insertEvents, mergeTwins, type EventValues, type SavedEvent } from './new-event';
import type { Schema } from './schema';

export type EventRow = Selectable<Schema['events']>;
/** An event without its body. */
export type ListedEvent = Omit<EventRow, 'body'>;

export interface EventFilter {
  type?: string;
  /** The id of an onboarding. */
  onboarding?: string;
  /** Only events older (smaller `seq`) or newer than this one. */
  before?: number;
  after?: number;
  limit: number;
}

/** Events received, each kept once however often it was delivered. */
export class EventRepository {
  private readonly db: Kysely<Schema>;
  private readonly engine: 'sqlite' | 'postgres';

  /** The embedded database takes rows in groups of few lengths (see few-shapes.ts). */
  constructor(db: Kysely<Schema>, engine: 'sqlite' | 'postgres') {
    this.db = db;
    this.engine = engine;
  }

  /**
   * Keeps a group of events in one durable transaction. The answer says, in the order given, which are new.
   * An event that is known already keeps its first content and counts one more delivery.
   */
  async record(received: readonly NewEvent[]): Promise<('new' | 'duplicate')[]> {
    const events = await this.withKnownKeys(received);
    const rows = mergeTwins(events);
    const saved = await this.insert(rows);
    const fresh = new Set<string>();
    const sent = new Map(rows.map((row) => [row.event_key, row.times_kept]));
    for (const row of saved) if (row.times_kept === sent.get(row.event_key)) fresh.add(row.event_key);
    // Of twins in one group only the first is new.
    return events.map(({ key }) => (fresh.delete(key) ? 'new' : 'duplicate'));
  }

  private async insert(rows: readonly EventValues[]): Promise<SavedEvent[]> {
    const [first = [], ...others] = this.engine === 'sqlite' ? inGroups(rows) : [rows];
    if (others.length === 0) return insertEvents(this.db, first);
    return this.db.transaction().execute(async (transaction) => {
      const saved = await insertEvents(transaction, first);
      for (const group of others) saved.push(...(await insertEvents(transaction, group)));
      return saved;
    });
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
  async page({ type, onboarding, before, after, limit }: EventFilter): Promise<ListedEvent[]> {
    const order = type === undefined ? sql.ref<number>('seq') : ORDER_IN_TYPE;
    let query = this.db.selectFrom('events').select(LIST_COLUMNS).limit(limit);
    if (type !== undefined) query = query.where('type', '=', type);
    if (onboarding !== undefined) query = query.where('onboarding_id', '=', onboarding);
    if (before !== undefined) query = query.where(order, '<', before);
    if (after === undefined) return query.orderBy(order, 'desc').execute();
    const rows = await query.where(order, '>', after).orderBy(order, 'asc').execute();
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

  /** The types received so far, for the filter: each is found from the one before it, by the index. */
  async types(): Promise<string[]> {
    const { rows } = await sql<{ type: string }>`with recursive types (type) as (
        select min(type) from ${EVENTS}
        union all
        select (select min(type) from ${EVENTS} where type > types.type) from types where type is not null
      )
      select type from types where type is not null limit ${sql.lit(MOST_TYPES)}`.execute(this.db);
    return rows.map(({ type }) => type);
  }

  find(seq: number): Promise<EventRow | undefined> {
    return this.db.selectFrom('events').selectAll().where('seq', '=', seq).executeTakeFirst();
  }

  /** The events of an onboarding that are of one of these types, in the order of their receipt. */
  async ofTypes(onboardingId: string, types: readonly string[]): Promise<EventRow[]> {
    const rows = await this.db
      .selectFrom('events')
      .selectAll()
      .where('onboarding_id', '=', onboardingId)
      .where('type', 'in', types)
      .execute();
    return rows.sort((a, b) => a.seq - b.seq);
  }

  /** The events with these numbers. */
  withSeqs(seqs: readonly number[]): Promise<EventRow[]> {
    return this.db.selectFrom('events').selectAll().where('seq', 'in', seqs).execute();
  }
}

/**
 * The number of an event, as the indexes by type know it and no other. Ordered by the bare number, PostgreSQL may read
 * the whole log backwards, for a type that it takes for a common one.
 */
const ORDER_IN_TYPE = sql<number>`(seq + 0)`;

const EVENTS = sql.table('events');

/** More than the API has; types that a sender makes up do not fill the page. */
const MOST_TYPES = 200;

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
