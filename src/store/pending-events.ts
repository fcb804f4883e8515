import { sql, type Kysely } from 'kysely';
import type { Noted } from './changes';
import { compiled } from './compiled';
import type { EventRow } from './events';
import { giveByObject, giveBySeq } from './given-events';
import { MATCHING_KINDS, type EventReferences } from './onboarding-objects';
import type { Schema } from './schema';

/** What it takes to find the onboarding of an event. */
export type PendingEvent = Pick<EventRow, 'seq' | 'failures' | keyof EventReferences>;

/** Literals, not parameters: only then are the partial indexes used. */
const WAITING = sql.lit(0);
/** Looked at; of those without an onboarding none is known. */
const UNMATCHED = sql.lit(1);
const GIVEN_UP = sql.lit(2);

/** How many events are taken up again at once that were given up. */
const REOPENED = 1000;

const dueBy = compiled((db, now: number, limit: number) =>
  db
    .selectFrom('events')
    .select(['seq', 'object_id', 'quote_id', 'policy_id', 'shared_id', 'failures'])
    .where('applied', '=', WAITING)
    .where('apply_after', '<=', now)
    .orderBy('apply_after')
    .orderBy('seq')
    .limit(limit),
);
const firstWaiting = compiled((db) =>
  db
    .selectFrom('events')
    .select('apply_after')
    .where('applied', '=', WAITING)
    .orderBy('apply_after')
    .orderBy('seq')
    .limit(1),
);
const applied = compiled((db, seqs: readonly number[]) =>
  db.updateTable('events').set({ applied: 1, failure: null }).where('seq', 'in', seqs),
);
const assignTo = compiled((db, onboardingId: string, seqs: readonly number[]) =>
  db
    .updateTable('events')
    .set({ onboarding_id: onboardingId })
    .where('seq', 'in', seqs)
    .where('onboarding_id', 'is', null),
);
const unmatched = compiled((db, seqs: readonly number[]) =>
  db
    .updateTable('events')
    .set({ applied: 1 })
    .where('seq', 'in', seqs)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('onboarding_objects')
            .select('object_id')
            .where('kind', 'in', MATCHING_KINDS)
            .where((on) =>
              on.or([
                on('onboarding_objects.object_id', '=', on.ref('events.object_id')),
                on('onboarding_objects.object_id', '=', on.ref('events.quote_id')),
                on('onboarding_objects.object_id', '=', on.ref('events.policy_id')),
                on('onboarding_objects.object_id', '=', on.ref('events.shared_id')),
              ]),
            ),
        ),
      ),
    ),
);
/** The indexes hold the unmatched alone, and are used where their words stand beside the column. */
const reopened = compiled((db, objectIds: readonly string[]) =>
  db
    .updateTable('events')
    .set({ applied: 0, apply_after: 0 })
    .where((eb) =>
      eb.or(
        (['object_id', 'quote_id', 'policy_id', 'shared_id'] as const).map((column) =>
          eb.and([
            eb(column, 'in', objectIds),
            eb('onboarding_id', 'is', null),
            eb('applied', '=', UNMATCHED),
          ]),
        ),
      ),
    ),
);

/** Events whose effect on coverage is still to be worked out. Times are epoch milliseconds. */
export class PendingEventRepository {
  private readonly db: Kysely<Schema>;
  private readonly noted: Noted;

  constructor(db: Kysely<Schema>, noted: Noted) {
    this.db = db;
    this.noted = noted;
  }

  /** Those that are to be applied by now: new ones first, in the order of their receipt. */
  due(limit: number, now: number): Promise<PendingEvent[]> {
    return dueBy(this.db, now, limit);
  }

  /** When the next is to be applied; null when none is waiting. */
  async nextDue(): Promise<number | null> {
    const [first] = await firstWaiting(this.db);
    return first?.apply_after ?? null;
  }

  async markApplied(seqs: readonly number[]): Promise<void> {
    await applied(this.db, seqs);
  }

  /**
   * Notes why an event could not be applied, unless another process has applied it meanwhile. `after`: when it is tried
   * again; null gives it up.
   */
  async putAside(seq: number, failures: number, failure: string, after: number | null): Promise<void> {
    await this.db
      .updateTable('events')
      .set({ failures, failure, ...(after === null ? { applied: 2 } : { apply_after: after }) })
      .where('seq', '=', seq)
      .where('applied', '=', WAITING)
      .execute();
  }

  /** Takes up one event that could not be applied, as if it had not failed before. False when there is none. */
  async retry(seq: number): Promise<boolean> {
    const { numUpdatedRows } = await this.db
      .updateTable('events')
      .set({ applied: 0, apply_after: 0, failures: 0 })
      .where('seq', '=', seq)
      .where('failure', 'is not', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Takes up again what was given up: the app may have been mended since. */
  async reopenGivenUp(): Promise<void> {
    const some = this.db.selectFrom('events').select('seq').where('applied', '=', GIVEN_UP).limit(REOPENED);
    await this.db
      .updateTable('events')
      .set({ applied: 0, apply_after: 0, failures: 0 })
      .where('seq', 'in', some)
      .execute();
  }

  /**
   * Puts events aside whose onboarding is not known. An object that becomes known at this very moment wins: its
   * events stay waiting, since one statement both looks and marks.
   */
  async markUnmatched(seqs: readonly number[]): Promise<void> {
    if (seqs.length > 0) await unmatched(this.db, seqs);
  }

  /** Gives events to the contractor whose object they are about, as far as that is known. */
  async giveContractors(seqs: readonly number[]): Promise<void> {
    if (seqs.length > 0) this.note(await giveBySeq(this.db, seqs));
  }

  /** The same for the events of objects that have found their contractor since. */
  async giveObjects(objectIds: readonly string[]): Promise<void> {
    if (objectIds.length > 0) this.note(await giveByObject(this.db, objectIds));
  }

  /** Their pages show the events. */
  private note(given: readonly Pick<EventRow, 'contractor_id'>[]): void {
    for (const { contractor_id: id } of given) if (id !== null) this.noted.add(`cn:${id}`);
  }

  async assign(seqs: readonly number[], onboardingId: string): Promise<void> {
    await assignTo(this.db, onboardingId, seqs);
  }

  /** Events that came before one of these objects was known here are taken up again. */
  async reopenUnmatched(objectIds: readonly string[]): Promise<void> {
    if (objectIds.length > 0) await reopened(this.db, objectIds);
  }
}
