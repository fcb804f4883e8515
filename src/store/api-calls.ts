import { sql, type Insertable, type Kysely, type Selectable } from 'kysely';
import { compiled } from './compiled';
import { deleteAll, DELETED_AT_ONCE } from './expired';
import { inGroups } from './few-shapes';
import { onePage, pageOfRows, placesIn, type PagePlace, type Place, type Side } from './page-of-rows';
import type { Schema } from './schema';

export type ApiCallRow = Selectable<Schema['api_calls']>;
export type NewApiCall = Insertable<Schema['api_calls']>;

/** What a list of calls shows of one. */
const LISTED = ['id', 'at', 'method', 'path', 'status', 'duration_ms', 'attempt'] as const;
export type ListedCall = Pick<ApiCallRow, (typeof LISTED)[number]>;

/** What changes something; all else only reads. */
const CHANGES = ['POST', 'PUT', 'DELETE'];

/** The place of a call among those of its subject. */
export type CallPlace = Pick<ListedCall, 'at' | 'id'>;

export interface CallLimits {
  changes: number;
  reads: number;
}

const some = (db: Kysely<Schema>, subject: string, method: string, limit: number) =>
  db
    .selectFrom(
      db
        .selectFrom('api_calls')
        .select(LISTED)
        .where('subject', '=', subject)
        .where('method', '=', method)
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .as('few'),
    )
    .selectAll();
const latestOf = compiled((db, subject: string, changes: number, reads: number) =>
  some(db, subject, 'POST', changes)
    .unionAll(some(db, subject, 'PUT', changes))
    .unionAll(some(db, subject, 'DELETE', changes))
    .unionAll(some(db, subject, 'GET', reads)),
);

/** As the index has it. */
const ORDER = [sql.ref('method'), sql.ref('at'), sql.ref('id')];
const pages = compiled(
  (db, { side }: { side: Side }, limit: number, beside: Place, subject: string, method: string) => {
    const query = db.selectFrom('api_calls').select(LISTED).where('subject', '=', subject);
    return onePage(query.where('method', '=', method), ORDER, 'desc', side, limit, beside);
  },
);
const newestFirst = (one: ListedCall, other: ListedCall): number => other.at - one.at || other.id - one.id;

/** The redacted API calls of late, shown under the hood of each page. */
export class ApiCallRepository {
  private readonly db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.db = db;
  }

  /** Keeps them all or none. */
  async add(calls: readonly NewApiCall[]): Promise<void> {
    const groups = inGroups(calls);
    const insert = async (db: Kysely<Schema>) => {
      for (const group of groups) await db.insertInto('api_calls').values(group).execute();
    };
    if (groups.length <= 1 || this.db.isTransaction) await insert(this.db);
    else await this.db.transaction().execute(insert);
  }

  /** The latest calls of a subject, newest first: so many of each kind of change, and so many that only read. */
  async latest(subject: string, { changes, reads }: CallLimits): Promise<ListedCall[]> {
    const found = await latestOf(this.db, subject, changes, reads);
    return found.sort(newestFirst);
  }

  /** A page of the calls of a subject, newest first: `before` a call are older ones. Each kind is found by the index. */
  async page(subject: string, onlyChanges: boolean, beside: PagePlace<CallPlace>): Promise<ListedCall[]> {
    const found = await Promise.all(
      (onlyChanges ? CHANGES : [...CHANGES, 'GET']).map((method) => {
        const place = placesIn(beside, ({ at, id }) => [method, at, id]);
        return pageOfRows('desc', place, (side, limit, call) =>
          pages(this.db, { side }, limit, call, subject, method),
        );
      }),
    );
    const rows = found.flat().sort(newestFirst);
    return beside.after ? rows.slice(-beside.limit) : rows.slice(0, beside.limit);
  }

  /** The calls of a subject that began at a moment (epoch ms), with all that is kept of them. */
  at(subject: string, method: string, at: number): Promise<ApiCallRow[]> {
    return this.db
      .selectFrom('api_calls')
      .selectAll()
      .where('subject', '=', subject)
      .where('method', '=', method)
      .where('at', '=', at)
      .orderBy('id', 'desc')
      .limit(50)
      .execute();
  }

  /** Drops calls made before `at` (epoch ms). */
  async deleteBefore(at: number): Promise<void> {
    const old = this.db.selectFrom('api_calls').select('id').where('at', '<', at).limit(DELETED_AT_ONCE);
    await deleteAll(() => this.db.deleteFrom('api_calls').where('id', 'in', old).executeTakeFirstOrThrow());
  }
}
