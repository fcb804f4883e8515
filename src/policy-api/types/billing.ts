/** Assignments, invoices and payment sessions. See `common.ts` for the units. */
import type { CoverageType, OtherWord } from './common';

export interface Assignment {
  id: string;
  contractor: string | null;
  job: string | null;
  /** The policy that covers the job. */
  policy: string | null;
  /** False: an eligibility check alone, with no notice, no charge and no coverage. */
  bind: boolean;
  coverage_type: CoverageType[];
  effective_date: number | null;
  end_date: number | null;
  /** Cents per $100 of pay. */
  net_rate: number | null;
  /** Whether the policy can cover the job, and why not. No proof of cover: the charge is still to come. */
  eligible: { result: boolean; message: string | null };
  certificates: { gl_coi_pdf_url: string | null; wc_coi_pdf_url: string | null };
  /** Null: the answer says neither yes nor no. */
  cancelled: boolean | null;
  cancellation_date: number | null;
  cancellation_reason: string | null;
  created: number | null;
}

/**
 * Left out: `bind` is true, the coverage and the policy are those of the latest active policy that fits, and the dates
 * are the next day and 30 days after it.
 */
export interface AssignmentInput {
  contractor: string;
  job: string;
  bind?: boolean | undefined;
  coverage_type?: CoverageType[] | undefined;
  effective_date?: number | undefined;
  end_date?: number | undefined;
  policy?: string | undefined;
}

export interface Invoice {
  id: string;
  contractor: string | null;
  job: string | null;
  /** Cents earned in the period. */
  gross_pay: number | null;
  /** Cents. */
  premium_due: number | null;
  paycycle_startdate: number | null;
  paycycle_enddate: number | null;
  purchase_order_number: string | null;
  created: number | null;
}

/** `purchase_order_number` left out is inherited from the job's metadata; an empty one is none. */
export interface InvoiceInput {
  contractor: string;
  job: string;
  gross_pay: number;
  paycycle_startdate: number;
  paycycle_enddate: number;
  purchase_order_number?: string | undefined;
}

/** `url` is there in the answer to the creation alone. The page works while the status is `pending`. */
export interface PaymentSession {
  id: string;
  contractor_id: string | null;
  status: 'pending' | 'completed' | 'cancelled' | 'expired' | 'unknown' | OtherWord;
  processor: string | null;
  url: string | null;
  return_url: string | null;
  created: number | null;
  expires_at: number | null;
  completed_at: number | null;
  cancelled_at: number | null;
}
