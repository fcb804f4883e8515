/** Who is insured, and for whom: contractor with login link, entity. See `common.ts` for the units. */
import type { Address, CoverageType } from './common';

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

/** Opens the contractor portal for whoever has it, until `expires_at`. `contractor` is the id of the contractor. */
export interface LoginLink {
  login_url: string;
  expires_at: number | null;
  contractor: string | null;
}
