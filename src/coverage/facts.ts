/** What is known of the coverage of a contractor. All times are epoch seconds UTC; coverage types are named as the API does. */
import type { CoverageType } from '../policy-api/types/common';

/** When something covers, and what. */
export interface Cover {
  /** The first moment; null: not known, so since it was issued. */
  from: number | null;
  /** The moment it ends; null: not known. */
  until: number | null;
  /** Null: not known. */
  coverage: readonly CoverageType[] | null;
}

export interface PolicyFact extends Cover {
  /** Null: not known. */
  id: string | null;
  /** Null: not known, so it proves nothing. */
  cancelled: boolean | null;
  /** The job it was issued for; null or left out: not known. Later jobs need an assignment each. */
  job?: string | null;
}

/** A later job, reported to the policy that covers it. */
export interface AssignmentFact extends Cover {
  id: string;
  job: string | null;
  policy: string | null;
  /** Null: not known, so it proves nothing. */
  cancelled: boolean | null;
  /** False: a check of eligibility alone. */
  bind: boolean;
  /** Whether the policy can cover the job. No proof: the charge is still to come. */
  eligible: boolean;
  /** Whether the event `assignment.active` came, which is sent after the charge: the one proof of cover. */
  active: boolean;
  /** Whether its charge failed, and was not made up for. */
  chargeFailed?: boolean;
}

/** Insurance of the contractor's own, by a certificate that was uploaded for review. */
export interface CertificateFact {
  id: string;
  /** Only one that is approved is proof. Null: not known. */
  status: 'in_review' | 'flagged' | 'approved' | 'refused' | null;
  /** What it shows; empty while that is not known. One without its end proves nothing. */
  lines: readonly { type: CoverageType; from: number | null; until: number | null }[];
}

/** Where an application stands. `issuing`: it is complete; `unclear`: that is not known. */
export type ApplicationFact =
  'issuing' | 'in_review' | 'applying' | 'refused' | 'application_expired' | 'application_gone' | 'unclear';

export interface Facts {
  policies: readonly PolicyFact[];
  assignments: readonly AssignmentFact[];
  certificates: readonly CertificateFact[];
  applications: readonly ApplicationFact[];
  /** Whether each quote that still stands says that the contractor can be insured. */
  quotes?: readonly { eligible: boolean }[];
}
