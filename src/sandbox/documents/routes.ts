import { Router } from 'express';
import { coverageNames } from '../application/models';
import type { SandboxContext } from '../context';
import type { Policy, Stored } from '../model';
import { longDate } from '../pages/format';
import { simplePdf } from './pdf';

const titles: Record<string, string> = {
  policy: 'Policy',
  gl_coi: 'Certificate of insurance: general liability',
  wc_coi: 'Certificate of insurance: workers’ compensation',
};

/** The documents that policies link to: sample PDF files, each saying what it is. */
export function documentRouter(context: SandboxContext): Router {
  const router = Router();
  router.get('/bound-policies/sandbox/:file', (req, res, next) => {
    const [, kind = '', id = ''] =
      /^ten99policy_(policy|gl_coi|wc_coi)_(pl_\w{10})_\d+\.pdf$/.exec(req.params.file) ?? [];
    const policy = context.objects.find('policy', id);
    const title = titles[kind];
    if (!policy || title === undefined) return next();
    res.type('application/pdf').set('Content-Disposition', `inline; filename="${req.params.file}"`);
    res.send(simplePdf(title, linesOf(context, policy)));
  });
  return router;
}

function linesOf(context: SandboxContext, policy: Stored<Policy>): string[] {
  const { terms, effective_date: from, expiration_date: until, quote } = policy.data;
  const contractor = context.objects.find('contractor', terms.contractor)?.data;
  const name = contractor ? `${contractor.first_name} ${contractor.last_name}` : terms.contractor;
  return [
    `Insured:    ${name}`,
    `Policy:    ${policy.id}`,
    `Quote:    ${quote}`,
    `Coverage:    ${terms.coverage_type.map((type) => coverageNames[type]).join(', ')}`,
    `In force:    ${longDate(from)} to ${longDate(until)}`,
    '',
    'This document was made by a local sandbox for software development.',
    'It is not a policy, it is not a certificate, and it insures nothing and nobody.',
  ];
}
