/** What the sandbox keeps of each kind of object: the documented attributes and what it needs besides. */
import type { Invoice, PaymentSession } from './billing';
import type { Certificate } from './certificates';
import type { Assignment, Policy, Quote, Session } from './coverage';
import type { Event, WebhookEndpoint } from './events';
import type { CoiTracker, CoiTrackerSession, CoiUploadSession, TrackedWork } from './external-uploads';
import type { CategoryCode, Contractor, Entity, Job } from './parties';
import type { Requirement } from './requirements';

export interface Kinds {
  contractor: Contractor;
  entity: Entity;
  job: Job;
  quote: Quote;
  session: Session;
  policy: Policy;
  assignment: Assignment;
  invoice: Invoice;
  payment_session: PaymentSession;
  certificate: Certificate;
  requirement: Requirement;
  coi_upload_session: CoiUploadSession;
  coi_tracker: CoiTracker;
  coi_tracker_session: CoiTrackerSession;
  tracked_work: TrackedWork;
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
