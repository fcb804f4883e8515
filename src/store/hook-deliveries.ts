import type { Kysely, Selectable } from 'kysely';
import { deleteAll, DELETED_AT_ONCE } from './expired';
import type { Schema } from './schema';

export type HookDelivery = Selectable<Schema['hook_deliveries']>;

/** Where a page of the log begins: the delivery next to it. */
export interface HookCursor {
  createdAt: number;
  id: string;
}

/** What came of a try. `sendAfter`: when it is tried again; null: not any more. */
export interface HookResult extends Pick<HookDelivery, 'state' | 'status' | 'failure'> {
  sendAfter: number | null;
  at: number;
}

/** What the platform was, or is still to be, called with. Times are epoch milliseconds. */
export class HookDeliveryRepository {
  private readonly db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.db = db;
  }

  async add(
    { id, subject, body }: Pick<HookDelivery, 'id' | 'subject' | 'body'>,
    now: number,
  ): Promise<void> {
    const fresh = { state: 'waiting', attempts: 0, tried_at: null, status: null, failure: null };
    await this.db
      .insertInto('hook_deliveries')
      .values({ id, subject, body, created_at: now, send_after: now, ...fresh })
      .execute();
  }

  find(id: string): Promise<HookDelivery | undefined> {
    return this.db.selectFrom('hook_deliveries').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** The last one about this subject. */
  lastOf(subject: string): Promise<HookDelivery | undefined> {
    return this.db
      .selectFrom('hook_deliveries')
      .selectAll()
      .where('subject', '=', subject)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
  }

  due(limit: number, now: number): Promise<HookDelivery[]> {
    return this.db
      .selectFrom('hook_deliveries')
      .selectAll()
      .where('send_after', 'is not', null)
      .where('send_after', '<=', now)
      .orderBy('send_after')
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** When the next is to be tried; null when none waits. */
  async nextDue(): Promise<number | null> {
    const row = await this.db
      .selectFrom('hook_deliveries')
      .select('send_after')
      .where('send_after', 'is not', null)
      .orderBy('send_after')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    return row?.send_after ?? null;
  }

  /** Takes one to try, until so late; false where another process was quicker. */
  async take({ id, send_after }: HookDelivery, until: number): Promise<boolean> {
    const { numUpdatedRows } = await this.db
      .updateTable('hook_deliveries')
      .set((eb) => ({ send_after: until, attempts: eb('attempts', '+', 1) }))
      .where('id', '=', id)
      .where('send_after', '=', send_after)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** What came of one that was taken until then. Where it is to be sent again meanwhile, that stays. */
  async settle(
    id: string,
    takenUntil: number,
    { state, status, failure, sendAfter, at }: HookResult,
  ): Promise<void> {
    await this.db
      .updateTable('hook_deliveries')
      .set({ state, status, failure, send_after: sendAfter, tried_at: at })
      .where('id', '=', id)
      .where('send_after', '=', takenUntil)
      .execute();
  }

  /** To be tried at once, whatever came of it before. Tells whether there is such a delivery. */
  async sendAgain(id: string, now: number): Promise<boolean> {
    const { numUpdatedRows } = await this.db
      .updateTable('hook_deliveries')
      .set({ state: 'waiting', attempts: 0, send_after: now })
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Newest first. `before` goes on to older ones. */
  page({ limit, before }: { limit: number; before?: HookCursor | null }): Promise<HookDelivery[]> {
    const query = this.db
      .selectFrom('hook_deliveries')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit);
    if (!before) return query.execute();
    return query
      .where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(before.createdAt, before.id)))
      .execute();
  }

  /** What is older is over: none is tried for so long. */
  async deleteBefore(time: number): Promise<void> {
    const old = this.db
      .selectFrom('hook_deliveries')
      .select('id')
      .where('created_at', '<', time)
      .orderBy('created_at')
      .orderBy('id')
      .limit(DELETED_AT_ONCE);
    await deleteAll(() =>
      this.db.deleteFrom('hook_deliveries').where('id', 'in', old).executeTakeFirstOrThrow(),
    );
  }
}
