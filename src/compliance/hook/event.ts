import type { CoverageChange } from '../../onboarding/changed-coverage';

/** What the platform is told, by ids alone: it knows their names itself. Times are epoch seconds UTC. */
export interface CoverageEventBody {
  type: 'coverage.changed' | 'coverage.test';
  /** When it was known, as ISO 8601: of several about one contractor and job the latest counts. */
  timestamp: string;
  data: {
    contractor: string | null;
    job: string | null;
    entity: string | null;
    quote: string | null;
    onboarding: string | null;
    covered: boolean;
    state: string;
    from: number | null;
    until: number | null;
  };
}

/** `now`: epoch milliseconds. */
export function changedEvent(change: CoverageChange, now: number): CoverageEventBody {
  const { covered, state, from, until } = change.coverage;
  return {
    type: 'coverage.changed',
    timestamp: new Date(now).toISOString(),
    data: {
      contractor: change.contractorId,
      job: change.jobId,
      entity: change.entityId,
      quote: change.quoteId,
      onboarding: change.onboardingId,
      covered,
      state,
      from,
      until,
    },
  };
}

/** One to try the platform with, about nobody. */
export function testEvent(now: number): CoverageEventBody {
  const ids = { contractor: null, job: null, entity: null, quote: null, onboarding: null };
  const data = { ...ids, covered: false, state: 'not_started', from: null, until: null };
  return { type: 'coverage.test', timestamp: new Date(now).toISOString(), data };
}
