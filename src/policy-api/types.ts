/**
 * The objects of the API, with its own field names. Money is in US cents, rates in cents per $100 of pay, dates in
 * epoch seconds UTC. Answers come through `normalize.ts`, so these types hold whatever variant the API sent.
 * Fields the API adds later stay on the objects untouched; enums accept words that are not listed here.
 */
export type OtherWord = string & {};

export type CoverageType = 'general' | 'professional' | 'workers-comp' | 'media' | 'cyber' | OtherWord;
export type WageType = 'flatfee' | 'hourly' | 'unit' | 'blended' | OtherWord;
export type PolicyStatus = 'active' | 'cancelled' | 'expired' | OtherWord;

/** `region` is the two-letter state: a contractor's rates general liability, a job's rates workers' comp. */
export interface Address {
  line1: string;
  line2?: string | null | undefined;
  locality: string;
  region: string;
  postalcode: string;
  country?: string | null | undefined;
}

export interface Contractor {
  id: string;
  email: string;
  first_name: string;
  middle_name: string | null;
  last_name: string;
  company_name: string | null;
  phone: string | null;
  address: Address | null;
  withhold_premium: boolean;
  custom_metadata: Record<string, string>;
  created: number | null;
}

/** `tax_identification` (EIN or SSN) goes in and never comes out. */
export interface ContractorInput {
  email: string;
  first_name: string;
  last_name: string;
  middle_name?: string | null | undefined;
  company_name?: string | null | undefined;
  phone?: string | null | undefined;
  tax_identification?: string | undefined;
  address?: Address | null | undefined;
  withhold_premium?: boolean | undefined;
  custom_metadata?: Record<string, string> | undefined;
}

/** Both in cents, each at least 1000. */
export interface CoverageLimit {
  aggregate_limit: number;
  occurrence_limit: number;
}

export interface Entity {
  id: string;
  name: string;
  address: Address | null;
  coverage_limit: CoverageLimit | null;
  required_coverage: CoverageType[];
  created: number | null;
}

export interface EntityInput {
  name: string;
  address?: Address | null | undefined;
  coverage_limit?: CoverageLimit | null | undefined;
  required_coverage?: CoverageType[] | undefined;
}

export interface CategoryCode {
  category_code: string;
  name: string;
}

export interface Job {
  id: string;
  name: string;
  description: string;
  entity: string | null;
  category_code: string | null;
  /** Cents, per `wage_type`. */
  wage: number | null;
  wage_type: WageType | null;
  years_experience: number | null;
  address: Address | null;
  withhold_premium: boolean;
  custom_metadata: Record<string, string>;
  created: number | null;
}

/** No `address` means remote work. `wage` is in cents, at least 100. */
export interface JobInput {
  name: string;
  description: string;
  entity: string;
  category_code: string;
  wage: number;
  wage_type: WageType;
  address?: Address | null | undefined;
  years_experience?: number | null | undefined;
  withhold_premium?: boolean | undefined;
  custom_metadata?: Record<string, string> | undefined;
}

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

/** `events: null` means all events. */
export interface WebhookEndpoint {
  id: string;
  url: string;
  description: string | null;
  events: string[] | null;
  secret: string | null;
  created: number | null;
}

export interface WebhookEndpointInput {
  url: string;
  description?: string | undefined;
  events?: string[] | undefined;
}

export interface Deleted {
  id: string;
  deleted: boolean;
  deleted_at: number | null;
}

/** Opens the contractor portal for whoever has it, until `expires_at`. `contractor` is the id of the contractor. */
export interface LoginLink {
  login_url: string;
  expires_at: number | null;
  contractor: string | null;
}
