/**
 * What is known of a contractor, object by object: read from the API, and told by events. Each field is the latest that
 * is known of it. Dates are epoch seconds UTC, money is in cents, rates are cents per $100. Null: not known, or none.
 */
import type { ApplicationFact } from '../../coverage/facts';

export interface Known {
  id: string;
  /** When the API said so last, in epoch seconds by its clock. */
  asOf: number;
  /** The API does not know it any more. */
  gone: boolean;
  created: number | null;
}

/** Of a contractor; null while that is not known. */
interface Owned extends Known {
  contractorId: string | null;
}

export interface KnownContractor extends Known {
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  email: string | null;
  /** Two letters: the state of the home address. */
  homeState: string | null;
}

export interface KnownEntity extends Known {
  name: string | null;
}

export interface KnownJob extends Known {
  name: string | null;
  entityId: string | null;
  categoryCode: string | null;
  /** Two letters; null for remote work. */
  workState: string | null;
  /** Cents, per `wageType`. */
  wage: number | null;
  wageType: string | null;
  purchaseOrder: string | null;
}

export interface KnownQuote extends Owned {
  jobId: string | null;
  coverage: string[] | null;
  eligible: boolean | null;
  netRate: number | null;
  from: number | null;
  until: number | null;
}

export interface KnownSession extends Owned {
  quoteId: string | null;
  /** Where it stands, by its object and its events; null: not known. */
  state: ApplicationFact | null;
  /** The step of the hosted application, in the API's words. */
  step: string | null;
  /** Whether the contractor has opened it: told by `application.started`, or by a later step. */
  started: boolean;
  isGeneralOptIn: boolean;
  url: string | null;
}

export interface KnownPolicyRecord extends Owned {
  quoteId: string | null;
  /** Of its quote. */
  jobId: string | null;
  coverage: string[] | null;
  netRate: number | null;
  /** `active`, `cancelled`, `expired`, `inactive`, or a word that we do not know. */
  status: string;
  from: number | null;
  until: number | null;
  pdfUrl: string | null;
  glUrl: string | null;
  wcUrl: string | null;
}

export interface KnownAssignment extends Owned {
  jobId: string | null;
  policyId: string | null;
  /** False: a check of eligibility alone, which covers nothing. */
  bind: boolean;
  eligible: boolean;
  message: string | null;
  coverage: string[] | null;
  netRate: number | null;
  from: number | null;
  until: number | null;
  cancelled: boolean | null;
  cancelledAt: number | null;
  reason: string | null;
  /** Whether `assignment.active` came: the one proof of cover. */
  active: boolean;
  /** When it came, by the event's own time. */
  activeAt: number | null;
  glUrl: string | null;
  wcUrl: string | null;
}

export interface KnownCertificate extends Owned {
  /** `pending`, `processing`, `approved`, `flagged`, `denied`, `error`, or a word that we do not know. */
  status: string;
  filename: string | null;
  pdfUrl: string | null;
  /** What it shows, once it was read with its review in full. */
  lines: { type: string; from: number | null; until: number | null }[];
  /** Of the review's rules; null while it is not known. */
  rules: { total: number; passed: number; failed: number } | null;
}

export interface KnownInvoice extends Owned {
  jobId: string | null;
  grossPay: number | null;
  premiumDue: number | null;
  from: number | null;
  until: number | null;
  purchaseOrder: string | null;
  /** What the events tell of its charge; null: nothing. */
  charge: 'succeeded' | 'failed' | null;
}

export interface KnownPaymentSession extends Owned {
  /** `pending`, `completed`, `cancelled`, `expired`, or a word that we do not know. */
  status: string;
}

/** All that is known of one contractor; each list is newest first. */
export interface KnownOfContractor {
  contractor: KnownContractor;
  policies: KnownPolicyRecord[];
  assignments: KnownAssignment[];
  certificates: KnownCertificate[];
  invoices: KnownInvoice[];
  quotes: KnownQuote[];
  sessions: KnownSession[];
  paymentSessions: KnownPaymentSession[];
  /** The jobs that these name, perhaps others too, and their entities, by id. */
  jobs: ReadonlyMap<string, KnownJob>;
  entities: ReadonlyMap<string, KnownEntity>;
}
