import { ApiError, badRequest } from '../api/errors';
import type { SandboxContext } from '../context';
import type { Policy, Quote, Terms } from '../model/coverage';
import type { Stored } from '../model/kinds';
import type { Contractor, CoverageType, Job } from '../model/parties';
import { asksFor } from '../scenarios';
import { findCategory, type Category } from './category-codes';
import { coverageDates } from './dates';
import { findContractor, findJob, refuseDeletedEntity } from './parties';
import { isTooOld, policyStatus } from './policies';
import { rate } from './rating';
import { isMonopolistic } from './states';

export interface QuoteTerms {
  contractor: string;
  job: string;
  coverage_type: CoverageType[];
  effective_date?: number | null | undefined;
  end_date?: number | null | undefined;
}

/** Checks the terms by the rules of the vendor page "POST /api/v1/quotes" and rates them. */
export function buildQuote(
  context: SandboxContext,
  terms: QuoteTerms,
  unchangedStart?: number,
): Omit<Quote, 'policy' | 'issuing'> {
  refuseDeletedEntity(context, terms.job);
  const dates = coverageDates(context.clock.seconds(), terms.effective_date, terms.end_date, unchangedStart);
  const contractor = findContractor(context, terms.contractor);
  const job = findJob(context, terms.job);
  const category = approvedCategory(context, job.data);
  const covered = coveredTerms(contractor, job.data, terms.coverage_type);
  refuseUnsoldCoverage(covered);
  refuseMatchingPolicy(context, covered);
  return {
    contractor: contractor.id,
    job: job.id,
    coverage_type: terms.coverage_type,
    ...dates,
    // What makes a quote ineligible is not documented.
    eligible: !asksFor(contractor.data, 'ineligible'),
    ...rate(category, terms.coverage_type, covered.work_state, covered.residence_state),
  };
}

/** Work away from a job's address counts as done where the contractor lives (not documented; our choice). */
export function coveredTerms(contractor: Stored<Contractor>, job: Job, coverage: CoverageType[]): Terms {
  const residence = contractor.data.address?.region?.toUpperCase() ?? null;
  return {
    contractor: contractor.id,
    category_code: job.category_code,
    work_state: job.address?.region?.toUpperCase() ?? residence,
    residence_state: residence,
    coverage_type: [...coverage].sort(),
  };
}

export function approvedCategory(context: SandboxContext, job: Job): Category {
  const category = findCategory(context, job.category_code);
  if (category?.approved) return category;
  throw new ApiError(
    400,
    'job_category_not_approved',
    'The job category code of the job is not approved yet.',
  );
}

/** The code of this refusal is not documented; our choice. */
export function refuseUnsoldCoverage(terms: Terms): void {
  const reason = whyUnsold(terms);
  if (reason !== undefined) throw badRequest(reason);
}

/** Why coverage is not sold for where the contractor lives and works; undefined when it is. */
export function whyUnsold(terms: Terms): string | undefined {
  const has = (type: CoverageType) => terms.coverage_type.includes(type);
  const hawaii = terms.residence_state === 'HI';
  if (has('workers-comp') && isMonopolistic(terms.work_state)) {
    return (
      `Workers’ compensation is not available in ${terms.work_state}: it is sold by the state’s own fund there. ` +
      'Leave out workers-comp and quote the other coverages.'
    );
  }
  if (has('general') && hawaii) {
    return 'General liability is not available to contractors who live in Hawaii (HI).';
  }
  if ((has('media') || has('cyber')) && !has('general') && !hawaii) {
    return 'Media and cyber coverage need general liability (general) in the same quote.';
  }
  return undefined;
}

export function refuseMatchingPolicy(context: SandboxContext, terms: Terms): void {
  if (!hasMatchingPolicy(context, terms)) return;
  throw new ApiError(
    400,
    'contractor_has_matching_policy',
    'Contractor already has a matching policy on file',
  );
}

/**
 * The contractor has an active policy for the same coverage, category code, work state and residence state. One whose
 * application is too old for assignments stands in the way of no new one (our choice).
 */
export function hasMatchingPolicy(context: SandboxContext, terms: Terms): boolean {
  const lookup = { name: 'policy.contractor', value: terms.contractor };
  const wanted = JSON.stringify(terms);
  const matches = (policy: Stored<Policy>) =>
    policyStatus(context.clock, policy.data) === 'active' &&
    JSON.stringify(policy.data.terms) === wanted &&
    !isTooOld(context, policy);
  return context.objects.first('policy', lookup, matches) !== undefined;
}
