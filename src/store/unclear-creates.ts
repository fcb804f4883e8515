import type { Kysely, Selectable } from 'kysely';
import type { ObjectKind } from './onboarding-objects';
import type { Schema } from './schema';

export type UnclearCreate = Pick<Selectable<Schema['unclear_creates']>, 'idempotency_key' | 'input_hash'>;

/** Creating calls that failed without telling whether the object was made: at most one for each kind of an onboarding. */
export class UnclearCreateRepository {
  private readonly db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.db = db;
  }

  find(onboardingId: string, kind: ObjectKind): Promise<UnclearCreate | undefined> {
    return this.db
      .selectFrom('unclear_creates')
      .select(['idempotency_key', 'input_hash'])
      .where('onboarding_id', '=', onboardingId)
      .where('kind', '=', kind)
      .executeTakeFirst();
  }

  async keep(onboardingId: string, kind: ObjectKind, create: UnclearCreate): Promise<void> {
    await this.db
      .insertInto('unclear_creates')
      .values({ onboarding_id: onboardingId, kind, ...create })
      .onConflict((conflict) => conflict.columns(['onboarding_id', 'kind']).doUpdateSet(create))
      .execute();
  }

  async forget(onboardingId: string, kind: ObjectKind): Promise<void> {
    await this.db
      .deleteFrom('unclear_creates')
      .where('onboarding_id', '=', onboardingId)
      .where('kind', '=', kind)
      .execute();
  }
}
