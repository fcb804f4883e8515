/** What the sandbox keeps of each kind of object: the documented attributes and what it needs besides. */

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
  cancelled: { date: number; reason: string | null } | null;
}

/** Money in cents. */
export interface Invoice {
  contractor: string;
  job: string;
  gross_pay: number;
  premium_due: number;
  paycycle_startdate: number;
  paycycle_enddate: number;
  purchase_order_number: string | null;
  /** Not among the documented attributes. */
  state: 'unpaid' | 'paid' | 'refunded';
}

export type CertificateStatus = 'pending' | 'processing' | 'approved' | 'flagged' | 'denied' | 'error';

/** A certificate of insurance that was uploaded for review; the file is kept apart. */
export interface Certificate {
  contractor: string;
  filename: string;
  status: CertificateStatus;
  updated: number;
  review: CertificateReview | null;
}

export interface CertificateReview {
  id: string;
  status: 'approved' | 'flagged' | 'denied';
  created: number;
  updated: number;
  audit_results: {
    id: string;
    rule_name: string;
    rule_path: string;
    result: 'pass' | 'fail';
    message: string;
    manually_approved: boolean;
    created: number;
  }[];
  parsed_certificate_json: Record<string, unknown>;
}

export interface Event {
  type: string;
  data: Record<string, unknown>;
}

export interface WebhookEndpoint {
  url: string;
  description: string | null;
  /** null: all events. */
  events: string[] | null;
  secret: string;
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

export interface Kinds {
  contractor: Contractor;
  entity: Entity;
  job: Job;
  quote: Quote;
  session: Session;
  policy: Policy;
  assignment: Assignment;
  invoice: Invoice;
  certificate: Certificate;
  event: Event;
  webhook_endpoint: WebhookEndpoint;
  category_code: CategoryCode;
}
export type Kind = keyof Kinds;

/** An object as it is stored; `seq` grows with each object made, so it is the order of lists. */
export interface Stored<T> {
  seq: number;
  id: string;
  /** Epoch seconds, UTC. */
  created: number;
  data: T;
}

/** One contractor's work on one job. */
export const workOf = ({ contractor, job }: { contractor: string; job: string }): string =>
  `${contractor} ${job}`;

/** The same for one pay cycle. */
export const cycleOf = (
  invoice: Pick<Invoice, 'contractor' | 'job' | 'paycycle_startdate' | 'paycycle_enddate'>,
): string => `${workOf(invoice)} ${invoice.paycycle_startdate} ${invoice.paycycle_enddate}`;

type IndexEntries<T> = (data: T) => readonly (readonly [name: string, value: string])[];

/** The look-ups each kind can be found by. Everything else is found by id or in order of creation. */
export const indexEntries: { [K in Kind]?: IndexEntries<Kinds[K]> } = {
  contractor: (contractor) => [['contractor.email', contractor.email]],
  job: (job) => [['job.entity', job.entity]],
  quote: (quote) => [
    ['quote.job', quote.job],
    ['quote.contractor', quote.contractor],
  ],
  session: (session) => [
    ['session.contractor', session.contractor],
    ...(session.quote === null ? [] : ([['session.quote', session.quote]] as const)),
  ],
  policy: (policy) => [
    ['policy.quote', policy.quote],
    ['policy.contractor', policy.terms.contractor],
    ['policy.job', policy.job],
  ],
  assignment: (assignment) => [
    ['assignment.contractor', assignment.contractor],
    ['assignment.job', assignment.job],
    ['assignment.policy', assignment.policy],
    ...(assignment.cancelled === null ? ([['assignment.open_job', assignment.job]] as const) : []),
    ...(assignment.bind && assignment.cancelled === null && assignment.eligible.result
      ? ([['assignment.covered_work', workOf(assignment)]] as const)
      : []),
  ],
  certificate: (certificate) => [['certificate.contractor', certificate.contractor]],
  event: ({ data }) => (typeof data['id'] === 'string' ? [['event.object', data['id']]] : []),
  invoice: (invoice) => [
    ['invoice.contractor', invoice.contractor],
    ['invoice.job', invoice.job],
    ...(invoice.state === 'refunded'
      ? []
      : ([
          ['invoice.work', workOf(invoice)],
          ['invoice.cycle', cycleOf(invoice)],
        ] as const)),
    ...(invoice.state === 'paid'
      ? ([
          ['invoice.paid_work', workOf(invoice)],
          ['invoice.paid_cycle', cycleOf(invoice)],
        ] as const)
      : []),
  ],
};
