/** The quote step: what is to be covered and when; then what it costs. Change and quote again before going on. */
import type { Router } from 'express';
import { apiErrorModel } from '../../pages/errors';
import type { Notice } from '../../pages/notice';
import { view } from '../../pages/view';
import { isUnknownObject, PolicyApiError } from '../../policy-api/errors';
import type { StateTag } from '../journey/state-words';
import { coverageItems } from '../../forms/coverage-items';
import { withConflict } from '../journey/conflict';
import { ConflictError } from '../journey/conflict-error';
import type { FormBody } from '../../forms/form';
import { formRoutes } from '../journey/form-routes';
import {
  freshForm,
  renderForm,
  typedForm,
  withErrors,
  withFailure,
  type FormPage,
  type FormView,
} from '../journey/form-page';
import { goneModel } from '../journey/gone';
import { nextPath } from '../journey/guard';
import type { Journey, JourneyDeps } from '../journey/journey';
import { applicationState, hasOpenLink } from '../application/state';
import { isFinished, isQuoteStale } from '../journey/steps';
import { keptQuote, quoteAnew } from './fetch';
import { apiNow } from './api-now';
import { policiesOnFile, type PolicyOnFile } from './policies-on-file';
import { adviceOn, type Asked } from './ways-forward';
import { chosenCoverage, filledByLink, QUOTE_FIELDS, readQuoteForm, startValues } from './form';
import { QUOTE_TAGS, quoteState } from './state';
import { basisOfQuote, presentQuote } from './summary';

interface QuotePage extends FormPage {
  coverage: readonly string[];
  /** Whether the entity could not be read, so that what it requires is not known. */
  entityUnread?: boolean;
  /** The entity's name, where the coverage it requires was chosen beforehand. */
  requiredBy?: string;
  /** What covers the contractor already, where the quote was refused for that. */
  policies?: PolicyOnFile[];
}

interface QuoteView {
  continueHref: string | null;
  requiredBy: string | null;
  unreadEntity: string | null;
  entityHref: string;
  retryHref: string;
  jobHref: string;
  contractorHref: string;
  refused: boolean;
  stale: boolean;
  settled: boolean;
  stateTag: StateTag | null;
  openLink: boolean;
  quote: ReturnType<typeof presentQuote> | null;
  coverageItems: ReturnType<typeof coverageItems>;
}
export const quoteView = view<FormView & QuoteView>('onboarding/quote');

export function quoteRoutes(deps: JourneyDeps): Router {
  const form = { open: showQuote, typed: typedQuote, show, send: fetchQuote };
  return formRoutes(deps, 'quote', '/quote', form);
}

async function showQuote(journey: Journey): Promise<void> {
  const { deps, onboarding } = journey;
  const quote = keptQuote(journey);
  const { entity, failure } = quote ? { entity: null, failure: null } : await readEntity(journey);
  const asked = filledByLink(journey.req.query);
  const values = { ...startValues(await apiNow(journey), quote), ...asked.values };
  const coverage = asked.coverage ?? quote?.coverageTypes ?? entity?.required_coverage ?? [];
  const chosenBefore = !quote && !asked.coverage && coverage.length > 0;
  return show(journey, {
    ...freshForm(deps.newKey, values),
    basis: basisOfQuote(quote),
    coverage,
    apiError: failure,
    entityUnread: failure !== null,
    ...(chosenBefore && { requiredBy: onboarding.entity_name ?? 'the entity' }),
  });
}

/** The entity, for the coverage it requires; or why it could not be read. */
async function readEntity({ api, onboarding, gone, deps: { words } }: Journey) {
  try {
    return { entity: await api.getEntity(onboarding.entity_id ?? ''), failure: null };
  } catch (error) {
    if (!(error instanceof PolicyApiError)) throw error;
    if (!isUnknownObject(error)) return { entity: null, failure: apiErrorModel(error, words) };
    gone.add('entity');
    return { entity: null, failure: goneModel(error, 'entity', words) };
  }
}

function typedQuote(journey: Journey): QuotePage {
  return { ...typedForm(journey), coverage: chosenCoverage(journey.req.body as FormBody) };
}

async function fetchQuote(journey: Journey, typed: QuotePage): Promise<void> {
  const { deps, req, onboarding } = journey;
  const body = req.body as FormBody;
  const page = journey.deps.paths.step(onboarding.id, 'quote');
  if (isFinished(onboarding)) return journey.redirect(page);
  const { input, errors } = readQuoteForm(body, await apiNow(journey));
  if (!input) return show(journey, withErrors(typed, errors));
  let notice: Notice | null;
  try {
    notice = await journey.alone(() => quoteAnew(journey, input, typed));
  } catch (error) {
    if (error instanceof ConflictError) return show(journey, withConflict(typed, error));
    const failed = withFailure(typed, error, QUOTE_FIELDS, deps);
    const covered = failed.apiError?.code === 'contractor_has_matching_policy';
    const policies = covered ? await policiesOnFile(journey, input) : [];
    return show(journey, { ...failed, policies });
  }
  // The answer is read on this step's own page, before going on; a notice stands above it.
  journey.redirect(notice ? page : `${page}#quote`, notice);
}

function show(journey: Journey, page: QuotePage): Promise<void> {
  const { onboarding } = journey;
  const quote = keptQuote(journey);
  const stale = isQuoteStale(onboarding);
  const settled = isFinished(onboarding);
  const state = quoteState(onboarding);
  const refused = applicationState(onboarding) === 'refused';
  const updates = quote !== null && !refused;
  return renderForm(
    journey,
    'quote',
    quoteView,
    page,
    { title: null, updates },
    {
      continueHref:
        settled || (quote?.eligible && !stale && !refused) ? nextPath(onboarding, journey.deps.paths) : null,
      requiredBy: page.requiredBy ?? null,
      unreadEntity: page.entityUnread ? (onboarding.entity_name ?? 'the entity') : null,
      entityHref: journey.deps.paths.step(onboarding.id, 'entity'),
      retryHref: journey.deps.paths.step(onboarding.id, 'quote'),
      refused,
      stateTag: state && QUOTE_TAGS[state],
      openLink: hasOpenLink(onboarding),
      quote: quote && presentQuote(quote),
      stale,
      settled,
      coverageItems: coverageItems(page.coverage),
      ...(page.apiError && adviceOn(page.apiError, askedFor(journey, page), journey.deps.paths)),
      policies: page.policies ?? [],
      jobHref: journey.deps.paths.step(onboarding.id, 'job'),
      contractorHref: journey.deps.paths.step(onboarding.id, 'contractor'),
    },
  );
}

/** What was asked for, as it may be reported to a policy there is: with its job and its dates. */
function askedFor({ onboarding, deps }: Journey, { coverage, values }: QuotePage): Asked {
  const query = new URLSearchParams({ job: onboarding.job_id ?? '', coverage_type: coverage.join() });
  for (const name of ['effective_date', 'end_date']) query.set(name, values[name] ?? '');
  const newJobHref = `${deps.paths.newJob(onboarding.contractor_id ?? '')}?${query.toString()}`;
  return { onboardingId: onboarding.id, coverage, newJobHref };
}
