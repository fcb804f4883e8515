import { sql, type Kysely, type Selectable } from 'kysely';
import { compiled } from './compiled';
import { onePage, pageOfRows, placesIn, type PagePlace, type Place, type Side } from './page-of-rows';
import { insertOfRows, overwriting } from './row-list';
import type { Engine, Schema } from './schema';
import { pageOfFound, SearchWordRepository } from './search-words';

export type StandingRow = Selectable<Schema['standings']>;

/** Where a page of the list begins: the row next to it. */
export type StandingCursor = Pick<StandingRow, 'urgency' | 'sort_name' | 'contractor_id' | 'job_id'>;

export interface StandingFilter extends PagePlace<StandingCursor> {
  /** The place of a state (see `urgencyOf`). */
  urgency?: number;
  /** Only states of places before it. */
  below?: number;
  /** Only these, which a search found. */
  found?: readonly string[] | undefined;
}

const ORDER = ['urgency', 'sort_name', 'contractor_id', 'job_id'].map((column) => sql.ref(column));

const ofThese = compiled((db, contractorIds: readonly string[]) =>
  db
    .selectFrom('standings')
    .selectAll()
    .where('contractor_id', 'in', contractorIds)
    .orderBy('contractor_id')
    .orderBy('job_id'),
);
const soonOver = compiled((db, limit: number) =>
  db
    .selectFrom('standings')
    .selectAll()
    .where('state', '=', 'ends_soon')
    .orderBy('state')
    .orderBy('until_seconds')
    .orderBy('contractor_id')
    .orderBy('job_id')
    .limit(limit),
);
const allCounts = compiled((db) => db.selectFrom('standing_counts').selectAll());
const dueBy = compiled((db, at: number, limit: number) =>
  db
    .selectFrom('standings')
    .select('contractor_id')
    .where('changes_at_seconds', 'is not', null)
    .where('changes_at_seconds', '<=', at)
    .orderBy('changes_at_seconds')
    .orderBy('contractor_id')
    .limit(limit),
);

interface PageForm extends Record<string, string | boolean> {
  side: Side;
  isOfPlace: boolean;
  isBelow: boolean;
}

const pages = compiled((db, form: PageForm, limit: number, beside: Place, urgency: number, below: number) => {
  let query = db.selectFrom('standings').selectAll();
  if (form.isOfPlace) query = query.where('urgency', '=', urgency);
  if (form.isBelow) query = query.where('urgency', '<', below);
  return onePage(query, ORDER, 'asc', form.side, limit, beside);
});

/** Where the coverage of each contractor stands for each job. */
export class StandingRepository {
  private readonly db: Kysely<Schema>;
  private readonly engine: Engine;
  private readonly words: SearchWordRepository;

  constructor(db: Kysely<Schema>, engine: Engine) {
    this.db = db;
    this.engine = engine;
    this.words = new SearchWordRepository(db, engine);
  }

  ofContractor(contractorId: string): Promise<StandingRow[]> {
    return ofThese(this.db, [contractorId]);
  }

  /** In the place of all that were there for these contractors. Gives back those that stand elsewhere now. */
  async replace(contractorIds: readonly string[], rows: readonly StandingRow[]): Promise<StandingRow[]> {
    if (contractorIds.length === 0) return [];
    const before = new Map((await ofThese(this.db, contractorIds)).map((row) => [refOf(row), row]));
    const refs = new Set(rows.map(refOf));
    for (const [ref, row] of before) if (!refs.has(ref)) await this.remove(row);
    await this.put(rows.filter((row) => !isSame(before.get(refOf(row)), row)));
    const renamed = rows.filter((row) => isNamedAnew(before.get(refOf(row)), row));
    await this.words.set('standings', new Map(renamed.map((row) => [refOf(row), textsOf(row)])));
    return rows.filter((row) => isMoved(before.get(refOf(row)), row));
  }

  private async put(rows: readonly StandingRow[]): Promise<void> {
    if (rows.length > 0) await putRows(this.db, this.engine, rows);
  }

