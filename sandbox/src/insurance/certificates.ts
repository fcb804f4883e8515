import type { SandboxContext } from '../context';
import type { Certificate, CertificateReview } from '../model/certificates';
import type { Stored } from '../model/kinds';

/** Seconds until processing begins. */
const BEGINS_AFTER = 10;

/** `expand[]=review_results` and `expand[]=review_results.full`. */
export const expansions = ['review_results', 'review_results.full'] as const;

/**
 * A certificate as the API answers it. Without `expand[]` the review is null even when it is done (vendor guide
 * "Working with review results"); the file has no address until processing begins.
 */
export function viewCertificate(
  context: SandboxContext,
  { id, created, data }: Stored<Certificate>,
  expand: readonly string[] = [],
): Record<string, unknown> {
  const { contractor, status, filename, updated, review } = data;
  const link = `${context.publicUrl()}/uploaded-certificates/sandbox/${id}.pdf`;
  const full = expand.includes('review_results.full');
  const expanded = full || expand.includes('review_results');
  return {
    id,
    contractor,
    status,
    filename,
    created,
    updated,
    pdf_url: status === 'pending' ? null : link,
    review_results: review && expanded ? viewReview(review, full) : null,
  };
}

function viewReview(review: CertificateReview, full: boolean): Record<string, unknown> {
  const { id, status, created, updated, audit_results, parsed_certificate_json } = review;
  const passed = audit_results.filter(({ result }) => result === 'pass').length;
  const total = audit_results.length;
  return {
    id,
    status,
    created,
    updated,
    summary: { total_rules: total, passed, failed: total - passed },
    ...(full && { parsed_certificate_json, audit_results }),
  };
}

/** Keeps the file and has it processed by itself, on the sandbox's clock. */
export function receiveCertificate(
  context: SandboxContext,
  of: Pick<Certificate, 'contractor' | 'source'> & { requirement: string },
  file: { filename: string; content: Buffer },
): Stored<Certificate> {
  const now = context.clock.seconds();
  const data: Certificate = {
    ...of,
    filename: file.filename,
    status: 'pending',
    updated: now,
    review: null,
  };
  const certificate = context.objects.insert('certificate', context.ids.short('ci'), now, data);
  context.database.run('INSERT INTO files (object, content) VALUES (?, ?)', certificate.id, file.content);
  context.schedule.at(now + BEGINS_AFTER, 'certificate.process', certificate.id);
  return certificate;
}

/** The file as it was uploaded. */
export const fileOf = (context: SandboxContext, id: string): Uint8Array | undefined =>
  context.database.get<{ content: Uint8Array }>('SELECT content FROM files WHERE object = ?', id)?.content;
