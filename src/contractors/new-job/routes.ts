/**
 * A new job for a contractor who has a policy: asks whether the policy covers it. The answer is an assignment that binds
 * nothing, and its page shows it (../assignments).
 *
 * Copy this folder if contractors come back to your platform. It needs src/quote/assign.ts and src/policy-api.
 * Replace the list of jobs with that of your platform.
 */
import { Router } from 'express';
import { dateText } from '../../forms/date-fields';
import { withErrors } from '../../onboarding/journey/form-page';
import { apiNow } from '../../onboarding/quote/api-now';
import { assign } from '../../quote/assign';
import { onContractor, type Act, type ActDeps } from '../act/act';
import { failedAct } from '../act/act-page';
import { keyFor } from '../act/key';
import { NEW_JOB_FIELDS, readNewJob, type NewJob } from './form';
import { freshNewJob, showNewJob, typedNewJob, type NewJobPage } from './page';
import { startOnboarding } from './start-onboarding';

const AT = ['/new-job', '/new-job/quote', '/new-job/describe'];

export function newJobRoutes(deps: ActDeps): Router {
  const router = Router({ mergeParams: true });
  router.get(AT, onContractor(deps, open));
  router.post('/new-job', onContractor(deps, ask));
  router.post('/new-job/quote', onContractor(deps, quoteIt));
  router.post('/new-job/describe', onContractor(deps, describe));
  return router;
}

async function open(act: Act): Promise<void> {
  await act.readContractor();
  return showNewJob(act, act.req.unsent ? typedNewJob(act) : await freshNewJob(act));
}

async function ask(act: Act): Promise<void> {
  await act.readContractor();
  await withNewJob(act, async (input, page) => {
    const { idempotencyKey, repeat } = page;
    const once = { key: keyFor(idempotencyKey, input), ...(repeat && { repeat }) };
    const answer = await assign(act.api, { contractor: act.id, ...input }, { bind: false, ...once });
    await act.deps.knowledge.see('assignment', answer);
    act.redirect(act.deps.paths.assignment(act.id, answer.id));
  });
}

/** Goes on to the quote step of an onboarding that has everything else filled in. */
async function quoteIt(act: Act): Promise<void> {
  await act.readContractor();
  await withNewJob(act, async (input) => {
    const { api, deps } = act;
    const [contractor, job] = await Promise.all([api.getContractor(act.id), api.getJob(input.job)]);
    const entity = job.entity === null ? null : await api.getEntity(job.entity);
    const id = await startOnboarding(act, { contractor, work: entity && { entity, job } });
    act.redirect(`${deps.paths.step(id, entity ? 'quote' : 'entity')}?${termsOf(input)}`);
  });
}

/** Goes on to the step that describes a new job; the journey leads back here once it is there. */
async function describe(act: Act): Promise<void> {
  try {
    const contractor = await act.api.getContractor(act.id);
    const id = await startOnboarding(act, { contractor, work: null });
    act.redirect(act.deps.paths.step(id, 'entity'));
  } catch (error) {
    await act.readContractor();
    return showNewJob(act, failedAct(act, typedNewJob(act), error, NEW_JOB_FIELDS));
  }
}

/** Reads the form and does something with it; or shows it again, with what stands against that. */
async function withNewJob(act: Act, use: (input: NewJob, page: NewJobPage) => Promise<void>): Promise<void> {
  const page = typedNewJob(act);
  const { input, errors } = readNewJob(act.body, await apiNow(act));
  if (input === null) return showNewJob(act, withErrors(page, errors));
  try {
    await use(input, page);
  } catch (error) {
    return showNewJob(act, failedAct(act, page, error, NEW_JOB_FIELDS));
  }
}

function termsOf({ coverage_type, effective_date, end_date }: NewJob): string {
  const query = new URLSearchParams();
  if (coverage_type) query.set('coverage_type', coverage_type.join());
  if (effective_date !== undefined) query.set('effective_date', dateText(effective_date));
  if (end_date !== undefined) query.set('end_date', dateText(end_date));
  return query.toString();
}