  private async remove(row: StandingRow): Promise<void> {
    await this.words.set('standings', new Map([[refOf(row), []]]));
    await this.db
      .deleteFrom('standings')
      .where('contractor_id', '=', row.contractor_id)
      .where('job_id', '=', row.job_id)
      .execute();
  }

  /** The most urgent first. `after` goes on, `before` goes back. */
  async page({ urgency, below, found, ...beside }: StandingFilter): Promise<StandingRow[]> {
    const place = placesIn(beside, cursorValues);
    if (found) {
      const isAsked = (row: StandingRow) =>
        (urgency === undefined || row.urgency === urgency) && (below === undefined || row.urgency < below);
      return pageOfFound((await this.withRefs(found)).filter(isAsked), cursorValues, place);
    }
    const form = { isOfPlace: urgency !== undefined, isBelow: below !== undefined };
    return pageOfRows('asc', place, (side, limit, row) =>
      pages(this.db, { ...form, side }, limit, row, urgency ?? 0, below ?? 0),
    );
  }

  private async withRefs(refs: readonly string[]): Promise<StandingRow[]> {
    if (refs.length === 0) return [];
    const rows = await this.db
      .selectFrom('standings')
      .selectAll()
      .where('contractor_id', 'in', [...new Set(refs.map((ref) => ref.slice(0, ref.indexOf(' '))))])
      .execute();
    const found = new Set(refs);
    return rows.filter((row) => found.has(refOf(row)));
  }

  /** Those whose cover ends within 30 days, the first to end first. */
  endingSoon(limit: number): Promise<StandingRow[]> {
    return soonOver(this.db, limit);
  }

  /** How many there are of each state; a state without any may be left out. */
  async counts(): Promise<Map<string, number>> {
    const rows = await allCounts(this.db);
    return new Map(rows.map(({ state, count }) => [state, count]));
  }

  /** Contractors with a standing that time alone may have changed. `at`: epoch seconds by the API's clock. */
  async due(limit: number, at: number): Promise<string[]> {
    const rows = await dueBy(this.db, at, limit);
    return [...new Set(rows.map(({ contractor_id: id }) => id))];
  }
}

function cursorValues({ urgency, sort_name, contractor_id, job_id }: StandingCursor) {
  return [urgency, sort_name, contractor_id, job_id] as const;
}

const refOf = ({ contractor_id, job_id }: Pick<StandingRow, 'contractor_id' | 'job_id'>): string =>
  `${contractor_id} ${job_id}`;

/** Whether it stands elsewhere: what is new and has not begun stands nowhere yet. */
function isMoved(before: StandingRow | undefined, now: StandingRow): boolean {
  if (!before) return now.state !== 'not_started';
  const { state, from_seconds: from, until_seconds: until } = before;
  return state !== now.state || from !== now.from_seconds || until !== now.until_seconds;
}

/** Whether nothing of it changed but when it was looked at. */
function isSame(before: StandingRow | undefined, now: StandingRow): boolean {
  const names = Object.keys(now) as (keyof StandingRow)[];
  return before !== undefined && names.every((name) => name === 'updated_at' || before[name] === now[name]);
}

/** What a search finds it by. */
export const textsOf = ({ contractor_name, job_name, entity_name }: StandingRow): (string | null)[] => [
  contractor_name,
  job_name,
  entity_name,
];

const isNamedAnew = (before: StandingRow | undefined, now: StandingRow): boolean =>
  !before || textsOf(before).join('\n') !== textsOf(now).join('\n');

const COLUMNS = {
  contractor_id: 'text',
  job_id: 'text',
  onboarding_id: 'text',
  contractor_name: 'text',
  job_name: 'text',
  entity_name: 'text',
  sort_name: 'text',
  state: 'text',
  urgency: 'bigint',
  from_seconds: 'bigint',
  until_seconds: 'bigint',
  job_from_seconds: 'bigint',
  job_until_seconds: 'bigint',
  changes_at_seconds: 'bigint',
  updated_at: 'bigint',
} as const;
const putRows = insertOfRows<StandingRow>(
  'standings',
  COLUMNS,
  overwriting(['contractor_id', 'job_id'], COLUMNS),
);
