export type CertificateStatus = 'pending' | 'processing' | 'approved' | 'flagged' | 'denied' | 'error';

/** A certificate of insurance that was uploaded for review; the file is kept apart. */
export interface Certificate {
  contractor: string;
  /** What it is held against; certificates of earlier versions name none. */
  requirement?: string;
  /** The upload session or the tracked work it came through, when others sent it. */
  source?: string;
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
