import { sql, type Kysely, type Selectable } from 'kysely';
import { grouped } from '../lib/grouped';
import { compiled } from './compiled';
import { insertOfRows, overwriting } from './row-list';
import type { Engine, Schema } from './schema';

export type KnownObjectRow = Selectable<Schema['known_objects']>;
export type ObjectKey = Pick<KnownObjectRow, 'kind' | 'id'>;

/** More objects of one contractor than are looked at. */
const MOST = 2000;
/** More of one job: its name is told to the others with their next change. */
const MOST_OF_JOB = 500;

const ofThese = compiled((db, contractorIds: readonly string[]) =>
  db
    .selectFrom('known_objects')
    .selectAll()
    .where('contractor_id', 'in', contractorIds)
    .orderBy('contractor_id')
    .orderBy('kind')
    .orderBy('id')
    .limit(MOST),
);

const ofOneKind = compiled((db, kind: string, ids: readonly string[]) =>
  db.selectFrom('known_objects').selectAll().where('kind', '=', kind).where('id', 'in', ids),
);

/** What is known of the objects of the API. */
export class KnownObjectRepository {
  private readonly db: Kysely<Schema>;
  private readonly engine: Engine;

  constructor(db: Kysely<Schema>, engine: Engine) {
    this.db = db;
    this.engine = engine;
  }

  /**
   * Lets one transaction at a time learn, in all processes: what one object tells of another is seen by whoever comes
   * next, and no two wait for each other. Receiving events waits for none of it.
   */
  async alone(): Promise<void> {
    if (this.engine === 'sqlite') return;
    await sql`select pg_advisory_xact_lock(hashtext('known_objects'))`.execute(this.db);
  }

  /** The rows of these objects; of those missing, as they are to be put. */
  async take(keys: readonly ObjectKey[]): Promise<KnownObjectRow[]> {
    const rows: KnownObjectRow[] = [];
    for (const [kind, those] of grouped(keys, (key) => key.kind)) {
      const ids = [...new Set(those.map(({ id }) => id))];
      const known = await this.find(kind, ids);
      rows.push(...ids.map((id) => known.get(id) ?? newObject(kind, id)));
    }
    return rows;
  }

  private async ofKind(kind: string, ids: readonly string[]): Promise<KnownObjectRow[]> {
    if (ids.length === 0) return [];
    return ofOneKind(this.db, kind, ids);
  }

  /** Those of the objects that are known, by id. */
  async find(kind: string, ids: readonly string[]): Promise<Map<string, KnownObjectRow>> {
    const rows = await this.ofKind(kind, [...new Set(ids)]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Writes what was learned of rows that were taken. */
  async put(rows: readonly KnownObjectRow[]): Promise<void> {
    if (rows.length === 0) return;
    await putRows(this.db, this.engine, rows);
  }

  /** Everything of a contractor, the newest first. */
  async ofContractor(contractorId: string): Promise<KnownObjectRow[]> {
    return newestFirst(await ofThese(this.db, [contractorId]));
  }

  /** The same of several; null where they have more together than is looked at of one. */
  async ofContractors(contractorIds: readonly string[]): Promise<KnownObjectRow[] | null> {
    const rows = await ofThese(this.db, contractorIds);
    return rows.length < MOST || contractorIds.length === 1 ? newestFirst(rows) : null;
  }

  /** Gives those that were made from these quotes to the contractor of the quote, where nobody has them yet. */
  async giveByQuote(quoteIds: readonly string[]): Promise<KnownObjectRow[]> {
    if (quoteIds.length === 0) return [];
    const { db } = this;
    return db
      .updateTable('known_objects')
      .set({
        contractor_id: (eb) =>
          eb
            .selectFrom('known_objects as quote')
            .select('quote.contractor_id')
            .where('quote.kind', '=', 'quote')
            .whereRef('quote.id', '=', 'known_objects.quote_id'),
      })
      .where('quote_id', 'in', quoteIds)
      .where('contractor_id', 'is', null)
      .returningAll()
      .execute();
  }

  /** The contractors who have something for these jobs, as far as they are few enough to look at each. */
  async contractorsOf(jobIds: readonly string[]): Promise<string[]> {
    if (jobIds.length === 0) return [];
    const rows = await this.db
      .selectFrom('known_objects')
      .select('contractor_id')
      .where('job_id', 'in', jobIds)
      .where('kind', 'in', WITH_JOB)
      .limit(MOST_OF_JOB)
      .execute();
    return [...new Set(rows.flatMap(({ contractor_id: id }) => (id === null ? [] : [id])))];
  }

  /** The jobs that are for these entities. */
  async jobsFor(entityIds: readonly string[]): Promise<string[]> {
    if (entityIds.length === 0) return [];
    const rows = await this.db
      .selectFrom('known_objects')
      .select('id')
      .where('entity_id', 'in', entityIds)
      .limit(MOST)
      .execute();
    return rows.map(({ id }) => id);
  }

  async remove(kind: string, id: string): Promise<void> {
    await this.db.deleteFrom('known_objects').where('kind', '=', kind).where('id', '=', id).execute();
  }

  /** Those that are to be read from the API by now. `now`: epoch milliseconds. */
  wanted(limit: number, now: number): Promise<KnownObjectRow[]> {
    return this.db
      .selectFrom('known_objects')
      .selectAll()
      .where('wanted_after', 'is not', null)
      .where('wanted_after', '<=', now)
      .orderBy('wanted_after')
      .orderBy('kind')
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** When the next is to be read; null when none is. */
  async nextWanted(): Promise<number | null> {
    const row = await this.db
      .selectFrom('known_objects')
      .select('wanted_after')
      .where('wanted_after', 'is not', null)
      .orderBy('wanted_after')
      .orderBy('kind')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    return row?.wanted_after ?? null;
  }

  /** When to try again to read it; null: not any more. */
  async want({ kind, id }: ObjectKey, after: number | null, tries: number): Promise<void> {
    await this.db
      .updateTable('known_objects')
      .set({ wanted_after: after, tries })
      .where('kind', '=', kind)
      .where('id', '=', id)
      .execute();
  }
}

function newestFirst(rows: KnownObjectRow[]): KnownObjectRow[] {
  const created = (row: KnownObjectRow) => row.created_seconds ?? Infinity;
  return rows.sort((a, b) => created(b) - created(a) || (a.id < b.id ? 1 : -1));
}

const newObject = (kind: string, id: string): KnownObjectRow => ({
  kind,
  id,
  contractor_id: null,
  job_id: null,
  quote_id: null,
  policy_id: null,
  entity_id: null,
  created_seconds: null,
  fields: '{}',
  wanted_after: null,
  tries: 0,
  todo: null,
});

const WITH_JOB = ['quote', 'assignment', 'invoice', 'onboarding'].map((kind) => sql.lit(kind));

const COLUMNS = {
  kind: 'text',
  id: 'text',
  contractor_id: 'text',
  job_id: 'text',
  quote_id: 'text',
  policy_id: 'text',
  entity_id: 'text',
  created_seconds: 'bigint',
  fields: 'text',
  wanted_after: 'bigint',
  tries: 'bigint',
  todo: 'text',
} as const;
const putRows = insertOfRows<KnownObjectRow>('known_objects', COLUMNS, overwriting(['kind', 'id'], COLUMNS));
