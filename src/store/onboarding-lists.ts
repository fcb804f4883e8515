import { sql, type Kysely } from 'kysely';
import { compiled } from './compiled';
import { LISTED } from './listed-onboarding';
import type { OnboardingRow } from './onboardings';
import { onePage, pageOfRows, placesIn, type PagePlace, type Place, type Side } from './page-of-rows';
import type { Schema } from './schema';
import { foundIn, MOST_READ, pageOfFound, type Found } from './search-words';

/** What a list shows of a row, and what it takes to tell its next step. */
export type ListedOnboarding = Pick<OnboardingRow, (typeof LISTED)[number]>;

/**
 * The lists of onboardings, and how the column `done` names them: in progress is what waits for the operator; with the
 * contractor and in review is what waits for others; refused is also what was abandoned.
 */
export const LISTS = {
  in_progress: 0,
  with_contractor: 3,
  in_review: 4,
  done: 1,
  refused: 2,
  archived: 5,
} as const;
export type OnboardingList = keyof typeof LISTS;
const NAMES = Object.keys(LISTS) as OnboardingList[];

/** How many there are in each list. */
export type OnboardingCounts = Record<OnboardingList, number>;

/** Where a page of a list begins: the last change (epoch milliseconds) and id of the row next to it. */
export interface OnboardingCursor {
  updatedAt: number;
  id: string;
}

/** Last change first: `before` goes on to older rows, `after` back to newer ones. */
export type ListPlace = PagePlace<OnboardingCursor>;

/** All lists as they stand at one moment. */
export interface FirstOfLists {
  counts: OnboardingCounts;
  /** Last change first. */
  first: Record<OnboardingList, ListedOnboarding[]>;
}

/** The last changed of one list, each with how many there are in it. */
const firstOf = (db: Kysely<Schema>, list: OnboardingList, limit: number) =>
  db
    .selectFrom(
      db
        .selectFrom('onboardings')
        .innerJoin('onboarding_counts', 'onboarding_counts.list', 'onboardings.done')
        .select(LISTED)
        .select(['onboarding_counts.list', 'onboarding_counts.count'])
        .where('done', '=', LISTS[list])
        .orderBy('updated_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .as('few'),
    )
    .selectAll();

const firstOfAll = compiled((db, limit: number) =>
  firstOf(db, 'in_progress', limit)
    .unionAll(firstOf(db, 'with_contractor', limit))
    .unionAll(firstOf(db, 'in_review', limit))
    .unionAll(firstOf(db, 'done', 1))
    .unionAll(firstOf(db, 'refused', 1))
    .unionAll(firstOf(db, 'archived', 1)),
);

const allCounts = compiled((db) => db.selectFrom('onboarding_counts').selectAll());

const usesOf = compiled((db, contractors: readonly string[]) =>
  db
    .selectFrom('onboarding_objects')
    .select('onboarding_id')
    .where('kind', '=', 'contractor')
    .where('object_id', 'in', contractors)
    .limit(MOST_READ),
);
const listedBy = compiled((db, ids: readonly string[]) =>
  db.selectFrom('onboardings').select(LISTED).where('id', 'in', ids),
);

const ORDER = [sql.ref('updated_at'), sql.ref('id')];
const pages = compiled((db, { side }: { side: Side }, limit: number, beside: Place, done: number) => {
  const query = db.selectFrom('onboardings').select(LISTED).where('done', '=', done);
  return onePage(query, ORDER, 'desc', side, limit, beside);
});

/** The onboardings by whose turn it is. */
export class OnboardingLists {
  private readonly db: Kysely<Schema>;
  private readonly now: () => number;

  constructor(db: Kysely<Schema>, now: () => number) {
    this.db = db;
    this.now = now;
  }

  /** All lists in one look: the last changed of those in progress, so many of each, and of the others one. */
  async first(limit: number): Promise<FirstOfLists> {
    const rows = (await firstOfAll(this.db, limit)).sort(
      (one, other) => other.updated_at - one.updated_at || (one.id < other.id ? 1 : -1),
    );
    const counts = countsOf(rows);
    const first = forEach((list): ListedOnboarding[] => rows.filter((row) => row.list === LISTS[list]));
    return { counts, first };
  }

  page({ list, ...place }: { list: OnboardingList } & ListPlace): Promise<ListedOnboarding[]> {
    const beside = placesIn(place, ({ updatedAt, id }) => [updatedAt, id]);
    return pageOfRows('desc', beside, (side, limit, row) =>
      pages(this.db, { side }, limit, row, LISTS[list]),
    );
  }

  /** The onboardings of these contractors, whatever their list. Of more than a search gives it gives some, and says so. */
  async ofContractors(contractors: readonly string[]): Promise<Found> {
    if (contractors.length === 0) return foundIn([]);
    return foundIn((await usesOf(this.db, contractors)).map(({ onboarding_id: id }) => id));
  }

  /** A page of those that a search found, last change first. */
  async pageOf(found: readonly string[], { limit, before, after }: ListPlace): Promise<ListedOnboarding[]> {
    if (found.length === 0) return [];
    // Older ones come after.
    return pageOfFound(await listedBy(this.db, found), ({ updated_at, id }) => [-updated_at, id], {
      limit,
      before: after && [-after.updatedAt, after.id],
      after: before && [-before.updatedAt, before.id],
    });
  }

  /** How many there are in each list. */
  async counts(): Promise<OnboardingCounts> {
    return countsOf(await allCounts(this.db));
  }

  /** Moves those of the onboardings that are in one list to another, and tells how many those were. */
  async move(ids: readonly string[], from: OnboardingList, to: OnboardingList): Promise<number> {
    if (ids.length === 0) return 0;
    const { numUpdatedRows } = await this.db
      .updateTable('onboardings')
      .set({ done: LISTS[to], updated_at: this.now() })
      .where('id', 'in', ids)
      .where('done', '=', LISTS[from])
      .executeTakeFirstOrThrow();
    return Number(numUpdatedRows);
  }
}

function countsOf(rows: readonly { list: number; count: number }[]): OnboardingCounts {
  const count = (list: number) => rows.find((row) => row.list === list)?.count ?? 0;
  return forEach((list) => count(LISTS[list]));
}

const forEach = <Value>(of: (list: OnboardingList) => Value) =>
  Object.fromEntries(NAMES.map((list): [OnboardingList, Value] => [list, of(list)])) as Record<
    OnboardingList,
    Value
  >;
