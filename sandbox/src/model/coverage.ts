/** From the quote to the policy, and the later jobs under it. */
import type { CoverageType } from './parties';

/** Rates are whole cents per $100. Dates are epoch seconds, UTC. */
export interface Quote {
  contractor: string;
  job: string;
  coverage_type: CoverageType[];
  effective_date: number;
  end_date: number;
  eligible: boolean;
  net_rate: number;
  wc_net_rate: number | null;
  gl_net_rate: number | null;
  quote_json: Record<string, Record<string, unknown>>;
  /** The policy issued from it; the quote cannot be changed from then on. */
  policy: string | null;
  /** Its application is complete, and the policy is still to be issued. */
  issuing: boolean;
}

export const steps = [
  'verify_info',
  'application_questions',
  'esignature_document',
  'add_card_details',
  'final_review',
  'application_complete',
] as const;
export type Step = (typeof steps)[number];

export interface Session {
  quote: string | null;
  contractor: string;
  success_url: string | null;
  cancel_url: string | null;
  step: Step;
  expired: boolean;
  is_general_opt_in: boolean;
  general_opt_in_work_state: string | null;
  /** The contractor opened the hosted application. */
  started: boolean;
  ineligible: boolean;
  /** Staff look at the application, and it waits for them. */
  review: 'pending' | 'approved' | 'refused' | null;
  /** Answers given so far, shown again at the final review. Never card data. */
  answers: Record<string, string>;
  policy: string | null;
}

/** What a policy was issued for: a later quote with the same terms is refused. */
export interface Terms {
  contractor: string;
  category_code: string;
  work_state: string | null;
  residence_state: string | null;
  coverage_type: CoverageType[];
}

export interface Policy {
  quote: string;
  job: string;
  terms: Terms;
  cancelled: boolean;
  effective_date: number;
  expiration_date: number;
}

/** A later job of a contractor who has a policy. */
export interface Assignment {
  contractor: string;
  job: string;
  policy: string;
  /** False: an eligibility check alone. */
  bind: boolean;
  coverage_type: CoverageType[];
  effective_date: number;
  end_date: number;
  /** Cents per $100. */
  net_rate: number;
  eligible: { result: boolean; message: string };
  /** The premium was charged, or is withheld from pay. */
  active: boolean;
  /** The card could not be charged; it is tried again once another card is on file. */
  charge_failed: boolean;
  cancelled: { date: number; reason: string | null } | null;
}
