/** The job step: create the job, choose an existing one of the entity, or change the one chosen. */
import type { Router } from 'express';
import { view } from '../../pages/view';
import type { Job } from '../../policy-api/types/work';
import { textOf, type FormBody } from '../../forms/form';
import type { ObjectPage } from '../journey/form-page';
import type { Journey, JourneyDeps } from '../journey/journey';
import { metadataView, type MetadataView } from '../../forms/metadata';
import { objectStepRoutes } from '../journey/object-forms';
import type { ObjectStep, ObjectView } from '../journey/object-step';
import { jobRows } from '../overview/rows';
import { categoryChoice, type CategoryChoice } from './category-codes';
import { existingJobs } from './existing-jobs';
import { jobForm, WAGE_TYPES, type JobForm } from './form';

const CHOICE = 'existing_job';

interface JobView extends MetadataView {
  categories: CategoryChoice;
  existing: Awaited<ReturnType<typeof existingJobs>> | null;
  categoryCode: string;
  categoryText: string;
  entityName: string | null;
  wageTypes: ((typeof WAGE_TYPES)[number] & { checked: boolean })[];
}
export const jobView = view<ObjectView & JobView>('onboarding/job');

const JOB: ObjectStep<Job, JobForm, JobView> = {
  kind: 'job',
  form: jobForm,
  name: ({ name }) => name,
  summary: ({ onboarding }, job) => jobRows(onboarding, job, null).rows,
  because: 'Wage, place and kind of work decide the price',
  load: (api, id) => api.getJob(id),
  create: ({ api, onboarding }, { category_code = '', ...input }, key) =>
    api.createJob({ ...input, category_code, entity: onboarding.entity_id ?? '' }, key),
  update: ({ api }, id, { category_code: _fixed, ...changes }) => api.updateJob(id, changes),
  newest: async ({ api, onboarding }) =>
    (await api.listJobs({ limit: 100 })).filter(({ entity }) => entity === onboarding.entity_id),
  existing: { field: CHOICE, find: findJob },
  goOnAt: (body) => (isSearch(body) ? 'category_code' : undefined),
  view: jobView,
  own: shown,
};

export const jobRoutes = (deps: JourneyDeps): Router => objectStepRoutes(deps, JOB);

/** By the button, or by the Enter key right after something else was typed into the search. */
function isSearch(body: FormBody): boolean {
  if (body._search_codes !== undefined) return true;
  return body._enter !== undefined && textOf(body, 'category_query') !== textOf(body, 'category_query_was');
}

async function findJob({ api, onboarding }: Journey, id: string): Promise<Job | string> {
  if (id === '') return 'Choose a job from the list';
  const job = await api.getJob(id);
  const isForeign = job.entity !== onboarding.entity_id;
  return isForeign ? 'This job belongs to another entity. Choose one from the list' : job;
}

async function shown(journey: Journey, page: ObjectPage, action: string): Promise<JobView> {
  const { onboarding, api } = journey;
  const { category_query: query = '', wage_type: wageType } = page.values;
  // A job that exists keeps its code: the form carries it to show it, not to change it.
  const code = page.values.category_code ?? page.values.fixed_category_code ?? '';
  const [categories, existing] = await Promise.all([
    categoryChoice(api, journey.deps.words, query, code, page.goOnAt === 'category_code'),
    page.objectId ? null : existingJobs(journey, action, page.values[CHOICE] || onboarding.job_id),
  ]);
  return {
    ...metadataView(page),
    categories,
    existing,
    categoryCode: code,
    categoryText: categories.options.find(({ value }) => value === code)?.text ?? code,
    entityName: onboarding.entity_name,
    wageTypes: WAGE_TYPES.map((type) => ({ ...type, checked: type.value === wageType })),
  };
}
