/** What an organisation asks of the certificates of its contractors. Amounts are whole dollars. */
export const coverageLines = [
  'commercial_general_liability',
  'workers_compensation',
  'automobile_liability',
  'umbrella_excess',
  'professional_liability',
  'cyber_liability',
  'criminal',
] as const;
/** A type of coverage, named as `parsed_certificate_json` names it; all but the first two are our guess. */
export type CoverageLine = (typeof coverageLines)[number];

export const limitNames = ['each_occurrence_dollars', 'general_aggregate_dollars'] as const;

/** At least; null asks for none. */
export type Limits = Record<(typeof limitNames)[number], number | null>;

/** The kinds of rule of the vendor guide "Configuring coverage rules". */
export interface Rules {
  minimum_limits: Partial<Record<CoverageLine, Limits>>;
  required_coverage: CoverageLine[];
  /** No policy on the certificate may have expired. */
  policy_expiration: boolean;
  /** Who has to be named. */
  additional_insured: string | null;
  certificate_holder: string | null;
}

export interface Requirement {
  name: string;
  is_default: boolean;
  /** The work it is for: of these entities, or of these job categories. */
  entities: string[];
  category_codes: string[];
  rules: Rules;
}
