import { sql, type Kysely, type RawBuilder } from 'kysely';
import { compiled } from './compiled';
import { padded } from './few-shapes';
import type { Schema } from './schema';

/**
 * What an onboarding may use. `work` is a contractor's work on a job (see `workOf`): what tells of neither session, nor
 * quote, nor policy, such as an invoice, tells of that.
 */
export type ObjectKind = 'contractor' | 'entity' | 'job' | 'quote' | 'session' | 'policy' | 'work';

/** Kinds whose events are events of the onboarding. Entities and jobs are shared by many, and no event tells of them. */
export const MATCHING_KINDS = ['session', 'quote', 'policy', 'work', 'contractor'] as const;
/** Literals, not parameters: only then is the partial index used. */
const MATCHING = MATCHING_KINDS.map((kind) => sql.lit(kind));

export interface UsedObject {
  kind: ObjectKind;
  id: string;
  /** The idempotency key it was created with; left out where an existing one is used. */
  createdWithKey?: string | null;
}

/** The ids of an event that may lead to its onboarding. */
export interface EventReferences {
  object_id: string | null;
  quote_id: string | null;
  policy_id: string | null;
  shared_id: string | null;
}

/** Every upstream object that an onboarding uses, or has used: this is how an event finds its onboarding. */
export class OnboardingObjectRepository {
  private readonly db: Kysely<Schema>;
  private readonly now: () => number;

  constructor(db: Kysely<Schema>, now: () => number) {
    this.db = db;
    this.now = now;
  }

  /** Notes that the onboarding uses upstream objects. Gives back the ids of those it did not use before. */
  async link(onboardingId: string, objects: readonly UsedObject[]): Promise<string[]> {
    if (objects.length === 0) return [];
    const distinct = [...new Map(objects.map((object) => [object.id, object])).values()];
    const rows = await this.db
      .insertInto('onboarding_objects')
      .values(
        distinct.map(({ kind, id, createdWithKey = null }) => ({
          onboarding_id: onboardingId,
          kind,
          object_id: id,
          created_with_key: createdWithKey,
          linked_at: this.now(),
        })),
      )
      .onConflict((conflict) => conflict.columns(['object_id', 'onboarding_id']).doNothing())
      .returning('object_id')
      .execute();
    return rows.map((row) => row.object_id);
  }

  /** Those of the upstream objects that an onboarding uses, or has used. */
  async used(objectIds: readonly string[]): Promise<Set<string>> {
    if (objectIds.length === 0) return new Set();
    const rows = await this.db
      .selectFrom(idList(objectIds).as('ids'))
      .select('ids.column1 as id')
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('onboarding_objects')
            .select('object_id')
            .whereRef('onboarding_objects.object_id', '=', 'ids.column1'),
        ),
      )
      .execute();
    return new Set(rows.map(({ id }) => id));
  }

  /** The object this onboarding created from the form with this idempotency key, if it did. */
  async createdWith(onboardingId: string, key: string): Promise<string | undefined> {
    const row = await this.db
      .selectFrom('onboarding_objects')
      .select('object_id')
      .where('onboarding_id', '=', onboardingId)
      .where('created_with_key', '=', key)
      .executeTakeFirst();
    return row?.object_id;
  }

  /**
   * For each event, the onboarding whose object it names; events nobody here knows are left out. Of several
   * onboardings with one object, it is the one that used it first: that stays so whenever the event comes.
   */
  async match<Event extends EventReferences>(events: readonly Event[]): Promise<Map<Event, string>> {
    const ids = [...new Set(events.flatMap(referencedIds))];
    if (ids.length === 0) return new Map();
    const rows = await ownersOf(this.db, ids);
    const owners = new Map(rows.map(({ id, owner }) => [id, owner]));
    return new Map(
      events.flatMap((event): [Event, string][] => {
        const known = referencedIds(event).find((id) => owners.get(id));
        const owner = known === undefined ? null : owners.get(known);
        return owner ? [[event, owner]] : [];
      }),
    );
  }
}

const ownersOf = compiled((db, ids: readonly string[]) =>
  db
    .selectFrom(idList(ids).as('ids'))
    .select((eb) => [
      'ids.column1 as id',
      eb
        .selectFrom('onboarding_objects')
        .select('onboarding_id')
        .whereRef('onboarding_objects.object_id', '=', 'ids.column1')
        .where('kind', 'in', MATCHING)
        .orderBy('linked_at')
        .orderBy('onboarding_id')
        .limit(sql.lit(1))
        .as('owner'),
    ]),
);

/** Ids as a table, to look up each by itself, however many rows there are of one. Its only column is `column1`. */
function idList(ids: readonly string[]): RawBuilder<{ column1: string }> {
  return sql`(values ${sql.join(padded(ids).map((id) => sql`(${id})`))})`;
}

function referencedIds(event: EventReferences): string[] {
  return [event.object_id, event.quote_id, event.policy_id, event.shared_id].filter((id) => id !== null);
}
