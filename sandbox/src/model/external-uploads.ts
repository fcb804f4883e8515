/**
 * What uploads of certificates by others are made through. How the vendor makes these is not documented: names, ids and
 * attributes are our choice. Times are in epoch seconds, UTC.
 */

/** One contractor sends certificates through it, whoever that is. */
export interface CoiUploadSession {
  expires_at: number;
}

/** Collects the certificates of all contractors of a job. */
export interface CoiTracker {
  name: string;
  job: string;
  /** What its certificates are held against; null: what is for the contractor's work. */
  requirement: string | null;
  expires_at: number;
}

/** A tracker for a while, such as a link in an email. */
export interface CoiTrackerSession {
  tracker: string;
  expires_at: number;
}

/** A contractor on the job of a tracker: what its calls name `assignment`. Nothing is insured by it. */
export interface TrackedWork {
  contractor: string;
  job: string;
  tracker: string;
  purchase_order_contact_name: string | null;
  purchase_order_contact_email: string | null;
}
