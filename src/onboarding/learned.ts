import { keptSession } from './application/summary';
import type { QuoteSummary } from './quote/summary';
import type { OnboardingRow } from '../store/onboardings';
import { toldAt } from '../contractors/known/fields';
import type { Learned } from '../contractors/known/observe';

/**
 * What an onboarding knows of its objects, so that its contractor is known before the API is asked once more. What the
 * API or an event says counts for more, whenever it does. `at`: epoch seconds.
 */
export function learnedFromOnboarding(row: OnboardingRow, at: number): Learned[] {
  const { id, contractor_id: contractorId, job_id: jobId, entity_id: entityId } = row;
  if (contractorId === null) return [];
  return [
    // Which contractor and which job: may change, and the latest counts.
    { kind: 'onboarding', id, fields: toldAt(at, row.updated_at, { contractorId, jobId: jobId ?? '' }) },
    {
      kind: 'contractor',
      id: contractorId,
      fields: toldAt(0, 0, { lastName: row.contractor_name ?? undefined }),
    },
    ...of('job', jobId, { name: row.job_name, entityId }),
    ...of('entity', entityId, { name: row.entity_name }),
    ...quoteOf(row),
    ...sessionOf(row),
  ];
}

function of(kind: Learned['kind'], id: string | null, values: Readonly<Record<string, unknown>>): Learned[] {
  if (id === null) return [];
  const told = Object.entries(values).filter(([, value]) => value !== null);
  return [{ kind, id, fields: toldAt(0, 0, Object.fromEntries(told)) }];
}

function quoteOf({
  quote,
  contractor_id: contractorId,
  job_id: jobId,
  quote_stale: stale,
}: OnboardingRow): Learned[] {
  if (quote === null || stale === 1) return [];
  const {
    id,
    coverageTypes: coverage,
    eligible,
    netRate,
    effectiveDate: from,
    endDate: until,
  } = JSON.parse(quote) as QuoteSummary;
  return of('quote', id, { contractorId, jobId, coverage, eligible, netRate, from, until });
}

function sessionOf({ session, quote_id: quoteId, contractor_id: contractorId }: OnboardingRow): Learned[] {
  const kept = keptSession(session);
  if (kept === null) return [];
  const { id, url, step, expired, created, gone = null } = kept;
  return of('session', id, { contractorId, quoteId, url, step, expired, created, gone });
}
