import { notFound } from '../api/errors';
import type { SandboxContext } from '../context';
import { approveRule } from '../insurance/certificate-decisions';
import { viewCertificate } from '../insurance/certificates';

/**
 * A reviewer approves one failed rule of a flagged certificate. Answers with the certificate and its whole review.
 * @throws ApiError 404, 409
 */
export function answerRule(context: SandboxContext, id: string, rule: string) {
  const certificate = context.objects.find('certificate', id);
  if (!certificate) throw notFound(`There is no certificate ${id}.`);
  const changed = context.database.transaction(() => approveRule(context, certificate, rule));
  return viewCertificate(context, changed, ['review_results.full']);
}
