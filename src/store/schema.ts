import type { Generated } from 'kysely';

/** Which database holds the tables. */
export type Engine = 'sqlite' | 'postgres';

/**
 * The tables. Column types are those that SQLite and PostgreSQL share: text, integer, and JSON kept as text.
 * Times are epoch milliseconds unless a name ends in `_seconds`.
 *
 * Never kept: tax ids, API keys, webhook secrets, card data.
 */
export interface Schema {
  onboardings: OnboardingTable;
  onboarding_counts: OnboardingCountTable;
  onboarding_objects: OnboardingObjectTable;
  events: EventTable;
  api_calls: ApiCallTable;
  sessions: SessionTable;
  sign_in_attempts: SignInAttemptTable;
  settings: SettingTable;
  claims: ClaimTable;
  unclear_creates: UnclearCreateTable;
  coverage_news: CoverageNewsTable;
  known_objects: KnownObjectTable;
  contractors: ContractorTable;
  standings: StandingTable;
  standing_counts: StandingCountTable;
  search_words: SearchWordTable;
  rejected_deliveries: RejectedDeliveryTable;
  machine_keys: MachineKeyTable;
  hook_deliveries: HookDeliveryTable;
  onboarding_stages: OnboardingStageTable;
}

interface OnboardingTable {
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
  coverage_state: string;
  /** JSON of the coverage derived from events. */
  coverage: string | null;
  /** Which list it is in: 0 in progress, 1 done, 2 found not eligible (see LISTS in onboardings.ts). */
  done: number;
  created_at: number;
  updated_at: number;
}

/** How many onboardings are in each list. Triggers keep it. */
interface OnboardingCountTable {
  /** As the column `done` names it. */
  list: number;
  count: number;
}

/** How many onboardings have got so far, and no further. Triggers keep it. */
interface OnboardingStageTable {
  stage: number;
  count: number;
}

/** Every upstream object an onboarding has ever used: this is how an event finds its onboarding. */
interface OnboardingObjectTable {
  object_id: string;
  onboarding_id: string;
  kind: string;
  /** Idempotency key of the form that created the object; null when an existing one was chosen. */
  created_with_key: string | null;
  linked_at: Generated<number>;
}

interface EventTable {
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

interface ApiCallTable {
  id: Generated<number>;
  onboarding_id: string;
  step: string;
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

/** Operators who have signed in. */
interface SessionTable {
  /** An HMAC of the id in the browser's cookie. */
  key: string;
  expires_at: number;
}

interface SignInAttemptTable {
  /** An IPv4 address, or the first 64 bits of an IPv6 address. */
  network: string;
  count: number;
  /** When counting begins anew. */
  ends_at: number;
}

interface SettingTable {
  name: string;
  value: string;
}

interface ClaimTable {
  /** Id of the onboarding, or of the upstream object, that is being changed. */
  name: string;
  /** Made anew for each request. */
  token: string;
  expires_at: number;
}

/** Coverage that a host is still to be told of. */
interface CoverageNewsTable {
  /** The id of an onboarding, or those of a contractor and a job, with a space between them. */
  subject: string;
  /** Grows with each that comes before it was told. */
  version: number;
  /** How often the host did not listen. */
  failures: number;
  tell_after: number;
}

/** The latest deliveries that were not accepted, for people to look at. Nothing else reads them. */
interface RejectedDeliveryTable {
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

/** What the platform is called with when coverage changes. */
interface HookDeliveryTable {
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

/** What machines show to ask the gate. */
interface MachineKeyTable {
  id: string;
  /** SHA-256 of the key, which is kept nowhere. */
  hash: string;
  name: string;
  created_at: number;
  /** Written now and then, not with each use. */
  used_at: number | null;
}

interface UnclearCreateTable {
  onboarding_id: string;
  kind: string;
  idempotency_key: string;
  /** SHA-256 of what was sent, without the tax id. */
  input_hash: string;
}

/** What is known of each object of the API that tells of coverage (see src/contractors/known). */
interface KnownObjectTable {
  kind: string;
  id: string;
  /** Whose it is, as it says itself, or as what it was made from says. */
  contractor_id: string | null;
  job_id: string | null;
  quote_id: string | null;
  policy_id: string | null;
  /** Of a job. */
  entity_id: string | null;
  created_seconds: number | null;
  /** JSON: the latest of each field, with when it was told. */
  fields: string;
  /** When it is to be read from the API; null: it need not be. */
  wanted_after: number | null;
  /** How often it could not be read. */
  tries: Generated<number>;
  /** What of it waits for somebody: `order` (its number is missing) or `certificate` (to be reviewed); null: nothing. */
  todo: Generated<string | null>;
}

/** One row for each contractor of the API that is known here. */
interface ContractorTable {
  id: string;
  name: string | null;
  company: string | null;
  email: string | null;
  /** Part of the link to the contractor's own page; unguessable. */
  link_token: string;
  /** For the order of lists. */
  sort_name: string;
  /** Where their coverage stands, for whatever job (see StandingState). */
  state: string;
  from_seconds: number | null;
  until_seconds: number | null;
  /** When the API was asked last for all it has of them. */
  asked_at: number | null;
  updated_at: number;
}

/** Where the coverage of a contractor stands for a job; without jobs there is one row, of no job. */
interface StandingTable {
  contractor_id: string;
  /** Empty: of no job. */
  job_id: string;
  onboarding_id: string | null;
  contractor_name: string | null;
  job_name: string | null;
  entity_name: string | null;
  sort_name: string;
  state: string;
  /** The place of the state among all, the most urgent first. */
  urgency: number;
  /** The cover. */
  from_seconds: number | null;
  until_seconds: number | null;
  /** The job, by its quote or assignment. */
  job_from_seconds: number | null;
  job_until_seconds: number | null;
  /** When time alone may change the state, by the clock of the API. */
  changes_at_seconds: number | null;
  updated_at: number;
}

/** How many standings are of each state. Triggers keep it. */
interface StandingCountTable {
  state: string;
  count: number;
}

/** What lists can be searched by: each word of a row. */
interface SearchWordTable {
  list: string;
  word: string;
  /** The row: ids, with a space between them. */
  ref: string;
}
