import { ApiError } from '../api/errors';
import type { SandboxContext } from '../context';
import type { Quote, Terms } from '../model/coverage';
import { aYearAfter, DAY, LATEST, startOfDay } from './dates';
import { findContractor, findJob, refuseDeletedEntity } from './parties';
import { coveredTerms } from './quoting';

/** @throws ApiError when a policy was issued from the quote, or its application is complete and it is about to be */
export function refuseUsedQuote({ policy, issuing }: Quote): void {
  if (policy !== null) {
    throw new ApiError(400, 'policy_already_exists', 'A policy was already issued from this quote.');
  }
  if (issuing) {
    const text = 'The application of this quote is complete: its policy is about to be issued.';
    throw new ApiError(400, 'application_already_complete', text);
  }
}

/** What the quote's policy covers, as contractor and job are now. @throws ApiError when one was deleted */
export function termsOf(context: SandboxContext, quote: Quote): Terms {
  const contractor = findContractor(context, quote.contractor);
  refuseDeletedEntity(context, quote.job);
  return coveredTerms(contractor, findJob(context, quote.job).data, quote.coverage_type);
}

/**
 * The dates sent, else those of the quote; a quote's date that has passed becomes the next day (our choice). A policy
 * lasts a year at most, like a quote. That one may begin in the past is not documented.
 */
export function policyDates(
  context: SandboxContext,
  quote: Quote,
  sent: { effective_date?: number | null | undefined; expiration_date?: number | null | undefined } = {},
): { effective_date: number; expiration_date: number } {
  const now = context.clock.seconds();
  const nextDay = startOfDay(now) + DAY;
  const effective = sent.effective_date ?? (quote.effective_date > now ? quote.effective_date : nextDay);
  const untilQuoted = quote.end_date > effective ? quote.end_date : effective + 30 * DAY;
  const expiration = sent.expiration_date ?? Math.min(untilQuoted, aYearAfter(effective));
  if (effective < 0 || effective > LATEST) {
    throw new ApiError(
      400,
      'effective_date_invalid',
      'The effective date must be in seconds since 1970-01-01 UTC.',
    );
  }
  if (expiration > LATEST) {
    throw new ApiError(
      400,
      'end_date_invalid',
      'The expiration date must be in seconds since 1970-01-01 UTC.',
    );
  }
  if (expiration <= effective) {
    throw new ApiError(400, 'end_date_invalid', 'The expiration date must be after the effective date.');
  }
  if (expiration > aYearAfter(effective)) {
    const text = 'The expiration date must be at most one year after the effective date.';
    throw new ApiError(400, 'end_date_invalid', text);
  }
  return { effective_date: effective, expiration_date: expiration };
}
