/** The job step: create the job, choose an existing one of the entity, or change the one chosen. */
import { Router } from 'express';
import { paths } from '../../paths';
import type { Job } from '../../policy-api/types';
import { effectOfChange, goOn } from '../after-save';
import { basisOf, basisOfNew, conflictOf, conflictOfChoice, withConflict } from '../conflict';
import { chosenId, type FormBody } from '../form';
import { freshForm, renderForm, typedForm, withErrors, withFailure, type FormPage } from '../form-page';
import { showObject, withFailedSave } from '../gone';
import { onJourney, type Journey, type JourneyDeps } from '../journey';
import { knownKeys, metadataRows, rowsOf, withSpareRows, type MetadataRow } from '../metadata';
import { anotherHref, changedObject, sameInput, saveObject, shownObject, useObject } from '../save-object';
import { filledIn, testDataPanel } from '../test-data';
import { categoryChoice } from './category-codes';
import { existingJobs } from './existing-jobs';
import { JOB_FIELDS, jobValues, readJobForm, WAGE_TYPES } from './form';

interface JobPage extends FormPage {
  rows: MetadataRow[];
  /** Keys of the metadata that the API has. */
  knownKeys: string[];
  objectId: string | null;
  /** Whether the category codes were just searched. */
  searched?: boolean;
}

export function jobRoutes(deps: JourneyDeps): Router {
  const router = Router({ mergeParams: true });
  router.get('/job', onJourney(deps, 'job', showJob));
  router.post('/job', onJourney(deps, 'job', saveJob));
  router.post('/job/existing', onJourney(deps, 'job', chooseJob));
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

async function saveJob(journey: Journey): Promise<void> {
  const { req, api, onboarding } = journey;
  const body = req.body as FormBody;
  const typed: JobPage = {
    ...typedForm(journey),
    rows: metadataRows(body),
    knownKeys: knownKeys(body),
    objectId: changedObject(journey, 'job'),
  };
  if (body._search_codes !== undefined) return show(journey, { ...typed, searched: true });
  if (body._add_row !== undefined) {
    return show(journey, { ...typed, rows: [...typed.rows, { key: '', value: '' }] });
  }
  const { input, errors } = readJobForm(body, typed.objectId === null);
  if (!input) return show(journey, withErrors(typed, errors));
  const { category_code: _fixed, ...changes } = input;
  try {
    const conflict = await conflictOf(journey, 'job', typed, {
      load: (id) => api.getJob(id),
      isSame: (job) => {
        const now = readJobForm(jobValues(job), false).input;
        return sameInput(now && { ...now, category_code: input.category_code }, input);
      },
    });
    if (conflict) return await show(journey, withConflict(typed, conflict));
    await saveObject(
      journey,
      { kind: 'job', key: typed.idempotencyKey, name: (job: Job) => job.name },
      {
        create: (key) => api.createJob({ ...input, entity: onboarding.entity_id ?? '' }, key),
        update: (id) => api.updateJob(id, changes),
      },
    );
  } catch (error) {
    return show(journey, withFailedSave(journey, 'job', typed, error, JOB_FIELDS));
  }
  goOn(journey, 'job');
}

async function chooseJob(journey: Journey): Promise<void> {
  const { req, api, deps, onboarding } = journey;
  const id = chosenId(req.body as FormBody, 'existing_job');
  const problem = (text: string) =>
    show(journey, withErrors(blank(journey), [{ field: 'existing_job', text }]));
  if (id === null) return problem('Choose a job from the list');
  try {
    const job = await api.getJob(id);
    if (job.entity !== onboarding.entity_id) {
      return await problem('This job belongs to another entity. Choose one from the list');
    }
    const conflict = conflictOfChoice(journey, 'job', job.id);
    if (conflict) return await show(journey, withConflict(blank(journey), conflict));
    await useObject(journey, 'job', job.id, job.name);
  } catch (error) {
    return show(journey, withFailure(blank(journey), error, [], deps.newKey));
  }
  goOn(journey, 'job');
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
    categoryChoice(api, query, code, page.searched === true),
    page.objectId ? null : existingJobs(journey, action),
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
    existingAction: `${action}/existing`,
    newHref: anotherHref(journey, 'job', action),
  });
}
