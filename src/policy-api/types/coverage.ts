/** Quotes, insurance application sessions and policies. See `common.ts` for the units. */
import type { CoverageType, OtherWord } from './common';

export interface Quote {
  id: string;
  contractor: string | null;
  job: string | null;
  coverage_type: CoverageType[];
  effective_date: number | null;
  end_date: number | null;
  eligible: boolean;
  /** The reason, where `eligible` came as an object that gives one. */
  eligible_message: string | null;
  /** Cents per $100 of pay; the sum over the coverages. */
  net_rate: number | null;
  wc_net_rate: number | null;
  gl_net_rate: number | null;
  quote_json: Record<string, unknown>;
  created: number | null;
}

/** Dates left out default to the next day and to 30 days after it. */
export interface QuoteInput {
  contractor: string;
  job: string;
  coverage_type: CoverageType[];
  effective_date?: number | undefined;
  end_date?: number | undefined;
}

export type PolicyStatus = 'active' | 'cancelled' | 'expired' | OtherWord;

export interface Policy {
  id: string;
  quote: string | null;
  /** `inactive` where only `is_active: false` was sent, `unknown` where neither was: our words, not the API's. */
  status: PolicyStatus;
  certificates: { gl_coi_pdf_url: string | null; wc_coi_pdf_url: string | null };
  pdf_url: string | null;
  effective_date: number | null;
  expiration_date: number | null;
  created: number | null;
}

export interface PolicyInput {
  quote: string;
  effective_date?: number | undefined;
  expiration_date?: number | undefined;
}

export type ApplicationStep =
  | 'verify_info'
  | 'application_questions'
  | 'esignature_document'
  | 'add_card_details'
  | 'final_review'
  | 'application_complete'
  | OtherWord;

/** Page "Insurance application sessions". */
export interface ApplicationSession {
  id: string;
  quote: string | null;
  /** The hosted application; where to send the contractor. */
  url: string | null;
  /** `unknown` when the answer has no step. */
  step: ApplicationStep;
  expired: boolean;
  success_url: string | null;
  cancel_url: string | null;
  created: number | null;
}

/** Where the contractor is sent with coverage, and where without. */
export interface ReturnUrls {
  success_url?: string | undefined;
  cancel_url?: string | undefined;
}

/** A general opt-in needs `is_general_opt_in`, `contractor` and `general_opt_in_work_state`; all else needs `quote`. */
export interface ApplicationSessionInput extends ReturnUrls {
  quote?: string | undefined;
  is_general_opt_in?: boolean | undefined;
  contractor?: string | undefined;
  general_opt_in_work_state?: string | undefined;
}
