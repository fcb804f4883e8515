import { sql, type Kysely, type Selectable } from 'kysely';
import { compiled } from './compiled';
import { onePage, pageOfRows, placesIn, type PagePlace, type Place, type Side } from './page-of-rows';
import { insertOfRows, overwriting } from './row-list';
import type { Engine, Schema } from './schema';
import { pageOfFound, SearchWordRepository } from './search-words';

export type ContractorRow = Selectable<Schema['contractors']>;

/** A contractor's row before and after something was learned. */
export interface LearnedContractor {
  was: ContractorRow;
  asIs: ContractorRow;
}

/** Where a page of the list begins: the row next to it. */
export interface ContractorCursor {
  sortName: string;
  id: string;
}

export interface ContractorFilter extends PagePlace<ContractorCursor> {
  state?: string | undefined;
  /** Only these, which a search found. */
  found?: readonly string[] | undefined;
}

const changesOf = compiled((db, ids: readonly string[]) =>
  db.selectFrom('contractors').select(['id', 'updated_at']).where('id', 'in', ids),
);
const namesOf = compiled((db, ids: readonly string[]) =>
  db.selectFrom('contractors').select(['id', 'name']).where('id', 'in', ids),
);
const byId = compiled((db, ids: readonly string[]) =>
  db.selectFrom('contractors').selectAll().where('id', 'in', ids),
);

const pages = compiled(
  (db, form: { side: Side; isOfState: boolean }, limit: number, beside: Place, state: string) => {
    const query = db.selectFrom('contractors').selectAll();
    return onePage(
      form.isOfState ? query.where('state', '=', state) : query.where(NOT_GONE),
      [form.isOfState ? NAME_IN_STATE : sql.ref('sort_name'), sql.ref('id')],
      'asc',
      form.side,
      limit,
      beside,
    );
  },
);

/** The contractors of the API that are known here. */
export class ContractorRepository {
  private readonly db: Kysely<Schema>;
  private readonly engine: Engine;
  private readonly now: () => number;
  private readonly words: SearchWordRepository;

  constructor(db: Kysely<Schema>, engine: Engine, now: () => number) {
    this.db = db;
    this.engine = engine;
    this.now = now;
    this.words = new SearchWordRepository(db, engine);
  }

  /** The rows of these contractors; of those missing, with a token each, as they are to be put. */
  async take(ids: readonly string[], newToken: () => string): Promise<ContractorRow[]> {
    if (ids.length === 0) return [];
    const known = await byId(this.db, ids);
    const rows = new Map(known.map((row) => [row.id, row]));
    return [...new Set(ids)].map((id) => rows.get(id) ?? newContractor(id, newToken(), this.now()));
  }

  /** Notes when the API was asked for all it has of a contractor, in epoch milliseconds. */
  async noteAsked(id: string, at: number): Promise<void> {
    const asked = { asked_at: at, updated_at: this.now() };
    await this.db.updateTable('contractors').set(asked).where('id', '=', id).execute();
  }

  /** Writes what was learned of contractors whose rows were taken: how they are called, and where they stand. */
  async put(learned: readonly LearnedContractor[]): Promise<void> {
    if (learned.length === 0) return;
    const rows = learned.map(({ asIs: { asked_at: _asked, ...row } }) => ({
      ...row,
      updated_at: this.now(),
    }));
    await putRows(this.db, this.engine, rows);
    const renamed = learned.filter(({ was, asIs }) => wordsIn(was).join('\n') !== wordsIn(asIs).join('\n'));
    await this.words.set('contractors', new Map(renamed.map(({ asIs }) => [asIs.id, wordsIn(asIs)])));
  }

  async find(id: string): Promise<ContractorRow | undefined> {
    const [row] = await byId(this.db, [id]);
    return row;
  }

  findByToken(token: string): Promise<ContractorRow | undefined> {
    return this.db.selectFrom('contractors').selectAll().where('link_token', '=', token).executeTakeFirst();
  }

  /** Names of the contractors with these ids, for lists that refer to them. */
  async names(ids: readonly string[]): Promise<Map<string, string | null>> {
    if (ids.length === 0) return new Map();
    const rows = await namesOf(this.db, ids);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** By name; without a state all but those whom the API does not know any more. `after` goes on, `before` goes back. */
  async page({ state, found, ...beside }: ContractorFilter): Promise<ContractorRow[]> {
    const place = placesIn(beside, ({ sortName, id }) => [sortName, id]);
    if (found) return this.pageOf(found, state, place);
    return pageOfRows('asc', place, (side, limit, row) =>
      pages(this.db, { side, isOfState: state !== undefined }, limit, row, state ?? ''),
    );
  }

  private async pageOf(
    ids: readonly string[],
    state: string | undefined,
    place: PagePlace,
  ): Promise<ContractorRow[]> {
    if (ids.length === 0) return [];
    const rows = await byId(this.db, ids);
    const asked = rows.filter((row) => (state === undefined ? row.state !== 'gone' : row.state === state));
    return pageOfFound(asked, ({ sort_name, id }) => [sort_name, id], place);
  }

  /** Times of the last change, in epoch milliseconds, of those that exist. Cheap: for live pages. */
  async changedAt(ids: readonly string[]): Promise<Map<string, number>> {
    if (ids.length === 0) return new Map();
    const rows = await changesOf(this.db, ids);
    return new Map(rows.map((row) => [row.id, row.updated_at]));
  }
}

const wordsIn = ({ name, company, email }: ContractorRow): (string | null)[] => [name, company, email];

function newContractor(id: string, token: string, now: number): ContractorRow {
  return {
    id,
    link_token: token,
    name: null,
    company: null,
    email: null,
    sort_name: '',
    state: 'not_started',
    from_seconds: null,
    until_seconds: null,
    asked_at: null,
    updated_at: now,
  };
}

/** As the index by name has it. */
const NOT_GONE = sql<boolean>`state <> 'gone'`;
/** The name as the index by state knows it. */
const NAME_IN_STATE = sql<string>`(sort_name || '')`;

const COLUMNS = {
  id: 'text',
  link_token: 'text',
  name: 'text',
  company: 'text',
  email: 'text',
  sort_name: 'text',
  state: 'text',
  from_seconds: 'bigint',
  until_seconds: 'bigint',
  updated_at: 'bigint',
} as const;
/** When the API was asked is noted by whoever asks. */
const putRows = insertOfRows<Omit<ContractorRow, 'asked_at'>>(
  'contractors',
  COLUMNS,
  overwriting(['id'], COLUMNS, ['link_token']),
);
