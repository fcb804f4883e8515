import { Router } from 'express';
import { coverageNames } from '../application/models';
import type { SandboxContext } from '../context';
import type { Contractor } from '../model/parties';
import { longDate } from '../pages/format';
import { samplePdf, type SampleDocument } from './sample-pdf';

const titles: Record<string, string> = {
  policy: 'Policy',
  gl_coi: 'Certificate of insurance: general liability',
  wc_coi: 'Certificate of insurance: workers’ compensation',
};

const fileName = /^ten99policy_(policy|gl_coi|wc_coi)_(pl_\w{10})(?:_(an_\w{10}))?_\d+\.pdf$/;

/** The documents that policies and assignments link to: sample PDF files, each saying what it is. */
export function documentRouter(context: SandboxContext): Router {
  const router = Router();
  router.get('/bound-policies/sandbox/:file', async (req, res, next) => {
    const [, kind = '', policy = '', assignment] = fileName.exec(req.params.file) ?? [];
    const rows = assignment === undefined ? policyRows(context, policy) : assignmentRows(context, assignment);
    const title = titles[kind];
    if (!rows || title === undefined) return next();
    const file = await samplePdf({ title, rows });
    res.type('application/pdf').set('Content-Disposition', `inline; filename="${req.params.file}"`);
    res.send(file);
  });
  return router;
}

type Rows = SampleDocument['rows'];

function policyRows(context: SandboxContext, id: string): Rows | undefined {
  const policy = context.objects.find('policy', id);
  if (!policy) return undefined;
  const { terms, effective_date: from, expiration_date: until, quote } = policy.data;
  return [
    ['Insured', nameOf(context, terms.contractor)],
    ['Policy', id],
    ['Quote', quote],
    ['Coverage', terms.coverage_type.map((type) => coverageNames[type]).join(', ')],
    ['In force', `${longDate(from)} to ${longDate(until)}`],
  ];
}

function assignmentRows(context: SandboxContext, id: string): Rows | undefined {
  const assignment = context.objects.find('assignment', id)?.data;
  if (!assignment) return undefined;
  const { contractor, job, policy, coverage_type, effective_date: from, end_date: until } = assignment;
  return [
    ['Insured', nameOf(context, contractor)],
    ['Assignment', id],
    ['Job', context.objects.find('job', job)?.data.name ?? job],
    ['Policy', policy],
    ['Coverage', coverage_type.map((type) => coverageNames[type]).join(', ')],
    ['In force', `${longDate(from)} to ${longDate(until)}`],
  ];
}

function nameOf(context: SandboxContext, id: string): string {
  const contractor: Contractor | undefined = context.objects.find('contractor', id)?.data;
  return contractor ? `${contractor.first_name} ${contractor.last_name}` : id;
}
