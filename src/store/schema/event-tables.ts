/** Events, what was rejected, and who is still to be told. See schema.ts for the types of columns. */
import type { Generated } from 'kysely';

export interface EventTable {
  /** Order in which events were recorded; pages and links use it. */
  seq: Generated<number>;
  /** The event's id, or a hash of what identifies it when the sender gives none. */
  event_key: string;
  event_id: string | null;
  type: string;
  created_seconds: number | null;
  object_id: string | null;
  quote_id: string | null;
  policy_id: string | null;
  /** For events that name none of these: a contractor's work on a job (see `workOf`), or a contractor. */
  shared_id: string | null;
  contractor_id: string | null;
  onboarding_id: string | null;
  /** How it was verified: `signature` or `api`. */
  verified: string;
  body: string;
  received_at: number;
  last_received_at: number;
  deliveries: number;
  /** How often it was handed in to be kept: delivered, or read from the API. */
  times_kept: Generated<number>;
  /** 0 waiting, 1 once its effect on coverage was worked out, 2 given up after several failures. */
  applied: number;
  /** When it is to be applied: at once, or some time after a failure. */
  apply_after: Generated<number>;
  /** How often it could not be applied, and why not the last time. */
  failures: Generated<number>;
  failure: string | null;
}

/** The latest deliveries that were not accepted, for people to look at. Nothing else reads them. */
export interface RejectedDeliveryTable {
  id: Generated<number>;
  /** As it was answered. */
  reason: string;
  status: number;
  network: string;
  /** The names of the headers that may have signed it, in lower case, with spaces between them. */
  headers: string;
  /** Its beginning, without secrets; null where it was not read. */
  body: string | null;
  bytes: number | null;
  first_at: number;
  last_at: number;
  /** This one, and those of the same reason that came soon after and were not kept. */
  times: number;
}

/** Coverage that a host is still to be told of. */
export interface CoverageNewsTable {
  /** The id of an onboarding, or those of a contractor and a job, with a space between them. */
  subject: string;
  /** Grows with each that comes before it was told. */
  version: number;
  /** How often the host did not listen. */
  failures: number;
  tell_after: number;
}

/** What the platform is called with when coverage changes. */
export interface HookDeliveryTable {
  /** The id that it is sent with, each time it is tried. */
  id: string;
  /** Whose coverage: ids with a space between them; empty for a test. */
  subject: string;
  /** JSON, as it is sent. */
  body: string;
  created_at: number;
  /** `waiting`, `delivered` or `given_up`. */
  state: string;
  attempts: number;
  /** When it is to be tried next; null: not any more. */
  send_after: number | null;
  tried_at: number | null;
  /** What the last try was answered, and why that was no success. */
  status: number | null;
  failure: string | null;
}
