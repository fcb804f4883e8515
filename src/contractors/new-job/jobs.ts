import { plainText } from '../../../lib/text';
import { jobItem, newestJobs } from '../../onboarding/job/existing-jobs';
import { PolicyApiError } from '../../policy-api/errors';
import { orNull } from '../../policy-api/or-null';
import type { Job } from '../../policy-api/types/work';
import type { Act } from '../act/act';

const PAGE_SIZE = 10;

/** The jobs of the account to choose from. */
export interface JobChoice {
  items: ReturnType<typeof jobItem>[];
  query: string;
  found: number;
  /** How many of the newest jobs were looked through, where there are more. */
  lookedThrough: number | null;
  previousHref: string | null;
  nextHref: string | null;
  /** The list could not be fetched: an id is typed then. */
  failed: boolean;
}

/** A page of the newest jobs, of those that the search finds; the one that is chosen is always among them. */
export async function jobChoice(act: Act, chosen: string): Promise<JobChoice> {
  const { api, req } = act;
  const query = plainText(typeof req.query.q === 'string' ? req.query.q : '');
  try {
    const [entities, { jobs, lookedThrough }] = await Promise.all([
      orNull(api.listEntities({ limit: 100 })),
      newestJobs(api, () => true),
    ]);
    const names = new Map(entities?.map(({ id, name }) => [id, name]));
    const item = (job: Job) => jobItem(job, chosen, names.get(job.entity ?? '') ?? null);
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const items = jobs.map(item).filter(({ text, hint }) => {
      const all = `${text} ${hint}`.toLowerCase();
      return words.every((word) => all.includes(word));
    });
    const { shown, ...pages } = pageOf(act, items, query);
    const missing = chosen !== '' && !shown.some(({ value }) => value === chosen);
    const kept = missing ? await chosenJob(act, jobs, chosen) : null;
    return {
      items: [...(kept ? [item(kept)] : []), ...shown],
      query,
      found: items.length,
      lookedThrough,
      ...pages,
      failed: false,
    };
  } catch (error) {
    if (!(error instanceof PolicyApiError)) throw error;
    return {
      items: [],
      query,
      found: 0,
      lookedThrough: null,
      previousHref: null,
      nextHref: null,
      failed: true,
    };
  }
}

/** One that a link names may be older than those looked through. */
async function chosenJob({ api }: Act, jobs: readonly Job[], id: string): Promise<Job | null> {
  return jobs.find((job) => job.id === id) ?? orNull(api.getJob(id));
}

function pageOf<Item>({ req, deps, id }: Act, items: readonly Item[], query: string) {
  const last = Math.max(1, Math.ceil(items.length / PAGE_SIZE));
  const page = Math.min(last, Math.max(1, Math.floor(Number(req.query.jobs_page)) || 1));
  const link = (wanted: number) => {
    const params = new URLSearchParams({ ...(query && { q: query }), jobs_page: String(wanted) });
    return wanted < 1 || wanted > last ? null : `${deps.paths.newJob(id)}?${params.toString()}`;
  };
  return {
    shown: items.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
    previousHref: link(page - 1),
    nextHref: link(page + 1),
  };
}
