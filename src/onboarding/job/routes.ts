/** The job step: create the job, choose an existing one of the entity, or change the one chosen. */
import { Router } from 'express';
import { paths } from '../../paths';
import type { Job } from '../../policy-api/types';
import { effectOfChange } from '../after-save';
import { basisOf, basisOfNew } from '../conflict';
import { chosenId, textOf, type FormBody } from '../form';
import { choiceAction, formRoutes, openStep } from '../form-routes';
import { freshForm, renderForm, typedForm, withErrors } from '../form-page';
import { showObject } from '../gone';
import type { Journey, JourneyDeps } from '../journey';
import {
  knownKeys,
  metadataRows,
  rowsOf,
  withAnotherRow,
  withSpareRows,
  type MetadataRow,
} from '../metadata';
import { jobRows } from '../overview/rows';
import { anotherHref, changedObject, sameInput, shownObject } from '../save-object';
import { chooseObject, submitObject, type ObjectPage, type ObjectStep } from '../submit';
import { filledIn, testDataPanel } from '../test-data';
import { categoryChoice } from './category-codes';
import { existingJobs } from './existing-jobs';
import { JOB_FIELDS, jobValues, readJobForm, WAGE_TYPES, type JobForm } from './form';

interface JobPage extends ObjectPage {
  rows: MetadataRow[];
  /** Keys of the metadata that the API has. */
  knownKeys: string[];
}

const JOB: ObjectStep<Job, JobForm, JobPage> = {
  kind: 'job',
  fields: JOB_FIELDS,
  name: ({ name }) => name,
  isSame: (job, input) => {
    const now = readJobForm(jobValues(job), false).input;
    // The form of a job that exists does not send its code, which cannot change.
    return sameInput(now, { ...input, category_code: input.category_code || now?.category_code });
  },
  summary: ({ onboarding }, job) => jobRows(onboarding, job, null).rows,
  load: (api, id) => api.getJob(id),
  create: ({ api, onboarding }, input, key) =>
    api.createJob({ ...input, entity: onboarding.entity_id ?? '' }, key),
  update: ({ api }, id, { category_code: _fixed, ...changes }) => api.updateJob(id, changes),
  newest: async ({ api, onboarding }) =>
    (await api.listJobs({ limit: 100 })).filter(({ entity }) => entity === onboarding.entity_id),
  show,
};

export function jobRoutes(deps: JourneyDeps): Router {
  const router = Router({ mergeParams: true });
  const form = { open: showJob, typed: typedJob, show, send: saveJob };
  const choice = { open: openStep, typed: typedChoice, show, send: chooseJob };
  router.use(formRoutes(deps, 'job', '/job', form), formRoutes(deps, 'job', '/job/existing', choice));
  return router;
}

async function showJob(journey: Journey): Promise<void> {
  const objectId = shownObject(journey, 'job');
  if (objectId === null) return show(journey, { ...blank(journey), values: filledIn(journey, 'job') });
  return showObject(journey, 'job', {
    read: async () => formOf(journey, await journey.api.getJob(objectId)),
    blank: blank(journey),
    show,
  });
}

function formOf({ deps }: Journey, job: Job): JobPage {
  const rows = rowsOf(job.custom_metadata);
  return {
    ...freshForm(deps.newKey, jobValues(job)),
    rows,
    knownKeys: rows.map(({ key }) => key),
    objectId: job.id,
    basis: basisOf(job),
  };
}

function typedJob(journey: Journey): JobPage {
  const body = journey.req.body as FormBody;
  return {
    ...typedForm(journey),
    rows: metadataRows(body),
    knownKeys: knownKeys(body),
    objectId: changedObject(journey, 'job'),
  };
}

async function saveJob(journey: Journey, typed: JobPage): Promise<void> {
  const body = journey.req.body as FormBody;
  if (isSearch(body)) return show(journey, { ...typed, goOnAt: 'category_code' });
  if (body._add_row !== undefined) return show(journey, withAnotherRow(typed));
  const { input, errors } = readJobForm(body, typed.objectId === null);
  return input ? submitObject(journey, JOB, typed, input) : show(journey, withErrors(typed, errors));
}

/** By the button, or by the Enter key right after something else was typed into the search. */
function isSearch(body: FormBody): boolean {
  if (body._search_codes !== undefined) return true;
  return body._enter !== undefined && textOf(body, 'category_query') !== textOf(body, 'category_query_was');
}

function typedChoice(journey: Journey): JobPage {
  const id = chosenId(journey.req.body as FormBody, 'existing_job');
  return { ...blank(journey), values: id === null ? {} : { existing_job: id } };
}

async function chooseJob(journey: Journey, again: JobPage): Promise<void> {
  const { api, onboarding } = journey;
  const id = again.values.existing_job ?? null;
  return chooseObject(journey, JOB, again, 'existing_job', async () => {
    if (id === null) return 'Choose a job from the list';
    const job = await api.getJob(id);
    const isForeign = job.entity !== onboarding.entity_id;
    return isForeign ? 'This job belongs to another entity. Choose one from the list' : job;
  });
}

function blank(journey: Journey): JobPage {
  const basis = basisOfNew(journey, 'job');
  return { ...freshForm(journey.deps.newKey), rows: [], knownKeys: [], objectId: null, basis };
}

async function show(journey: Journey, page: JobPage): Promise<void> {
  const { onboarding, api } = journey;
  const action = paths.step(onboarding.id, 'job');
  const { category_query: query = '', wage_type: wageType } = page.values;
  // A job that exists keeps its code: the form carries it to show it, not to change it.
  const code = page.values.category_code ?? page.values.fixed_category_code ?? '';
  const [categories, existing] = await Promise.all([
    categoryChoice(api, query, code, page.goOnAt === 'category_code'),
    page.objectId ? null : existingJobs(journey, action, page.values.existing_job ?? onboarding.job_id),
  ]);
  const shown = { ...page, values: { ...page.values, category_code: code } };
  return renderForm(journey, 'job', shown, page.objectId && 'Change the job', {
    objectId: page.objectId,
    testData: page.objectId ? null : await testDataPanel(journey, 'job', action),
    effect: effectOfChange(onboarding, 'Wage, place and kind of work decide the price'),
    rows: withSpareRows(page.rows),
    knownKeys: page.knownKeys,
    entityName: onboarding.entity_name,
    categories,
    categoryCode: code,
    categoryText: categories.options.find(({ value }) => value === code)?.text ?? code,
    wageTypes: WAGE_TYPES.map((type) => ({ ...type, checked: type.value === wageType })),
    existing,
    existingAction: choiceAction(journey, action),
    newHref: anotherHref(journey, 'job', action),
  });
}
