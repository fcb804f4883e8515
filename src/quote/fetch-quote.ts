/**
 * Quotes as one plain function.
 *
 * Copy this if your platform quotes, hands contractors over to the application, or reports later jobs:
 * `npm run lift -- quote DIR`.
 * It needs no package: the client comes along.
 * Replace nothing. Keep the quote it gives back, and give it as `previous` the next time.
 */
import type { PolicyApi } from '../policy-api/client';
import { createOnce, type Once } from '../policy-api/create-once';
import { isUnknownObject, PolicyApiError } from '../policy-api/errors';
import type { Quote, QuoteInput } from '../policy-api/types/coverage';
import { isAsAsked, sameWords, withDates } from './terms';

export type QuoteApi = Pick<PolicyApi, 'createQuote' | 'updateQuote' | 'listQuotes'>;

/** What an application is made for. Dates are epoch seconds UTC, the rate is in cents per $100. */
export type QuoteOffer = Pick<
  Quote,
  'id' | 'coverage_type' | 'effective_date' | 'end_date' | 'eligible' | 'net_rate'
>;

export interface FetchQuoteOptions extends Once {
  /** The quote of the same contractor and job from before, which this one replaces; by its id alone if need be. */
  previous?: QuoteOffer | string | null | undefined;
  /** The API's time in epoch seconds, for dates left out. Default: that of this machine. */
  now?: number | undefined;
}

export interface FetchedQuote {
  quote: Quote;
  /** Whether the previous quote holds no more, so that an application made for it has to end. */
  replaced: boolean;
  /** Whether it was created, and not an update of the previous one. */
  created: boolean;
}

/**
 * Fetches a quote, in the place of the previous one where there is one: a quote can be updated until a policy is made
 * of it. Where the API wants a new one then, or does not know the previous one any more, it creates one. Called again
 * with the same key, also after an unclear failure, it gives back the same quote ("POST /api/v1/quotes", "PUT
 * /api/v1/quotes/{quote}"). Rates are in cents per $100 of pay. A quote may say that the contractor cannot be insured:
 * see `eligible`.
 * @throws PolicyApiError, for one with the code `contractor_has_matching_policy`: then report the job with `assign`
 */
export async function fetchQuote(
  api: QuoteApi,
  input: QuoteInput,
  { previous = null, now = Date.now() / 1000, ...once }: FetchQuoteOptions,
): Promise<FetchedQuote> {
  // An update would keep the old dates where none are sent.
  const dated = withDates(input, now);
  const updated = previous === null ? null : await update(api, idOf(previous), dated);
  if (updated) return { quote: updated, created: false, replaced: !isSameOffer(previous, updated) };
  const creation = {
    create: (key: string) => api.createQuote(input, key),
    // The previous one is alike too, where it could not be updated.
    alike: async () =>
      (await api.listQuotes({ limit: 100 })).filter(
        (quote) => isFor(dated, quote) && (previous === null || quote.id !== idOf(previous)),
      ),
  };
  return { quote: await createOnce(creation, once), created: true, replaced: previous !== null };
}

/** Null where a new quote is needed. */
async function update(api: QuoteApi, id: string, input: QuoteInput): Promise<Quote | null> {
  try {
    return await api.updateQuote(id, input);
  } catch (error) {
    const isFixed = error instanceof PolicyApiError && error.code === 'cant_update_create_new_quote';
    if (isFixed || isUnknownObject(error)) return null;
    throw error;
  }
}

function isFor(input: QuoteInput, quote: Quote): boolean {
  return quote.contractor === input.contractor && quote.job === input.job && isAsAsked(input, quote);
}

/** By its id alone nobody can tell what a quote was. */
function isSameOffer(before: QuoteOffer | string | null, after: QuoteOffer): boolean {
  if (before === null || typeof before === 'string') return false;
  const same = (name: keyof QuoteOffer) => before[name] === after[name];
  const terms = ['id', 'effective_date', 'end_date', 'eligible', 'net_rate'] as const;
  return terms.every(same) && sameWords(before.coverage_type, after.coverage_type);
}

function idOf(quote: QuoteOffer | string): string {
  return typeof quote === 'string' ? quote : quote.id;
}
