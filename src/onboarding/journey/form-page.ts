import { NEVER_SHOWN } from '../../pages/unsent-form';
import { apiErrorModel, upstreamStatus, type ApiErrorModel } from '../../pages/errors';
import type { PageSettings } from '../../pages/page';
import type { View } from '../../pages/view';
import { explainError } from '../../policy-api/error-catalog';
import type { ClientWords } from '../../policy-api/words';
import { PolicyApiError } from '../../policy-api/errors';
import { mayBeKept, mayHaveWorked } from '../../policy-api/retry';
import { withChosenPlaces } from '../../forms/address';
import {
  errorsByField,
  idempotencyKeyOf,
  textOf,
  valuesOf,
  type FormBody,
  type FormError,
  type FormValues,
} from '../../forms/form';
import type { Journey } from './journey';
import type { JourneyView } from './journey-view';
import { COUNTRIES, STATES } from '../../forms/places';
import type { Card, Row } from './rows';
import { stepOf, type Step, type StepId } from './steps';
import type { TestDataPanel } from './test-data';
import { waysToObject, type WayForward } from './ways-forward';

/** A form as its page shows it: what was typed, what is wrong with it, and the key for the next try. */
export interface FormPage {
  status: number;
  values: FormValues;
  errors: FormError[];
  apiError: ApiErrorModel | null;
  idempotencyKey: string;
  /** What the form was made from (see conflict.ts); empty where that does not matter. */
  basis: string;
  /** What somebody else saved since. */
  saved: Card | null;
  /** Where a form goes on that came back for more to be filled in: the field has the keyboard. */
  goOnAt?: 'category_code' | 'custom_metadata';
}

/** The form of an object. */
export interface ObjectPage extends FormPage {
  /** The object that the form changes; null when it creates one. */
  objectId: string | null;
  /** The form as it was sent; or as it would be, to leave the object as it is. */
  body: FormBody;
}

/** A form nobody has typed into yet. */
export function freshForm(newKey: () => string, values: FormValues = {}): FormPage {
  return formWith(values, newKey(), '');
}

/** A request that a form may have come with. */
type Sent = { req: Pick<Journey['req'], 'body'>; deps: Pick<Journey['deps'], 'newKey'> };

/** The form as it was sent, with the key it was sent with. */
export function typedForm({ req, deps }: Sent): FormPage {
  const body = req.body as FormBody;
  const key = idempotencyKeyOf(body, deps.newKey);
  return formWith(valuesOf(body, NEVER_SHOWN), key, textOf(body, 'basis'));
}

function formWith(values: FormValues, idempotencyKey: string, basis: string): FormPage {
  return { status: 200, values, errors: [], apiError: null, idempotencyKey, basis, saved: null };
}

/** The form with what was found wrong in it. */
export function withErrors<Page extends FormPage>(page: Page, errors: FormError[]): Page {
  return { ...page, status: 400, errors };
}

/**
 * The form after the API refused or failed: the API's own words, at the field they concern where there is one. Anything
 * else is thrown on. The key for the next try is the same where only that is safe, and a new one where the same could
 * bring the same answer back; see also create-once.ts. `fields` are the names in the form.
 */
export function withFailure<Page extends FormPage>(
  page: Page,
  error: unknown,
  fields: readonly string[],
  { newKey, words }: { newKey: () => string; words: ClientWords },
): Page {
  if (!(error instanceof PolicyApiError)) throw error;
  // A call that was one too many was never carried out, so the key is as good as before.
  const keepsKey = error.status === 429 || (mayHaveWorked(error) && !mayBeKept(error));
  return {
    ...page,
    status: upstreamStatus(error),
    errors: formErrorsOf(error, fields, words),
    apiError: apiErrorModel(error, words),
    idempotencyKey: keepsKey ? page.idempotencyKey : newKey(),
  };
}

/** What the views of all forms show. */
export type FormView = JourneyView & FormModel;

interface FormModel extends Omit<FormPage, 'status' | 'goOnAt'> {
  action: string;
  fieldErrors: Record<string, string>;
  goOnAt: FormPage['goOnAt'] | null;
  call: { verb: string; call: string };
  states: typeof STATES;
  countries: typeof COUNTRIES;
  /** The object that the form changes; null when it creates one. */
  objectId: string | null;
  /** Keys of custom metadata that the object has at the API. */
  knownKeys: string[];
  /** What can be done about a failed call, and what to know about it first. */
  ways: WayForward[];
  notes: string[];
  /** What covers the contractor already. */
  policies: { rows: Row[] }[];
  /** DEMO ONLY */
  testData: TestDataPanel | null;
}

/** Names that most forms have nothing for. */
type Optional = Pick<FormModel, 'objectId' | 'knownKeys' | 'ways' | 'notes' | 'policies' | 'testData'>;

/**
 * Renders the form's page: what every step's form needs, and `own` that is the step's own. `updates` tells whether the
 * form changes an object that is there.
 */
export function renderForm<Own extends object>(
  journey: Journey,
  step: StepId,
  view: View<JourneyView & FormModel & Own>,
  page: FormPage,
  { title, updates }: { title: string | null; updates: boolean },
  own: NoInfer<Own> & Partial<Optional>,
): Promise<void> {
  const { onboarding, deps } = journey;
  const { paths } = deps;
  const settings: PageSettings & { status: number } = {
    title: `${page.errors.length > 0 ? 'Error: ' : ''}${title ?? stepOf(step).title}`,
    status: page.status,
  };
  const form: FormModel = {
    action: paths.step(onboarding.id, step),
    values: withChosenPlaces(page.values),
    errors: page.errors,
    fieldErrors: errorsByField(page.errors),
    apiError: page.apiError,
    idempotencyKey: page.idempotencyKey,
    basis: page.basis,
    saved: page.saved,
    goOnAt: page.goOnAt ?? null,
    call: callOf(stepOf(step), updates),
    states: STATES,
    countries: COUNTRIES,
    objectId: null,
    knownKeys: [],
    ways: page.apiError ? waysToObject(page.apiError, step, onboarding.id, paths) : [],
    notes: [],
    policies: [],
    testData: null,
  };
  return journey.render(view, settings, { ...form, ...own });
}

/** What sending the form does at the API. */
function callOf({ creates, updates }: Step, isUpdate: boolean): { verb: string; call: string } {
  return isUpdate && updates !== null
    ? { verb: 'Updates', call: updates }
    : { verb: 'Creates', call: creates };
}

function formErrorsOf(error: PolicyApiError, fields: readonly string[], words: ClientWords): FormError[] {
  const atFields = Object.entries(error.fields)
    .filter(([field]) => fields.includes(field))
    .map(([field, text]) => ({ field, text }));
  if (atFields.length > 0) return atFields;
  const { field, title } = explainError(error, words);
  // The explanation and the fix stand once, in the box above the form.
  return [{ field: field !== null && fields.includes(field) ? field : null, text: title }];
}
