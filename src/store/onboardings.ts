import type { Kysely, Selectable, Updateable } from 'kysely';
import { compiled } from './compiled';
import { newOnboarding } from './new-onboarding';
import type { Engine, Schema } from './schema';

export type OnboardingRow = Selectable<Schema['onboardings']>;
export type OnboardingPatch = Omit<
  Updateable<Schema['onboardings']>,
  'id' | 'return_token' | 'created_at' | 'updated_at'
>;
const changesOf = compiled((db, ids: readonly string[]) =>
  db.selectFrom('onboardings').select(['id', 'updated_at']).where('id', 'in', ids),
);
const namesOf = compiled((db, ids: readonly string[]) =>
  db.selectFrom('onboardings').select(['id', 'contractor_name']).where('id', 'in', ids),
);
const byId = compiled((db, id: string) => db.selectFrom('onboardings').selectAll().where('id', '=', id));
const allStages = compiled((db) => db.selectFrom('onboarding_stages').selectAll());

/** One row for each contractor's way from the first form to coverage. */
export class OnboardingRepository {
  private readonly db: Kysely<Schema>;
  private readonly now: () => number;
  private readonly engine: Engine;

  constructor(db: Kysely<Schema>, now: () => number, engine: Engine) {
    this.db = db;
    this.now = now;
    this.engine = engine;
  }

  /** Does nothing when there is one with this id already: a form sent twice starts one. */
  async create(id: string, returnToken: string): Promise<void> {
    await this.db
      .insertInto('onboardings')
      .values(newOnboarding(id, returnToken, this.now()))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }

  /** Lets one transaction at a time have this onboarding, in all processes. */
  async alone(id: string): Promise<void> {
    // The embedded database runs one transaction at a time; PostgreSQL needs a lock on the row.
    if (this.engine === 'sqlite') return;
    await this.db.selectFrom('onboardings').select('id').where('id', '=', id).forUpdate().execute();
  }

  async find(id: string): Promise<OnboardingRow | undefined> {
    const [row] = await byId(this.db, id);
    return row;
  }

  /** The next onboardings in the order of their ids. */
  after(id: string, limit: number): Promise<OnboardingRow[]> {
    return this.db
      .selectFrom('onboardings')
      .selectAll()
      .where('id', '>', id)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  findByReturnToken(token: string): Promise<OnboardingRow | undefined> {
    return this.db.selectFrom('onboardings').selectAll().where('return_token', '=', token).executeTakeFirst();
  }

  /** Times of the last change, in epoch milliseconds, of those of the onboardings that exist. Cheap: for live pages. */
  async changedAt(ids: readonly string[]): Promise<Map<string, number>> {
    if (ids.length === 0) return new Map();
    const rows = await changesOf(this.db, ids);
    return new Map(rows.map((row) => [row.id, row.updated_at]));
  }

  /** How many have got to each stage, and no further (see FUNNEL_STAGES in src/compliance/board/funnel.ts). */
  async stages(): Promise<Map<number, number>> {
    const rows = await allStages(this.db);
    return new Map(rows.map(({ stage, count }) => [stage, count]));
  }

  /** JSON of their application sessions, of those that have one. */
  async sessionsOf(ids: readonly string[]): Promise<Map<string, string | null>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db
      .selectFrom('onboardings')
      .select(['id', 'session'])
      .where('id', 'in', ids)
      .execute();
    return new Map(rows.map((row) => [row.id, row.session]));
  }

  /** Names of the onboardings with these ids, for lists that refer to them. */
  async names(ids: readonly string[]): Promise<Map<string, string | null>> {
    if (ids.length === 0) return new Map();
    const rows = await namesOf(this.db, ids);
    return new Map(rows.map((row) => [row.id, row.contractor_name]));
  }

  /** Tells whether there is such an onboarding. */
  async update(id: string, patch: OnboardingPatch): Promise<boolean> {
    const { numUpdatedRows } = await this.db
      .updateTable('onboardings')
      .set({ ...patch, updated_at: this.now() })
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Keeps what the API says of the application session, unless another session is in use by now. */
  async keepSession(id: string, sessionId: string, session: string): Promise<void> {
    await this.db
      .updateTable('onboardings')
      .set({ session, updated_at: this.now() })
      .where('id', '=', id)
      .where('session_id', '=', sessionId)
      .execute();
  }

  /**
   * Removes an onboarding that nothing was chosen for yet, and tells whether it was. One that uses an upstream object
   * stays: its events would find it no more. Runs alone (see `Store.exclusively`), as `remove` does.
   */
  async removeEmpty(id: string): Promise<boolean> {
    const used = await this.db
      .selectFrom('onboarding_objects')
      .select('object_id')
      .where('onboarding_id', '=', id)
      .limit(1)
      .executeTakeFirst();
    return used === undefined && (await this.remove(id));
  }

  /** Removes an onboarding, and tells whether it was there. Its events stay, and belong to none. */
  async remove(id: string): Promise<boolean> {
    const { db } = this;
    await db.deleteFrom('onboarding_objects').where('onboarding_id', '=', id).execute();
    await db.deleteFrom('unclear_creates').where('onboarding_id', '=', id).execute();
    await db.deleteFrom('coverage_news').where('subject', '=', id).execute();
    await db.updateTable('events').set({ onboarding_id: null }).where('onboarding_id', '=', id).execute();
    const { numDeletedRows } = await db
      .deleteFrom('onboardings')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return numDeletedRows > 0n;
  }
}
