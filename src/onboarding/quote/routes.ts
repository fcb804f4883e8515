/** The quote step: what is to be covered and when; then what it costs. Change and quote again before going on. */
import { Router } from 'express';
import type { Notice } from '../../middleware/notice';
import { paths } from '../../paths';
import { isUnknownObject, PolicyApiError } from '../../policy-api/errors';
import type { Job, Quote } from '../../policy-api/types';
import { noticeOfLink } from '../after-save';
import { coverageItems } from '../coverage-types';
import type { FormBody } from '../form';
import { freshForm, renderForm, typedForm, withErrors, withFailure, type FormPage } from '../form-page';
import { nextPath } from '../guard';
import { onJourney, type Journey, type JourneyDeps } from '../journey';
import { orNull } from '../or-null';
import { endSession } from '../application/session';
import { applicationState, hasOpenLink } from '../application/state';
import { isFinished, isQuoteStale } from '../steps';
import { policiesOnFile, type PolicyOnFile } from './policies-on-file';
import { adviceOn } from './ways-forward';
import {
  coverageOf,
  dateText,
  QUOTE_FIELDS,
  readQuoteForm,
  startValues,
  withDates,
  type QuoteForm,
} from './form';
import { presentQuote, sameTerms, summaryOf, type QuoteSummary } from './summary';

interface QuotePage extends FormPage {
  coverage: readonly string[];
  /** The entity's name, where the coverage it requires was chosen beforehand. */
  requiredBy?: string;
  /** What covers the contractor already, where the quote was refused for that. */
  policies?: PolicyOnFile[];
}

export function quoteRoutes(deps: JourneyDeps): Router {
  const router = Router({ mergeParams: true });
  router.get('/quote', onJourney(deps, 'quote', showQuote));
  router.post('/quote', onJourney(deps, 'quote', fetchQuote));
  return router;
}

async function showQuote(journey: Journey): Promise<void> {
  const { deps, onboarding, api } = journey;
  const quote = keptQuote(journey);
  const now = deps.now() / 1000;
  const entity = quote ? null : await orNull(api.getEntity(onboarding.entity_id ?? ''));
  const values = quote
    ? { effective_date: dateText(quote.effectiveDate), end_date: dateText(quote.endDate) }
    : startValues(now);
  const coverage = quote?.coverageTypes ?? entity?.required_coverage ?? [];
  const chosenBefore = !quote && coverage.length > 0;
  return show(journey, {
    ...freshForm(deps.newKey, values),
    coverage,
    ...(chosenBefore && { requiredBy: onboarding.entity_name ?? 'the entity' }),
  });
}

async function fetchQuote(journey: Journey): Promise<void> {
  const { deps, req, onboarding, api } = journey;
  const body = req.body as FormBody;
  const typed: QuotePage = { ...typedForm(journey), coverage: coverageOf(body) };
  if (isFinished(onboarding)) return journey.redirect(paths.step(onboarding.id, 'quote'));
  const { input, errors } = readQuoteForm(body, deps.now() / 1000);
  if (!input) return show(journey, withErrors(typed, errors));
  const hadLink = hasOpenLink(onboarding);
  let notice: Notice | null = null;
  try {
    const saved = await saveQuote(journey, input, typed.idempotencyKey);
    const ended = await keepQuote(journey, saved, await orNull(api.getJob(onboarding.job_id ?? '')));
    if (hadLink && ended !== null) notice = noticeOfLink(ended);
  } catch (error) {
    const failed = withFailure(typed, error, QUOTE_FIELDS, deps.newKey);
    const covered = failed.apiError?.code === 'contractor_has_matching_policy';
    const policies = covered ? await policiesOnFile(journey, withDates(input, deps.now() / 1000)) : [];
    return show(journey, { ...failed, policies });
  }
  // The answer is read on this step's own page, before going on.
  journey.redirect(`${paths.step(onboarding.id, 'quote')}#quote`, notice);
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
  const made = await deps.store.onboardings.objectCreatedWith(onboarding.id, key);
  const current = applicationState(onboarding) === 'refused' ? made : (onboarding.quote_id ?? made);
  if (current) {
    try {
      const dates = withDates(form, deps.now() / 1000);
      return { quote: await api.updateQuote(current, { ...input, ...dates }), createdWithKey: null };
    } catch (error) {
      const fixed = error instanceof PolicyApiError && error.code === 'cant_update_create_new_quote';
      if (!fixed && !isUnknownObject(error)) throw error;
    }
  }
  return { quote: await api.createQuote(input, key), createdWithKey: key };
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

function keptQuote({ onboarding }: Journey): QuoteSummary | null {
  return onboarding.quote === null ? null : (JSON.parse(onboarding.quote) as QuoteSummary);
}

function show(journey: Journey, page: QuotePage): Promise<void> {
  const { onboarding } = journey;
  const quote = keptQuote(journey);
  const stale = isQuoteStale(onboarding);
  const settled = isFinished(onboarding);
  const refused = applicationState(onboarding) === 'refused';
  return renderForm(journey, 'quote', page, null, {
    continueHref: settled || (quote?.eligible && !stale && !refused) ? nextPath(onboarding) : null,
    updates: quote !== null && !refused,
    requiredBy: page.requiredBy,
    refused,
    openLink: hasOpenLink(onboarding),
    quote: quote && presentQuote(quote),
    stale,
    settled,
    coverageItems: coverageItems(page.coverage),
    ...(page.apiError && adviceOn(page.apiError, page.coverage, onboarding.id)),
    policies: page.policies ?? [],
    jobHref: paths.step(onboarding.id, 'job'),
    contractorHref: paths.step(onboarding.id, 'contractor'),
  });
}
