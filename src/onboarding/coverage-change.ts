import type { CoverageNow } from '../coverage/coverage-of';
import type { OnboardingRepository } from '../store/onboardings';
import { standingOf } from './journey/standing';

/** Where the coverage of an onboarding stands after events of it were applied. */
export interface CoverageChange {
  onboardingId: string;
  /** Ids of the API; null where there is none yet. */
  contractorId: string | null;
  entityId: string | null;
  jobId: string | null;
  quoteId: string | null;
  /** The answer that the pages give too. */
  coverage: CoverageNow;
}

export type OnCoverageChange = (change: CoverageChange) => Promise<void> | void;

/** So long a host may take; events of other onboardings wait meanwhile. */
const TIME_LIMIT_MS = 30_000;

/** Tells the host. Rejects when it does, or takes too long. `now` gives epoch milliseconds by the API's clock. */
export function tellHost(
  tell: OnCoverageChange,
  onboardings: Pick<OnboardingRepository, 'find'>,
  now: () => number,
): (onboardingId: string) => Promise<void> {
  return async (onboardingId) => {
    const row = await onboardings.find(onboardingId);
    if (!row) return;
    const change = {
      onboardingId,
      contractorId: row.contractor_id,
      entityId: row.entity_id,
      jobId: row.job_id,
      quoteId: row.quote_id,
      coverage: standingOf(row, now() / 1000),
    };
    await withinLimit(Promise.resolve().then(() => tell(change)));
  };
}

async function withinLimit(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    const error = new Error('onCoverageChange took too long');
    timer = setTimeout(() => reject(error), TIME_LIMIT_MS);
  });
  await Promise.race([work, tooLong]).finally(() => clearTimeout(timer));
}
