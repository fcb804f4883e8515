import { Router } from 'express';
import { notFound } from '../api/errors';
import type { SandboxContext } from '../context';
import {
  approveCertificate,
  approveRule,
  denyCertificate,
  failedRules,
} from '../insurance/certificate-decisions';
import type { Tag } from './kind-page';
import type { PageForms } from './page-forms';

/** The forms of a reviewer, who decides about flagged certificates on their pages. */
export function certificateReviewRouter(context: SandboxContext, forms: PageForms): Router {
  const router = Router();
  router.post('/objects/certificate/:id/review', ...forms.receive, (req, res) => {
    const id = String(req.params['id']);
    const act = ({ rule, decision }: Readonly<Record<string, string>>) =>
      context.database.transaction(() => decide(context, id, rule, decision));
    return forms.answer(req, res, `/objects/certificate/${encodeURIComponent(id)}`, act);
  });
  return router;
}

function decide(context: SandboxContext, id: string, rule?: string, decision?: string) {
  const certificate = context.objects.find('certificate', id);
  if (!certificate) throw notFound(`There is no certificate ${id}.`);
  if (rule !== undefined) {
    approveRule(context, certificate, rule);
    return { text: 'The rule is approved.', links: [] };
  }
  if (decision === 'deny') denyCertificate(context, certificate);
  else approveCertificate(context, certificate);
  return { text: `The certificate is ${decision === 'deny' ? 'denied' : 'approved'}.`, links: [] };
}

/** What a reviewer sees of a certificate; null while there is nothing to see. */
export function reviewOf({ objects }: SandboxContext, kind: string, id: string) {
  const certificate = kind === 'certificate' ? objects.find('certificate', id) : undefined;
  if (!certificate?.data.review) return null;
  const { status, review, requirement } = certificate.data;
  const left = new Set(failedRules(certificate.data).map((rule) => rule.id));
  return {
    action: `/objects/certificate/${id}/review`,
    isFlagged: status === 'flagged',
    requirement: (requirement && objects.find('requirement', requirement)?.data.name) ?? null,
    left: left.size,
    rules: review.audit_results.map((rule) => ({
      id: rule.id,
      name: rule.rule_name,
      message: rule.message,
      tag: tagOf(rule),
      canBeApproved: status === 'flagged' && left.has(rule.id),
    })),
  };
}

function tagOf({ result, manually_approved: byHand }: { result: string; manually_approved: boolean }): Tag {
  if (result === 'pass') return { text: 'met', tone: 'good' };
  return byHand ? { text: 'approved by hand', tone: 'good' } : { text: 'not met', tone: 'bad' };
}
