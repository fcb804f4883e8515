import { normalizePolicy } from '../policy-api/normalize/coverage';
import { normalizeEvent } from '../policy-api/normalize/event';
import type { Policy } from '../policy-api/types/coverage';
import type { EventRepository, EventRow } from '../store/events';
import { happenedAt } from '../store/happened-at';
import type { OnboardingPatch, OnboardingRow } from '../store/onboardings';
import {
  COVERAGE_EVENT_TYPES,
  deriveCoverage,
  isFinished,
  type CoverageEvent,
  type KnownPolicy,
} from './derive';
import { listFor } from './lists';

/** What all events of an onboarding amount to. `sessionId`: the application session it uses now. */
export async function coverageFrom(
  events: Pick<EventRepository, 'ofTypes'>,
  onboardingId: string,
  sessionId: string | null,
): Promise<ReturnType<typeof deriveCoverage>> {
  const rows = await events.ofTypes(onboardingId, COVERAGE_EVENT_TYPES);
  return deriveCoverage(rows.map(toCoverageEvent), sessionId);
}

/** What an onboarding keeps of its coverage. A finished application makes it pointless to quote again. */
export function patchOf({ state, opened, policy }: ReturnType<typeof deriveCoverage>): OnboardingPatch {
  return {
    coverage_state: state,
    opened: opened ? 1 : 0,
    coverage: JSON.stringify(policy),
    ...(isFinished(state) && { quote_stale: 0 }),
  };
}

/** A change of an onboarding, with the list that it belongs to afterwards. `before`: as it is in the database. */
export function withList(before: OnboardingRow, change: OnboardingPatch): OnboardingPatch {
  return {
    ...change,
    done: listFor({
      coverage_state: change.coverage_state ?? before.coverage_state,
      quote: change.quote === undefined ? before.quote : change.quote,
      quote_stale: change.quote_stale ?? before.quote_stale,
      session_id: change.session_id === undefined ? before.session_id : change.session_id,
    }),
  };
}

/** What we keep of a policy of the API. */
export function knownPolicy(policy: Policy): KnownPolicy {
  return {
    id: policy.id,
    from: policy.effective_date,
    until: policy.expiration_date,
    pdfUrl: policy.pdf_url,
    certificates: { gl: policy.certificates.gl_coi_pdf_url, wc: policy.certificates.wc_coi_pdf_url },
  };
}

function toCoverageEvent(row: EventRow): CoverageEvent {
  const event = normalizeEvent(JSON.parse(row.body));
  return {
    type: row.type,
    at: happenedAt(row),
    sessionId: row.type.startsWith('application.') ? row.object_id : null,
    policy:
      row.type.startsWith('policy.') && event ? policyIn({ ...event.resource, id: row.object_id }) : null,
  };
}

/** A delivery's policy may lack parts that an answer of the API has; what is there is used. */
function policyIn(resource: Record<string, unknown>): KnownPolicy | null {
  try {
    return knownPolicy(normalizePolicy(resource));
  } catch {
    return null;
  }
}
