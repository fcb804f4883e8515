import type { SandboxContext } from '../context';
import { emit } from '../delivery/events';
import type { Certificate, CertificateReview } from '../model/certificates';
import type { Stored } from '../model/kinds';
import { scenarios } from '../scenarios';
import { reviewCertificate } from './certificate-review';
import { viewCertificate } from './certificates';
import { contentsOf, makeUp, type Contents } from './parsed-certificate';
import { findRequirementFor } from './requirement-choice';

/** Seconds from the beginning of processing until it is decided: "normally done in 1 to 2 minutes". */
const DECIDED_AFTER = 60;
/** Until the reviewer of the test data looks at a flagged certificate. */
const REVIEWED_AFTER = 3600;

export function processCertificate(context: SandboxContext, certificate: Stored<Certificate>): void {
  const now = context.clock.seconds();
  const data: Certificate = { ...certificate.data, status: 'processing', updated: now };
  context.objects.update('certificate', certificate, data);
  context.schedule.at(now + DECIDED_AFTER, 'certificate.decide', certificate.id);
}

/** The end of processing: what the certificate says is held against the requirement as it is now. */
export function decideCertificate(
  context: SandboxContext,
  certificate: Stored<Certificate>,
  contents: Contents | undefined = contentsOf(certificate.data.filename),
): void {
  const { contractor, requirement, filename } = certificate.data;
  const kept = requirement === undefined ? undefined : context.objects.find('requirement', requirement);
  const rules = (kept ?? findRequirementFor(context, contractor))?.data.rules;
  if (contents === undefined || rules === undefined) return failCertificate(context, certificate);
  const now = context.clock.seconds();
  const person = context.objects.find('contractor', contractor)?.data;
  const insured = person ? `${person.first_name} ${person.last_name}` : contractor;
  const review = reviewCertificate(makeUp(contents, { now, insured, rules }), rules, now);
  settle(context, certificate, review);
  if (review.status === 'flagged' && filename.toLowerCase().endsWith(scenarios.certificateDenied.value)) {
    context.schedule.at(now + REVIEWED_AFTER, 'certificate.review', certificate.id);
  }
}

/** Processing failed, or there is no requirement any more. No event tells of it (vendor guide "Edge cases"). */
export function failCertificate(context: SandboxContext, certificate: Stored<Certificate>): void {
  const updated = context.clock.seconds();
  context.objects.update('certificate', certificate, { ...certificate.data, status: 'error', updated });
}

/** A reviewer denies a flagged certificate: the system never does. */
export function denyCertificate(context: SandboxContext, certificate: Stored<Certificate>): void {
  const { review } = certificate.data;
  if (!review) throw new Error('A certificate without a review cannot be denied');
  settle(context, certificate, { ...review, status: 'denied', updated: context.clock.seconds() });
}

function settle(context: SandboxContext, certificate: Stored<Certificate>, review: CertificateReview): void {
  const { status, updated } = review;
  const data: Certificate = { ...certificate.data, status, updated, review };
  const decided = context.objects.update('certificate', certificate, data);
  emit(context, `certificate.${status}`, { object: 'certificate', ...viewCertificate(context, decided) });
}
