import { coverageOf, type CoverageNow } from '../coverage/coverage-of';
import { factsOf } from '../contractors/known/facts-of';
import type { Knowledge } from '../contractors/known/knowledge';
import type { OnboardingRepository } from '../store/onboardings';
import { standingOf } from './journey/standing';

/** Where coverage stands after something was learned: of an onboarding, or of a contractor and a job. */
export interface CoverageChange {
  /** Null: of a job that no onboarding led to, such as one reported to a policy on file. */
  onboardingId: string | null;
  /** Ids of the API; null where there is none yet. */
  contractorId: string | null;
  entityId: string | null;
  jobId: string | null;
  quoteId: string | null;
  /** The answer that the pages give too. */
  coverage: CoverageNow;
}

export interface ChangeDeps {
  store: { onboardings: Pick<OnboardingRepository, 'find'> };
  knowledge: Pick<Knowledge, 'of'>;
  /** Epoch milliseconds by the clock of the API. */
  apiNow: () => number;
}

/** Whether it is told of a contractor and a job, by all that is known of both; else of an onboarding, by its own events. */
export const isOfJob = (subject: string): boolean => subject.includes(' ');

/** Where it stands now; null where that is not known any more. */
export function changeOf(subject: string, deps: ChangeDeps): Promise<CoverageChange | null> {
  if (!isOfJob(subject)) return ofOnboarding(subject, deps);
  const [contractor = '', job] = subject.split(' ', 2);
  return ofJob(contractor, job || null, deps);
}

async function ofOnboarding(id: string, { store, apiNow }: ChangeDeps): Promise<CoverageChange | null> {
  const row = await store.onboardings.find(id);
  if (!row) return null;
  return {
    onboardingId: id,
    contractorId: row.contractor_id,
    entityId: row.entity_id,
    jobId: row.job_id,
    quoteId: row.quote_id,
    coverage: standingOf(row, apiNow() / 1000),
  };
}

async function ofJob(
  contractorId: string,
  jobId: string | null,
  { knowledge, apiNow }: ChangeDeps,
): Promise<CoverageChange | null> {
  const known = await knowledge.of(contractorId);
  if (!known) return null;
  const isOfJob = (one: { jobId: string | null }) => one.jobId === jobId;
  return {
    onboardingId: known.onboardings.find(isOfJob)?.id ?? null,
    contractorId,
    entityId: jobId === null ? null : (known.jobs.get(jobId)?.entityId ?? null),
    jobId,
    quoteId: known.quotes.find(isOfJob)?.id ?? null,
    coverage: coverageOf(factsOf(known, jobId), { at: apiNow() / 1000, job: jobId }),
  };
}
