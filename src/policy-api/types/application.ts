/** The insurance application session (page "Insurance application sessions"). See `../types.ts` for the units. */
import type { OtherWord } from '../types';

export type ApplicationStep =
  | 'verify_info'
  | 'application_questions'
  | 'esignature_document'
  | 'add_card_details'
  | 'final_review'
  | 'application_complete'
  | OtherWord;

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
