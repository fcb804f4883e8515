/** Who is insured, for whom, and for what work. */
export type CoverageType = 'general' | 'professional' | 'workers-comp' | 'media' | 'cyber';
export const coverageTypes = ['general', 'professional', 'workers-comp', 'media', 'cyber'] as const;

export interface Address {
  line1: string | null;
  line2: string | null;
  locality: string | null;
  region: string | null;
  postalcode: string | number | null;
  country: string | null;
}

export type Metadata = Record<string, string | number | boolean>;

/** A card on file: what may be known of it, and whether charges of it succeed. */
export interface Card {
  last4: string;
  charges_fail: boolean;
}

export interface Contractor {
  email: string;
  phone: string | null;
  first_name: string;
  middle_name: string | null;
  last_name: string;
  company_name: string | null;
  address: Address | null;
  custom_metadata: Metadata;
  withhold_premium: boolean;
  /** Not among the documented attributes; null until the contractor gave one. */
  card: Card | null;
}

export interface Entity {
  name: string;
  address: Address | null;
  coverage_limit: { aggregate_limit: number; occurrence_limit: number } | null;
  required_coverage: CoverageType[];
}

export type WageType = 'flatfee' | 'hourly' | 'unit' | 'blended';

export interface Job {
  name: string;
  description: string;
  entity: string;
  category_code: string;
  /** Cents. */
  wage: number;
  wage_type: WageType;
  years_experience: number | null;
  address: Address | null;
  withhold_premium: boolean;
  custom_metadata: Metadata;
}

/** A class of work that was added or approved here, by its code. Rates are whole cents per $100. */
export interface CategoryCode {
  name: string;
  workersComp: number;
  general: number;
  professional: number;
  workersCompClass: number;
  generalClass: number;
  approved: boolean;
}
