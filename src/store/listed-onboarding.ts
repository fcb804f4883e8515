/** The columns of an onboarding that a list shows, and those that tell its next step. */
export const LISTED = [
  'id',
  'contractor_id',
  'contractor_name',
  'entity_id',
  'entity_name',
  'job_id',
  'job_name',
  'quote_id',
  'quote',
  'quote_stale',
  'session',
  'coverage_state',
  'coverage',
  'updated_at',
] as const;
