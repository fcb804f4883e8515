import type { PolicyApi } from '../../policy-api/client';
import { PolicyApiError } from '../../policy-api/errors';
import type { Job } from '../../policy-api/types/work';
import type { Journey } from '../journey/journey';
import { wageText } from '../quote/summary';

const CALL_LIMIT = 100;
const CALLS = 5;
const PAGE_SIZE = 10;

/** A page of the entity's jobs, newest first. Without the list the step still works: a new job can be made. */
export async function existingJobs(journey: Journey, action: string, chosen: string | null) {
  const { req } = journey;
  try {
    const { jobs, lookedThrough } = await jobsOfEntity(journey);
    const last = Math.max(1, Math.ceil(jobs.length / PAGE_SIZE));
    const page = Math.min(last, Math.max(1, Number(req.query.jobs_page) || 1));
    const link = (wanted: number) =>
      wanted < 1 || wanted > last
        ? null
        : `${action}?${req.query.new === undefined ? '' : 'new&'}jobs_page=${wanted}#use-existing`;
    return {
      items: jobs.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((job) => jobItem(job, chosen)),
      count: jobs.length,
      lookedThrough,
      open: req.query.jobs_page !== undefined || req.unsent !== undefined,
      previousHref: link(page - 1),
      nextHref: link(page + 1),
      failed: false,
    };
  } catch (error) {
    if (!(error instanceof PolicyApiError)) throw error;
    return {
      items: [],
      count: 0,
      lookedThrough: null,
      open: false,
      previousHref: null,
      nextHref: null,
      failed: true,
    };
  }
}

/** The API documents no filter by entity, so the newest 500 jobs of the account are looked through. */
const jobsOfEntity = ({ api, onboarding }: Journey) =>
  newestJobs(api, ({ entity }) => entity === onboarding.entity_id);

/**
 * Those of the account's newest 500 jobs that fit. `lookedThrough`: how many those are where there are more, else null.
 * @throws PolicyApiError
 */
export async function newestJobs(api: Pick<PolicyApi, 'listJobs'>, fits: (job: Job) => boolean) {
  const jobs: Job[] = [];
  let last: string | undefined;
  for (let call = 0; call < CALLS; call += 1) {
    const found = await api.listJobs({ limit: CALL_LIMIT, ...(last && { startingAfter: last }) });
    jobs.push(...found.filter(fits));
    last = found.at(-1)?.id;
    if (found.length < CALL_LIMIT) return { jobs, lookedThrough: null };
  }
  return { jobs, lookedThrough: CALLS * CALL_LIMIT };
}

/** A job to choose. `entity`: the name of its entity, where that is not plain. */
export function jobItem(job: Job, chosen: string | null, entity: string | null = null) {
  const wage = job.wage === null ? null : wageText(job.wage, job.wage_type);
  return {
    value: job.id,
    text: job.name,
    hint: [entity, wage, job.category_code, job.id].filter(Boolean).join(' · '),
    checked: job.id === chosen,
  };
}
