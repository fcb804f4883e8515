import { sql, type Kysely, type Selectable } from 'kysely';
import { compiled } from './compiled';
import type { Schema } from './schema';

/** An event without its body. */
export type ListedEvent = Omit<Selectable<Schema['events']>, 'body'>;

/** What the log of events can be narrowed down to. */
export interface EventFilter {
  /** The id of an onboarding. */
  onboarding?: string;
  /** The id that the API gave a contractor. */
  contractor?: string;
  state?: EventState;
  type?: string;
  verified?: 'signature' | 'api';
}

/** What was found, and where the look ended short of the end. */
export interface FoundEvents {
  rows: ListedEvent[];
  lookedTo: number | null;
}

/** A page of what a filter lets through. */
export interface EventSearch extends EventFilter {
  /** Only events older (smaller `seq`) or newer than this one. */
  before?: number;
  after?: number;
  limit: number;
}

export type EventState = keyof typeof INDEXED_STATES;

/**
 * What an event may be, as an index of its own knows it, word for word. Literals: only then are the indexes used. None is
 * written as other statements have it, which PostgreSQL would then answer by reading the whole index.
 */
export const INDEXED_STATES = {
  waiting: sql<boolean>`applied = 0 and failure is null`,
  put_aside: sql<boolean>`coalesce(failure, '') <> ''`,
  unmatched: sql<boolean>`coalesce(onboarding_id, contractor_id, '') = '' and applied = 1`,
  repeated: sql<boolean>`deliveries > 1`,
} as const;

const STATE_HOLDS: Readonly<Record<EventState, (event: ListedEvent) => boolean>> = {
  waiting: ({ applied, failure }) => applied === 0 && failure === null,
  put_aside: ({ failure }) => failure !== null,
  unmatched: ({ onboarding_id: onboarding, contractor_id: contractor, applied }) =>
    onboarding === null && contractor === null && applied === 1,
  repeated: ({ deliveries }) => deliveries > 1,
};

type EventColumn = 'onboarding_id' | 'contractor_id' | 'type' | 'verified';

interface Condition {
  /** For the one that an index is entered by. */
  by: EventColumn | EventState;
  value: string;
  /** For all others. */
  holds: (event: ListedEvent) => boolean;
}

/** What a filter asks for, first that which leaves the fewest events. */
function conditionsOf({ onboarding, contractor, state, type, verified }: EventFilter): Condition[] {
  const isOf = (by: EventColumn, value: string | undefined): Condition[] =>
    value === undefined ? [] : [{ by, value, holds: (event) => event[by] === value }];
  return [
    ...isOf('onboarding_id', onboarding),
    ...isOf('contractor_id', contractor),
    ...(state === undefined ? [] : [{ by: state, value: '', holds: STATE_HOLDS[state] }]),
    ...isOf('type', type),
    ...isOf('verified', verified),
  ];
}

/** What the log is entered by, and where the look begins and ends. */
interface SearchForm extends Record<string, string | boolean> {
  by: EventColumn | EventState | '';
  isBare: boolean;
  hasAfter: boolean;
  hasBefore: boolean;
}

const found = compiled(
  (db, form: SearchForm, value: string, after: number, before: number, limit: number) => {
    const { by, isBare, hasAfter, hasBefore } = form;
    const order = isBare ? sql.ref<number>('seq') : ORDER;
    let query = db.selectFrom('events').select(LIST_COLUMNS).limit(limit);
    if (isState(by)) query = query.where(INDEXED_STATES[by]);
    else if (by !== '') query = query.where(by, '=', value);
    // An index is entered by a bound.
    if (by !== '' || hasAfter) query = query.where(order, '>', after);
    if (hasBefore) query = query.where(order, '<', before);
    return query.orderBy(order, hasAfter ? 'asc' : 'desc');
  },
);

const isState = (by: SearchForm['by']): by is EventState => by in INDEXED_STATES;

/**
 * A page of the log, newest first. One thing that is asked for is found by its index; where there are more, a bounded
 * number of events is looked through. `lookedTo` is the last of them, where more may lie behind it.
 */
export async function searchEvents(
  db: Kysely<Schema>,
  { before, after, limit, ...filter }: EventSearch,
): Promise<FoundEvents> {
  const [first, ...others] = conditionsOf(filter);
  const looked = others.length === 0 ? limit : LOOKED_THROUGH;
  const form = {
    by: first?.by ?? '',
    isBare: !first || filter.onboarding !== undefined || filter.contractor !== undefined,
    hasAfter: after !== undefined,
    hasBefore: before !== undefined,
  } as const;
  const read = await found(db, form, first?.value ?? '', after ?? 0, before ?? 0, looked);
  const fit = read.filter((event) => others.every(({ holds }) => holds(event)));
  const rows = fit.slice(0, limit);
  const isCut = fit.length < limit && others.length > 0 && read.length === looked;
  const lookedTo = isCut ? (read.at(-1)?.seq ?? null) : null;
  return { rows: after === undefined ? rows : rows.reverse(), lookedTo };
}

/**
 * The number of an event, as the indexes of the filters know it and no other. Ordered by the bare number, PostgreSQL may
 * read the whole log backwards, for a type that it takes for a common one.
 */
const ORDER = sql<number>`(seq + 0)`;

/** How many events are looked through for what no one index finds. */
const LOOKED_THROUGH = 1000;

const LIST_COLUMNS = [
  'seq',
  'event_key',
  'event_id',
  'type',
  'created_seconds',
  'object_id',
  'quote_id',
  'policy_id',
  'shared_id',
  'contractor_id',
  'onboarding_id',
  'verified',
  'received_at',
  'last_received_at',
  'deliveries',
  'times_kept',
  'applied',
  'apply_after',
  'failures',
  'failure',
] as const;
