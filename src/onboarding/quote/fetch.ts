/** Fetching the quote of an onboarding (see src/quote/fetch-quote.ts), and keeping it with what it says. */
import type { Notice } from '../../pages/notice';
import type { Job } from '../../policy-api/types/work';
import { fetchQuote, type FetchedQuote, type QuoteOffer } from '../../quote/fetch-quote';
import { isAsAsked, withDates } from '../../quote/terms';
import { noticeOfLink } from '../journey/after-save';
import { endSession } from '../application/session';
import { applicationState, hasOpenLink } from '../application/state';
import { ConflictError } from '../journey/conflict-error';
import { createForOnboarding } from '../journey/create-once';
import type { FormPage } from '../journey/form-page';
import type { Journey } from '../journey/journey';
import { orNull } from '../../policy-api/or-null';
import { isFinished, isQuoteStale } from '../journey/steps';
import type { QuoteForm } from './form';
import { basisOfQuote, offerOf, samePay, summaryOf, type QuoteSummary } from './summary';

/** Fetches the quote and keeps it. Gives back what became of a link handed over for the one before. */
export async function quoteAnew(journey: Journey, form: QuoteForm, page: FormPage): Promise<Notice | null> {
  const { api, onboarding } = journey;
  if (isFinished(onboarding)) return null;
  await refuseOtherQuote(journey, form, page);
  const hadLink = hasOpenLink(onboarding);
  const saved = await saveQuote(journey, form, page.idempotencyKey);
  const [job, contractor] = await Promise.all([
    orNull(api.getJob(onboarding.job_id ?? '')),
    orNull(api.getContractor(onboarding.contractor_id ?? '')),
  ]);
  const ended = await keepQuote(journey, saved, page.idempotencyKey, {
    job,
    homeState: contractor?.address?.region ?? null,
  });
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
  if (made === quote.id || isAsAsked(withDates(form, deps.apiClock.now() / 1000), offerOf(quote))) return;
  const text =
    'Another quote was fetched meanwhile, in another tab or by somebody else. It stands above the form, and the form shows what you chose: send it again to replace the other quote';
  throw new ConflictError(text, now);
}

/** Updates the quote of this onboarding, or creates one. */
async function saveQuote(journey: Journey, form: QuoteForm, key: string): Promise<FetchedQuote> {
  const { onboarding, api, deps } = journey;
  const input = { ...form, contractor: onboarding.contractor_id ?? '', job: onboarding.job_id ?? '' };
  const previous = await previousQuote(journey, key);
  const now = deps.apiClock.now() / 1000;
  return createForOnboarding(journey, 'quote', key, input, (once) =>
    fetchQuote(api, input, { previous, now, ...once }),
  );
}

/**
 * The quote to update: that of the onboarding, else one that this very form made. One whose application was refused is
 * left as it is: a new one starts afresh.
 */
async function previousQuote(journey: Journey, key: string): Promise<QuoteOffer | string | undefined> {
  const { onboarding, deps } = journey;
  const kept = keptQuote(journey);
  const made = await deps.store.objects.createdWith(onboarding.id, key);
  const id = applicationState(onboarding) === 'refused' ? made : (onboarding.quote_id ?? made);
  return kept && kept.id === id ? offerOf(kept) : id;
}

/**
 * Keeps the quote. An application is for one quote with its terms, so where they differ now its session is ended.
 * Gives back whether that could be done; null when the session goes on.
 */
async function keepQuote(
  journey: Journey,
  { quote, replaced, created }: FetchedQuote,
  key: string,
  { job, homeState }: { job: Pick<Job, 'wage' | 'wage_type'> | null; homeState: string | null },
): Promise<boolean | null> {
  const before = keptQuote(journey);
  // Without an answer about the job it is taken to be as it was, unless it was changed.
  const known = isQuoteStale(journey.onboarding)
    ? null
    : before && { wage: before.wage, wage_type: before.wageType };
  const summary = { ...summaryOf(quote, job ?? known), homeState };
  const isNew = quote.id !== journey.onboarding.quote_id;
  const ended = isNew || replaced || !samePay(before, summary) ? await endSession(journey) : null;
  await journey.adopt('quote', quote, created ? key : null, {
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
