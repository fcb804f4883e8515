/** The job step: create the job, choose an existing one of the entity, or change the one chosen. */
import { Router } from 'express';
import { paths } from '../../paths';
import type { Job } from '../../policy-api/types';
import { goOn, noticeOf } from '../after-save';
import { STATE_OPTIONS } from '../address';
import {
  chosenId,
  errorsByField,
  failedForm,
  idempotencyKeyOf,
  textOf,
  valuesOf,
  type FailedForm,
  type FormBody,
  type FormError,
  type FormValues,
} from '../form';
import { onJourney, type Journey, type JourneyDeps } from '../journey';
import { metadataRows, rowsOf, withSpareRows, type MetadataRow } from '../metadata';
import { saveObject, useObject } from '../save-object';
import { existingJobs } from './existing-jobs';
import { categoryChoice } from './category-codes';
import { JOB_FIELDS, jobValues, readJobForm, WAGE_TYPES } from './form';

interface View {
  status?: number;
  values: FormValues;
  rows: MetadataRow[];
  knownKeys: string[];
  errors: FormError[];
  apiError: FailedForm['apiError'] | null;
  idempotencyKey: string;
  objectId: string | null;
}

export function jobRoutes(deps: JourneyDeps): Router {
  const router = Router({ mergeParams: true });
  router.get('/job', onJourney(deps, 'job', showJob));
  router.post('/job', onJourney(deps, 'job', saveJob));
  router.post('/job/existing', onJourney(deps, 'job', chooseJob));
  return router;
}

async function showJob(journey: Journey): Promise<void> {
  const { onboarding, req, api, deps } = journey;
  if (onboarding.job_id === null || req.query.new !== undefined) return show(journey, blank(deps.newKey()));
  const job = await api.getJob(onboarding.job_id);
  return show(journey, {
    ...blank(deps.newKey()),
    values: jobValues(job),
    rows: rowsOf(job.custom_metadata),
    knownKeys: Object.keys(job.custom_metadata ?? {}),
    objectId: job.id,
  });
}

async function saveJob(journey: Journey): Promise<void> {
  const { req, api, deps, onboarding } = journey;
  const body = req.body as FormBody;
  const key = idempotencyKeyOf(body, deps.newKey);
  const objectId = textOf(body, 'object_id') || null;
  const typed: View = {
    ...blank(key),
    values: valuesOf(body),
    rows: metadataRows(body),
    knownKeys: [body['custom_metadata.was'] ?? []].flat(),
    objectId,
  };
  if (body._search_codes !== undefined) return show(journey, typed);
  if (body._add_row !== undefined)
    return show(journey, { ...typed, rows: [...typed.rows, { key: '', value: '' }] });
  const { input, errors } = readJobForm(body, objectId === null);
  if (!input) return show(journey, { ...typed, status: 400, errors });
  const { category_code: _fixed, ...changes } = input;
  try {
    await saveObject(
      journey,
      { kind: 'job', body, key, name: (job: Job) => job.name },
      {
        create: (createKey) => api.createJob({ ...input, entity: onboarding.entity_id ?? '' }, createKey),
        update: (id) => api.updateJob(id, changes),
      },
    );
  } catch (error) {
    return show(journey, { ...typed, ...failedForm(error, JOB_FIELDS, { used: key, newKey: deps.newKey }) });
  }
  await goOn(journey, 'job');
}

async function chooseJob(journey: Journey): Promise<void> {
  const { req, api, deps, onboarding } = journey;
  const id = chosenId(req.body as FormBody, 'existing_job');
  const again: View = { ...blank(deps.newKey()), status: 400 };
  const problem = (text: string) => show(journey, { ...again, errors: [{ field: 'existing_job', text }] });
  if (id === null) return problem('Choose a job from the list');
  try {
    const job = await api.getJob(id);
    if (job.entity !== onboarding.entity_id)
      return await problem('This job belongs to another entity. Choose one from the list');
    await useObject(journey, 'job', job.id, job.name, null);
  } catch (error) {
    const failed = failedForm(error, [], { used: again.idempotencyKey, newKey: deps.newKey });
    return show(journey, { ...again, ...failed });
  }
  await goOn(journey, 'job');
}

function blank(idempotencyKey: string): View {
  return { values: {}, rows: [], knownKeys: [], errors: [], apiError: null, idempotencyKey, objectId: null };
}

async function show(journey: Journey, view: View): Promise<void> {
  const { onboarding, api } = journey;
  const action = paths.step(onboarding.id, 'job');
  const { values } = view;
  const [categories, existing] = await Promise.all([
    categoryChoice(api, values.category_query ?? '', values.category_code ?? ''),
    view.objectId ? null : existingJobs(journey, action),
  ]);
  return journey.render(
    'onboarding/job',
    {
      title: view.objectId ? 'Change the job' : 'Job',
      notice: noticeOf(journey),
      ...(view.status !== undefined && { status: view.status }),
    },
    {
      action,
      existingAction: `${action}/existing`,
      existing,
      newHref: onboarding.job_id === null ? null : `${action}?new`,
      entityName: onboarding.entity_name,
      objectId: view.objectId,
      values,
      rows: withSpareRows(view.rows),
      knownKeys: view.knownKeys,
      categories,
      categoryText:
        categories.options.find(({ value }) => value === values.category_code)?.text ?? values.category_code,
      wageTypes: WAGE_TYPES.map((type) => ({ ...type, checked: type.value === values.wage_type })),
      errors: view.errors,
      fieldErrors: errorsByField(view.errors),
      apiError: view.apiError,
      idempotencyKey: view.idempotencyKey,
      states: STATE_OPTIONS,
      quoteMade: onboarding.quote_id !== null,
    },
  );
}
