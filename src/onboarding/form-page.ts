import { apiErrorModel, upstreamStatus, type ApiErrorModel } from '../middleware/errors';
import type { PageSettings } from '../middleware/page';
import { paths } from '../paths';
import { explainError } from '../policy-api/error-catalog';
import { PolicyApiError } from '../policy-api/errors';
import { withChosenPlaces } from './address';
import { idempotencyKeyOf, textOf, valuesOf, type FormBody, type FormError, type FormValues } from './form';
import type { Journey } from './journey';
import { COUNTRIES, STATES } from './places';
import { stepOf, type Step, type StepId } from './steps';
import { waysToObject } from './ways-forward';

/** A form as its page shows it: what was typed, what is wrong with it, and the key for the next try. */
export interface FormPage {
  status: number;
  values: FormValues;
  errors: FormError[];
  apiError: ApiErrorModel | null;
  idempotencyKey: string;
  /** The last try with this key may have worked: its answer never came. */
  answerLost: boolean;
  /** What the form was made from (see conflict.ts); empty where that does not matter. */
  basis: string;
}

/** A form nobody has typed into yet. */
export function freshForm(newKey: () => string, values: FormValues = {}): FormPage {
  const idempotencyKey = newKey();
  return { status: 200, values, errors: [], apiError: null, idempotencyKey, answerLost: false, basis: '' };
}

/** The form as it was sent, with the key it was sent with. */
export function typedForm(journey: Journey, neverShown: readonly string[] = []): FormPage {
  const body = journey.req.body as FormBody;
  const idempotencyKey = idempotencyKeyOf(body, journey.deps.newKey);
  const values = valuesOf(body, neverShown);
  const [answerLost, basis] = [textOf(body, 'answer_lost') !== '', textOf(body, 'basis')];
  return { status: 200, values, errors: [], apiError: null, idempotencyKey, answerLost, basis };
}

/** The form with what was found wrong in it. */
export function withErrors<Page extends FormPage>(page: Page, errors: FormError[]): Page {
  return { ...page, status: 400, errors };
}

/**
 * The form after the API refused or failed: the API's own words, at the field they concern where there is one. The
 * key for the next try is the same where this try may have worked, else a new one; where the try before may have
 * worked and this one failed for a reason that may be another, the key gets one more chance. Anything else is thrown on.
 * `fields` are the names in the form.
 */
export function withFailure<Page extends FormPage>(
  page: Page,
  error: unknown,
  fields: readonly string[],
  newKey: () => string,
): Page {
  if (!(error instanceof PolicyApiError)) throw error;
  // Never carried out, so the key is as good as before.
  const limited = error.status === 429;
  const answerLost = limited ? page.answerLost : mayHaveWorked(error);
  const keepsKey = limited || answerLost || (page.answerLost && (error.status ?? 0) >= 500);
  return {
    ...page,
    status: upstreamStatus(error),
    errors: formErrorsOf(error, fields),
    apiError: apiErrorModel(error),
    idempotencyKey: keepsKey ? page.idempotencyKey : newKey(),
    answerLost,
  };
}

/**
 * Renders the form's page: what every step's form needs, and `more` that is the step's own. `updates` tells whether
 * the form changes an object that is there; left out, whether it has an `objectId`.
 */
export function renderForm(
  journey: Journey,
  step: StepId,
  page: FormPage,
  title: string | null,
  more: { objectId?: string | null; updates?: boolean; [name: string]: unknown },
): Promise<void> {
  const { onboarding } = journey;
  const action = paths.step(onboarding.id, step);
  const settings: PageSettings & { status: number } = {
    title: `${page.errors.length > 0 ? 'Error: ' : ''}${title ?? stepOf(step).title}`,
    status: page.status,
  };
  return journey.render(`onboarding/${step}`, settings, {
    action,
    values: withChosenPlaces(page.values),
    errors: page.errors,
    fieldErrors: errorsByField(page.errors),
    apiError: page.apiError,
    idempotencyKey: page.idempotencyKey,
    answerLost: page.answerLost,
    basis: page.basis,
    call: callOf(stepOf(step), more.updates ?? Boolean(more.objectId)),
    states: STATES,
    countries: COUNTRIES,
    ways: page.apiError ? waysToObject(page.apiError, step, onboarding.id) : [],
    ...more,
  });
}

/** What sending the form does at the API. */
function callOf({ creates, updates }: Step, isUpdate: boolean): { verb: string; call: string } {
  return isUpdate && updates !== null
    ? { verb: 'Updates', call: updates }
    : { verb: 'Creates', call: creates };
}

function errorsByField(errors: readonly FormError[]): Record<string, string> {
  return Object.fromEntries(errors.flatMap(({ field, text }) => (field === null ? [] : [[field, text]])));
}

function formErrorsOf(error: PolicyApiError, fields: readonly string[]): FormError[] {
  const atFields = Object.entries(error.fields)
    .filter(([field]) => fields.includes(field))
    .map(([field, text]) => ({ field, text }));
  if (atFields.length > 0) return atFields;
  const { field, title } = explainError(error);
  // The explanation and the fix stand once, in the box above the form.
  return [{ field: field !== null && fields.includes(field) ? field : null, text: title }];
}

/**
 * No clear answer came, so the object may exist: only the same key is safe. A gateway's answer (no code of the API)
 * says as little. An answer of the API itself, also a 500, is kept with its key and would only be given again
 * ("Idempotent requests").
 */
function mayHaveWorked({ kind, status, code }: PolicyApiError): boolean {
  const fromGateway = code === null && status !== null && [502, 503, 504].includes(status);
  return kind !== 'answer' || fromGateway;
}
