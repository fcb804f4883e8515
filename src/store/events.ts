import { sql, type Kysely, type Selectable } from 'kysely';
import { againAfterDeadlock } from './again-after-deadlock';
import type { Noted } from './changes';
import { compiled } from './compiled';
import type { NewEvent } from '../webhooks/event';
import { searchEvents, type EventSearch, type FoundEvents, type ListedEvent } from './event-search';
import { keepEvents, mergeTwins } from './new-event';
import type { Engine, Schema } from './schema';

export type EventRow = Selectable<Schema['events']>;
type Concerned = Pick<EventRow, 'onboarding_id' | 'contractor_id'>;

const bySeq = compiled((db, seqs: readonly number[]) =>
  db.selectFrom('events').selectAll().where('seq', 'in', seqs),
);
const ofSomeTypes = compiled((db, onboardingId: string, types: readonly string[]) =>
  db.selectFrom('events').selectAll().where('onboarding_id', '=', onboardingId).where('type', 'in', types),
);

/** Events received, each kept once however often it was delivered. */
export class EventRepository {
  private readonly db: Kysely<Schema>;
  private readonly engine: Engine;
  private readonly noted: Noted;
  private readonly receiving: Kysely<Schema>;

  constructor(db: Kysely<Schema>, engine: Engine, noted: Noted, receiving = db) {
    this.db = db;
    this.engine = engine;
    this.noted = noted;
    this.receiving = receiving;
  }

  /**
   * Keeps a group of events in one durable transaction. The answer says, in the order given, which are new.
   * An event that is known already keeps its first content and counts one more delivery.
   */
  async record(received: readonly NewEvent[]): Promise<('new' | 'duplicate')[]> {
    const events = await this.withKnownKeys(received);
    const rows = mergeTwins(events);
    const sent = new Map(rows.map((row) => [row.event_key, row.times_kept]));
    const fresh = new Set<string>();
    const keep = () => keepEvents(this.receiving, this.engine, rows);
    const kept = await (this.receiving.isTransaction ? keep() : againAfterDeadlock(keep));
    for (const { event_key: key, times_kept: times, ...whose } of kept) {
      if (times === sent.get(key)) fresh.add(key);
      this.note(whose);
    }
    // Of twins in one group only the first is new.
    return events.map(({ key }) => (fresh.delete(key) ? 'new' : 'duplicate'));
  }

  /** Their pages show it, and how often it was delivered. */
  private note({ onboarding_id: onboarding, contractor_id: contractor }: Concerned): void {
    if (onboarding !== null) this.noted.add(onboarding as `ob_${string}`);
    if (contractor !== null) this.noted.add(`cn:${contractor}`);
  }

  /** An event without an id may have been read from the API before, with its id: then it is that one. */
  private async withKnownKeys(events: readonly NewEvent[]): Promise<readonly NewEvent[]> {
    const objects = events.flatMap(({ id, objectId }) =>
      id === null && objectId !== null ? [objectId] : [],
    );
    if (objects.length === 0) return events;
    const named = await this.receiving
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
  async page(search: EventSearch): Promise<ListedEvent[]> {
    return (await this.search(search)).rows;
  }

  /** A page of the log, newest first, and how far was looked for it. */
  search(search: EventSearch): Promise<FoundEvents> {
    return searchEvents(this.db, search);
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
    const rows = await ofSomeTypes(this.db, onboardingId, types);
    return rows.sort((a, b) => a.seq - b.seq);
  }

  /** The events with these numbers. */
  withSeqs(seqs: readonly number[]): Promise<EventRow[]> {
    return bySeq(this.db, seqs);
  }
}

const EVENTS = sql.table('events');

/** More than the API has; types that a sender makes up do not fill the page. */
const MOST_TYPES = 200;
