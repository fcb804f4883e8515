import { conflict, notFound } from '../api/errors';
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
  keep(context, certificate, { ...certificate.data, status: 'processing', updated: now });
  context.schedule.at(now + DECIDED_AFTER, 'certificate.decide', certificate.id);
}

/**
 * The end of processing: what the certificate says is held against the requirement as it is now. With several
 * contents, the first that is flagged counts.
 */
export function decideCertificate(
  context: SandboxContext,
  certificate: Stored<Certificate>,
  ...contents: readonly Contents[]
): void {
  const { filename } = certificate.data;
  const says = contents.length > 0 ? contents : [contentsOf(filename)];
  const reviews = says.flatMap((one) => reviewOf(context, certificate.data, one) ?? []);
  const review = reviews.find(({ status }) => status === 'flagged') ?? reviews.at(-1);
  if (!review) return failCertificate(context, certificate);
  settle(context, certificate, review);
  if (review.status === 'flagged' && filename.toLowerCase().endsWith(scenarios.certificateDenied.value)) {
    context.schedule.at(review.updated + REVIEWED_AFTER, 'certificate.review', certificate.id);
  }
}

/** Undefined when the file cannot be read, or there is no requirement any more. */
function reviewOf(
  context: SandboxContext,
  { contractor, requirement }: Certificate,
  contents: Contents | undefined,
): CertificateReview | undefined {
  const kept = requirement === undefined ? undefined : context.objects.find('requirement', requirement);
  const rules = (kept ?? findRequirementFor(context, contractor))?.data.rules;
  if (contents === undefined || rules === undefined) return undefined;
  const now = context.clock.seconds();
  const person = context.objects.find('contractor', contractor)?.data;
  const insured = person ? `${person.first_name} ${person.last_name}` : contractor;
  return reviewCertificate(makeUp(contents, { now, insured, rules }), rules, now, context.ids);
}

/** Processing failed. No event tells of it (vendor guide "Edge cases"), but in a variant. */
export function failCertificate(context: SandboxContext, certificate: Stored<Certificate>): void {
  const updated = context.clock.seconds();
  const failed = keep(context, certificate, { ...certificate.data, status: 'error', updated });
  if (context.switches.variants.current().certificate_error) tell(context, failed);
}

/** The rules that were not met, and that no reviewer has approved. */
export const failedRules = ({ review }: Certificate): CertificateReview['audit_results'] =>
  (review?.audit_results ?? []).filter((rule) => rule.result === 'fail' && !rule.manually_approved);

/**
 * A reviewer approves one rule that was not met.
 * @throws ApiError 404, 409
 */
export function approveRule(
  context: SandboxContext,
  certificate: Stored<Certificate>,
  rule: string,
): Stored<Certificate> {
  const review = flaggedReview(certificate);
  const found = review.audit_results.find(({ id }) => id === rule);
  if (!found) throw notFound(`There is no rule result ${rule} of the certificate ${certificate.id}.`);
  if (found.result === 'pass') throw conflict(`The rule ${found.rule_name} is met.`);
  const updated = context.clock.seconds();
  const audit_results = review.audit_results.map((one) =>
    one === found ? { ...one, manually_approved: true } : one,
  );
  return keep(context, certificate, {
    ...certificate.data,
    updated,
    review: { ...review, updated, audit_results },
  });
}

/**
 * A reviewer approves a flagged certificate.
 * @throws ApiError 409 while there is a failed rule that was not approved
 */
export function approveCertificate(context: SandboxContext, certificate: Stored<Certificate>): void {
  const review = flaggedReview(certificate);
  const left = failedRules(certificate.data).map(({ rule_name }) => rule_name);
  if (left.length > 0) throw conflict(`Approve each failed rule first: ${left.join(', ')}.`);
  settle(context, certificate, { ...review, status: 'approved', updated: context.clock.seconds() });
}

/**
 * A reviewer denies a flagged certificate: the system never does.
 * @throws ApiError 409
 */
export function denyCertificate(context: SandboxContext, certificate: Stored<Certificate>): void {
  const review = flaggedReview(certificate);
  settle(context, certificate, { ...review, status: 'denied', updated: context.clock.seconds() });
}

function flaggedReview({ data: { status, review } }: Stored<Certificate>): CertificateReview {
  if (status === 'flagged' && review) return review;
  throw conflict(`A reviewer decides about flagged certificates, and this one is ${status}.`);
}

function settle(context: SandboxContext, certificate: Stored<Certificate>, review: CertificateReview): void {
  const { status, updated } = review;
  tell(context, keep(context, certificate, { ...certificate.data, status, updated, review }));
}

/** Whatever was to happen to it otherwise will not. */
function keep(context: SandboxContext, certificate: Stored<Certificate>, data: Certificate) {
  for (const task of ['certificate.process', 'certificate.decide'] as const) {
    context.schedule.cancel(task, certificate.id);
  }
  if (data.status !== 'flagged') context.schedule.cancel('certificate.review', certificate.id);
  return context.objects.update('certificate', certificate, data);
}

const tell = (context: SandboxContext, certificate: Stored<Certificate>): void =>
  emit(context, `certificate.${certificate.data.status}`, {
    object: 'certificate',
    ...viewCertificate(context, certificate),
  });
