import { normalizePolicy } from '../policy-api/normalize';
import { normalizeEvent } from '../policy-api/normalize/event';
import type { EventRepository, EventRow } from '../store/events';
import type { OnboardingPatch, OnboardingRow } from '../store/onboardings';
import {
  COVERAGE_EVENT_TYPES,
  deriveCoverage,
  isFinished,
  type Coverage,
  type CoverageEvent,
  type PolicyFacts,
} from './derive';
import { listOf } from './lists';

/** The coverage that all events of an onboarding amount to. `sessionId`: the application session it uses now. */
export async function coverageFrom(
  events: Pick<EventRepository, 'ofTypes'>,
  onboardingId: string,
  sessionId: string | null,
): Promise<Coverage> {
  const rows = await events.ofTypes(onboardingId, COVERAGE_EVENT_TYPES);
  return deriveCoverage(rows.map(toCoverageEvent), sessionId);
}

/** What an onboarding keeps of its coverage. A finished application makes it pointless to quote again. */
export function patchOf(coverage: Coverage): OnboardingPatch {
  return {
    coverage_state: coverage.state,
    coverage: JSON.stringify(coverage),
    ...(isFinished(coverage.state) && { quote_stale: 0 }),
  };
}

/** A change of an onboarding, with the list that it belongs to afterwards. `before`: as it is in the database. */
export function withList(before: OnboardingRow, change: OnboardingPatch): OnboardingPatch {
  return {
    ...change,
    done: listOf({
      coverage_state: change.coverage_state ?? before.coverage_state,
      quote: change.quote === undefined ? before.quote : change.quote,
      quote_stale: change.quote_stale ?? before.quote_stale,
    }),
  };
}

function toCoverageEvent(row: EventRow): CoverageEvent {
  const event = normalizeEvent(JSON.parse(row.body));
  return {
    type: row.type,
    at: row.created_seconds ?? Math.floor(row.received_at / 1000),
    sessionId: row.type.startsWith('application.') ? row.object_id : null,
    policy:
      row.type.startsWith('policy.') && event ? policyFacts({ ...event.resource, id: row.object_id }) : null,
  };
}

/** A delivery's policy may lack parts that an answer of the API has; what is there is used. */
function policyFacts(resource: Record<string, unknown>): PolicyFacts | null {
  try {
    const policy = normalizePolicy(resource);
    return {
      id: policy.id,
      effectiveDate: policy.effective_date,
      expirationDate: policy.expiration_date,
      pdfUrl: policy.pdf_url,
      certificates: { gl: policy.certificates.gl_coi_pdf_url, wc: policy.certificates.wc_coi_pdf_url },
    };
  } catch {
    return null;
  }
}
