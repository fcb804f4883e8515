import type { SandboxContext } from '../context';
import { emit } from '../delivery/events';
import { shortId } from '../ids';
import type { Certificate, CertificateReview, CertificateStatus } from '../model/certificates';
import type { Stored } from '../model/kinds';
import { scenarios } from '../scenarios';
import { reviewCertificate } from './certificate-review';

/** Seconds until processing begins, and from then until it is decided: "normally done in 1 to 2 minutes". */
const BEGINS_AFTER = 10;
const DECIDED_AFTER = 60;

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
  contractor: string,
  file: { filename: string; content: Buffer },
): Stored<Certificate> {
  const now = context.clock.seconds();
  const data: Certificate = {
    contractor,
    filename: file.filename,
    status: 'pending',
    updated: now,
    review: null,
  };
  const certificate = context.objects.insert('certificate', shortId('ci'), now, data);
  context.database.run('INSERT INTO files (object, content) VALUES (?, ?)', certificate.id, file.content);
  context.schedule.at(now + BEGINS_AFTER, 'certificate.process', certificate.id);
  return certificate;
}

export function processCertificate(context: SandboxContext, certificate: Stored<Certificate>): void {
  const now = context.clock.seconds();
  const data: Certificate = { ...certificate.data, status: 'processing', updated: now };
  context.objects.update('certificate', certificate, data);
  context.schedule.at(now + DECIDED_AFTER, 'certificate.decide', certificate.id);
}

/** The end of processing. An error sends no event (vendor guide "Edge cases"). */
export function decideCertificate(context: SandboxContext, certificate: Stored<Certificate>): void {
  const now = context.clock.seconds();
  const status = outcomeOf(certificate.data.filename);
  const person = context.objects.find('contractor', certificate.data.contractor)?.data;
  const insured = person ? `${person.first_name} ${person.last_name}` : certificate.data.contractor;
  const review = status === 'error' ? null : reviewCertificate(status, now, insured);
  const data: Certificate = { ...certificate.data, status, updated: now, review };
  const decided = context.objects.update('certificate', certificate, data);
  if (status === 'error') return;
  emit(context, `certificate.${status}`, { object: 'certificate', ...viewCertificate(context, decided) });
}

type Outcome = Exclude<CertificateStatus, 'pending' | 'processing'>;

const outcomes: readonly (readonly [Outcome, string])[] = [
  ['flagged', scenarios.certificateFlagged.value],
  ['denied', scenarios.certificateDenied.value],
  ['error', scenarios.certificateError.value],
];

const outcomeOf = (filename: string): Outcome =>
  outcomes.find(([, ending]) => filename.toLowerCase().endsWith(ending))?.[0] ?? 'approved';

/** The file as it was uploaded. */
export const fileOf = (context: SandboxContext, id: string): Uint8Array | undefined =>
  context.database.get<{ content: Uint8Array }>('SELECT content FROM files WHERE object = ?', id)?.content;
