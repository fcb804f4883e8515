/** Certificates of insurance that contractors bring along. See `common.ts` for the units. */
import type { OtherWord } from './common';

/** A PDF of at most 15 MB whose name ends in `.pdf`. */
export interface CertificateFile {
  filename: string;
  content: Uint8Array;
}

export type CertificateStatus =
  'pending' | 'processing' | 'approved' | 'flagged' | 'denied' | 'error' | 'unknown' | OtherWord;

export interface Certificate {
  id: string;
  contractor: string | null;
  /** Only `approved` clears a contractor. `denied` is set by a person alone. */
  status: CertificateStatus;
  filename: string;
  pdf_url: string | null;
  /** Null unless asked for with `expand`, and while it is not processed. */
  review_results: CertificateReview | null;
  created: number | null;
  updated: number | null;
}

export interface CertificateReview {
  id: string | null;
  status: string | null;
  summary: { total_rules: number; passed: number; failed: number } | null;
  /** What was read from the file, as sent: dates are `MM/DD/YYYY`, amounts are whole dollars. Empty unless in full. */
  parsed_certificate_json: Record<string, unknown>;
  /** Empty unless in full. */
  audit_results: AuditResult[];
  created: number | null;
  updated: number | null;
}

export interface AuditResult {
  id: string | null;
  rule_name: string;
  rule_path: string;
  result: 'pass' | 'fail' | 'unknown' | OtherWord;
  message: string | null;
  /** Approved by a reviewer though the rule failed. */
  manually_approved: boolean;
  created: number | null;
}

/** Who a certificate from outside is of. The contractor with that email is used; without one it is created. */
export interface ExternalUploader {
  coi_upload_session_id: string;
  email: string;
  first_name: string;
  last_name: string;
  company_name: string;
  contractor_id?: string | undefined;
}

/** One of `tracker_id` and `tracker_session_id`. Without `create_new_contractor` an existing one is picked. */
export interface TrackerUpload {
  business_name: string;
  email: string;
  first_name: string;
  last_name: string;
  create_new_contractor?: boolean | undefined;
  insurance_requirement_id?: string | undefined;
  purchase_order_contact_name?: string | undefined;
  purchase_order_contact_email?: string | undefined;
  tracker_id?: string | undefined;
  tracker_session_id?: string | undefined;
}

/** What is known of one of the files. */
export interface CertificateMetadata {
  filename: string;
  contractor?: Partial<
    Record<
      'email' | 'first_name' | 'last_name' | 'company_name' | 'po_contact_name' | 'po_contact_email',
      string
    >
  >;
  insurance_requirement_id?: string | undefined;
}

export interface ExternalCertificate {
  id: string | null;
  filename: string;
  contractor: string | null;
  assignment: string | null;
  email: string | null;
  email_was_generated: boolean;
}

/** `id` is that of the certificate, or of the task for many. What the answer has not is null or empty. */
export interface ExternalUpload {
  id: string | null;
  contractor: string | null;
  job: string | null;
  assignment: string | null;
  message: string | null;
  certificates: ExternalCertificate[];
}
