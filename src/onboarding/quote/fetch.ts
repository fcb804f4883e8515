/** Fetching a quote: created once, updated from then on, and kept with what it says. */
import type { Notice } from '../../middleware/notice';
import { isUnknownObject, PolicyApiError } from '../../policy-api/errors';
import type { Job, Quote } from '../../policy-api/types';
import { noticeOfLink } from '../journey/after-save';
import { endSession } from '../application/session';
import { applicationState, hasOpenLink } from '../application/state';
import { ConflictError } from '../journey/conflict-error';
import { createOnce } from '../journey/create-once';
import type { FormPage } from '../journey/form-page';
import type { Journey } from '../journey/journey';
import { orNull } from '../../policy-api/or-null';
import { isFinished, isQuoteStale } from '../journey/steps';
import { asksFor, withDates, type QuoteForm } from './form';
import { basisOfQuote, sameTerms, summaryOf, type QuoteSummary } from './summary';

/** Fetches the quote and keeps it. Gives back what became of a link handed over for the one before. */
export async function quoteAnew(journey: Journey, form: QuoteForm, page: FormPage): Promise<Notice | null> {
  const { api, onboarding } = journey;
  if (isFinished(onboarding)) return null;
  await refuseOtherQuote(journey, form, page);
  const hadLink = hasOpenLink(onboarding);
  const saved = await saveQuote(journey, form, page.idempotencyKey);
  const ended = await keepQuote(journey, saved, await orNull(api.getJob(onboarding.job_id ?? '')));
  return hadLink && ended !== null ? noticeOfLink(ended) : null;
}

/**
 * Refuses to replace a quote that was fetched since the form was made, unless that was this form itself, or asked for the
 * same.
 * @throws ConflictError
 */
async function refuseOtherQuote(journey: Journey, form: QuoteForm, page: FormPage): Promise<void> {
  const { deps, onboarding } = journey;
  const quote = keptQuote(journey);
  const now = basisOfQuote(quote);
  if (quote === null || page.basis === '' || page.basis === now) return;
  const made = await deps.store.objects.createdWith(onboarding.id, page.idempotencyKey);
  if (made === quote.id || asksFor(withDates(form, deps.apiClock.now() / 1000), quote)) return;
  const text =
    'Another quote was fetched meanwhile, in another tab or by somebody else. It stands above the form, and the form shows what you chose: send it again to replace the other quote';
  throw new ConflictError(text, now);
}

/**
 * Updates the quote of this onboarding, or creates one. A quote can be changed until a policy is made of it; the
 * API then asks for a new one, as one is needed where the API does not know the quote any more. A quote whose application was refused is left as it is: a new one starts afresh.
 */
async function saveQuote(
  journey: Journey,
  form: QuoteForm,
  key: string,
): Promise<{ quote: Quote; createdWithKey: string | null }> {
  const { onboarding, api, deps } = journey;
  const input = { ...form, contractor: onboarding.contractor_id ?? '', job: onboarding.job_id ?? '' };
  const dates = withDates(form, deps.apiClock.now() / 1000);
  const made = await deps.store.objects.createdWith(onboarding.id, key);
  const current = applicationState(onboarding) === 'refused' ? made : (onboarding.quote_id ?? made);
  if (current) {
    try {
      return { quote: await api.updateQuote(current, { ...input, ...dates }), createdWithKey: null };
    } catch (error) {
      const fixed = error instanceof PolicyApiError && error.code === 'cant_update_create_new_quote';
      if (!fixed && !isUnknownObject(error)) throw error;
    }
  }
  const quote = await createOnce(journey, 'quote', key, {
    input,
    create: (keyToUse) => api.createQuote(input, keyToUse),
    alike: async () => {
      const quotes = await api.listQuotes({ limit: 100 });
      return quotes.filter(
        (one) =>
          one.contractor === input.contractor &&
          one.job === input.job &&
          asksFor(dates, summaryOf(one, null)),
      );
    },
  });
  return { quote, createdWithKey: key };
}

/**
 * Keeps the quote. An application is for one quote with its terms, so where they differ now its session is ended.
 * Gives back whether that could be done; null when the session goes on.
 */
async function keepQuote(
  journey: Journey,
  { quote, createdWithKey }: { quote: Quote; createdWithKey: string | null },
  job: Pick<Job, 'wage' | 'wage_type'> | null,
): Promise<boolean | null> {
  const before = keptQuote(journey);
  // Without an answer about the job it is taken to be as it was, unless it was changed.
  const known = isQuoteStale(journey.onboarding)
    ? null
    : before && { wage: before.wage, wage_type: before.wageType };
  const summary = summaryOf(quote, job ?? known);
  const isNew = quote.id !== journey.onboarding.quote_id;
  const ended = isNew || !sameTerms(before, summary) ? await endSession(journey) : null;
  await journey.adopt('quote', quote.id, createdWithKey, {
    quote_id: quote.id,
    quote: JSON.stringify(summary),
    quote_stale: 0,
    ...((isNew || ended === true) && { session_id: null, session: null }),
  });
  return ended;
}

/** The quote as it was last fetched. */
export function keptQuote({ onboarding }: Journey): QuoteSummary | null {
  return onboarding.quote === null ? null : (JSON.parse(onboarding.quote) as QuoteSummary);
}
