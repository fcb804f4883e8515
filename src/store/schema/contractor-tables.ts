/** What is known of contractors, and where their coverage stands. See schema.ts for the types of columns. */
import type { Generated } from 'kysely';

/** What is known of each object of the API that tells of coverage (see src/contractors/known). */
export interface KnownObjectTable {
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
export interface ContractorTable {
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
export interface StandingTable {
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
export interface StandingCountTable {
  state: string;
  count: number;
}

/** What lists can be searched by: each word of a row. */
export interface SearchWordTable {
  list: string;
  word: string;
  /** The row: ids, with a space between them. */
  ref: string;
}
