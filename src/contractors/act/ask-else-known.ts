import { ago } from '../../lib/dates';
import { NotFoundError } from '../../pages/page-errors';
import { explainError } from '../../policy-api/error-catalog';
import type { ClientWords } from '../../policy-api/words';
import { isUnknownObject, PolicyApiError } from '../../policy-api/errors';
import type { AllOfContractor } from '../known/all-of';
import type { ObjectKind } from '../known/kinds';
import type { Known } from '../known/records';
import { idIn, type Act } from './act';

/** How long a page waits for the API before it shows what is known. */
const WAIT_MS = 5000;

/** A kind of object that a contractor has pages for: how the API is asked for one, and what is known of it without. */
export interface Source<Item, Record extends Known> {
  kind: ObjectKind;
  /** The name of its id in the address. */
  param: string;
  /** What there is none of, where it is not found. */
  what: string;
  /** @throws PolicyApiError */
  ask: (api: Act['api'], id: string) => Promise<Item>;
  /** The id of the contractor whose it is. */
  ownerOf: (item: Item) => string | null;
  /** All of the kind that are known of the contractor. */
  known: (all: AllOfContractor) => readonly Record[];
  /** What is known of one, as the API would answer it. */
  asAnswered: (record: Record, all: AllOfContractor) => Item;
}

/**
 * The object that the address names as the API has it now; while that gives no answer, as it is known, which
 * `act.stale` then tells.
 * @throws NotFoundError where it is none of this contractor, PolicyApiError where nothing is known of it either
 */
export async function askElseKnown<Item, Record extends Known>(
  act: Act,
  source: Source<Item, Record>,
): Promise<Item> {
  const { kind, param, what, ask, ownerOf } = source;
  const id = idIn(act.req, param, what);
  const none = () => new NotFoundError(what, () => ({ href: act.home, text: 'Back to the contractor' }));
  const api = act.api.within(WAIT_MS);
  // Where both are gone it is the contractor that matters.
  const [[asked]] = await Promise.all([Promise.allSettled([ask(api, id)]), act.readContractor(api)]);
  if (asked.status === 'fulfilled') {
    if (ownerOf(asked.value) !== act.id) throw none();
    return asked.value;
  }
  const error: unknown = asked.reason;
  if (!(error instanceof PolicyApiError)) throw error;
  if (!isUnknownObject(error)) return knownOf(act, source, id, error);
  await act.deps.knowledge.gone(kind, id);
  throw none();
}

async function knownOf<Item, Record extends Known>(
  act: Act,
  { known, asAnswered }: Source<Item, Record>,
  id: string,
  error: PolicyApiError,
): Promise<Item> {
  const all = await act.deps.knowledge.of(act.id);
  const record = all && known(all).find((one) => one.id === id);
  if (!all || !record || record.gone) throw error;
  act.goBy(all.contractor);
  const at = act.deps.apiClock.now() / 1000;
  const text = staleText(error, `${ago(at - record.asOf)} ago`, act.deps.words);
  act.stale = { error, text: `${text} Until it answers, nothing can be changed here.` };
  return asAnswered(record, all);
}

/** Why a page shows what is known, and how old that is. */
export function staleText(error: PolicyApiError, when: string, words: ClientWords): string {
  return `The API could not be asked, so this is what was known ${when}. ${explainError(error, words).fix}`;
}
