/**
 * The objects of the API, with its own field names. Money is in US cents, rates in cents per $100 of pay, dates in
 * epoch seconds UTC. Answers come through the folder `normalize`, so these types hold whatever variant the API sent.
 * Fields the API adds later stay on the objects untouched; enums accept words that are not listed here.
 */
export type OtherWord = string & {};

export type CoverageType = 'general' | 'professional' | 'workers-comp' | 'media' | 'cyber' | OtherWord;

/** `region` is the two-letter state: a contractor's rates general liability, a job's rates workers' comp. */
export interface Address {
  line1: string;
  line2?: string | null | undefined;
  locality: string;
  region: string;
  postalcode: string;
  country?: string | null | undefined;
}

export interface Deleted {
  id: string;
  deleted: boolean;
  deleted_at: number | null;
}
