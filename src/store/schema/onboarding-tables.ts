/** The onboardings, and what they have used and asked. See schema.ts for the types of columns. */
import type { Generated } from 'kysely';

export interface OnboardingTable {
  id: string;
  /** Part of the contractor's return links; unguessable. */
  return_token: string;
  contractor_id: string | null;
  contractor_name: string | null;
  entity_id: string | null;
  entity_name: string | null;
  job_id: string | null;
  job_name: string | null;
  quote_id: string | null;
  /** JSON of QuoteSummary. */
  quote: string | null;
  /** 1 when an object was changed after the quote was made. */
  quote_stale: number;
  session_id: string | null;
  /** JSON of SessionSummary. */
  session: string | null;
  /** 1 when the contractor has opened the application in use, as far as events tell. */
  opened: number;
  coverage_state: string;
  /** JSON of the coverage derived from events. */
  coverage: string | null;
  /** Which list it is in (see LISTS in onboardings.ts). */
  done: number;
  created_at: number;
  updated_at: number;
}

/** How many onboardings are in each list. Triggers keep it. */
export interface OnboardingCountTable {
  /** As the column `done` names it. */
  list: number;
  count: number;
}

/** How many onboardings have got so far, and no further. Triggers keep it. */
export interface OnboardingStageTable {
  stage: number;
  count: number;
}

/** Every upstream object an onboarding has ever used: this is how an event finds its onboarding. */
export interface OnboardingObjectTable {
  object_id: string;
  onboarding_id: string;
  kind: string;
  /** Idempotency key of the form that created the object; null when an existing one was chosen. */
  created_with_key: string | null;
  linked_at: Generated<number>;
}

export interface ApiCallTable {
  id: Generated<number>;
  /** The id of the onboarding or the contractor that it was made for. */
  subject: string;
  at: number;
  method: string;
  path: string;
  status: number | null;
  duration_ms: number;
  attempt: number;
  request_id: string | null;
  idempotency_key: string | null;
  request_body: string | null;
  response_body: string | null;
  error: string | null;
}

export interface UnclearCreateTable {
  onboarding_id: string;
  kind: string;
  idempotency_key: string;
  /** SHA-256 of what was sent, without the tax id. */
  input_hash: string;
}
