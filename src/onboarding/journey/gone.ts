/**
 * What to do about an object of the onboarding that the API does not know any more: it was deleted there, or the key
 * is now one of another account or environment.
 */
import { apiErrorModel, type ApiErrorModel } from '../../pages/errors';
import { isUnknownObject, type PolicyApiError } from '../../policy-api/errors';
import type { ClientWords } from '../../policy-api/words';
import { basisOfNew } from './conflict';
import { withFailure, type FormPage, type ObjectPage } from './form-page';
import type { Journey } from './journey';
import type { SharedKind } from './save-object';
import { isFinished } from './steps';

/** The failure, with a headline that names the object. */
export function goneModel(
  error: PolicyApiError,
  kind: SharedKind | 'application session',
  words: ClientWords,
): ApiErrorModel {
  return { ...apiErrorModel(error, words), title: `The API does not know the ${kind} any more` };
}

const why = (kind: SharedKind) =>
  `The API does not know this ${kind} any more: it was deleted there, or belongs to another account or environment`;

/**
 * Shows the page of an object as `read` makes it. Where the object is gone, the form for another one is shown, `blank`,
 * and says so. Any other failure is thrown on.
 */
export async function showObject<Page extends FormPage>(
  journey: Journey,
  kind: SharedKind,
  pages: { read: () => Promise<Page>; blank: Page; show: (journey: Journey, page: Page) => Promise<void> },
): Promise<void> {
  const { read, blank, show } = pages;
  let page: Page;
  try {
    page = await read();
  } catch (error) {
    if (!isUnknownObject(error)) throw error;
    // A policy was issued for it, so there can be no other. The onboarding's own page tells what is gone.
    if (isFinished(journey.onboarding))
      return journey.redirect(journey.deps.paths.onboarding(journey.onboarding.id));
    const text = `${why(kind)}. Choose another here, or create one`;
    const failed = withFailure(blank, error, [], journey.deps);
    page = {
      ...failed,
      apiError: goneModel(error, kind, journey.deps.words),
      errors: [{ field: null, text }],
    };
  }
  return show(journey, page);
}

/**
 * A form after saving failed. Where the object to change is gone, it becomes the form of a new one: sent again, it
 * creates what was typed. `fields` are the names in the form.
 */
export function withFailedSave(
  journey: Journey,
  kind: SharedKind,
  page: ObjectPage,
  error: unknown,
  fields: readonly string[],
): ObjectPage {
  const failed = withFailure(page, error, fields, journey.deps);
  // Only reading it tells: a change may be refused with 404 for another reason.
  const unknown = page.objectId !== null && isUnknownObject(error) && error.method === 'GET';
  if (!unknown || isFinished(journey.onboarding)) return failed;
  const text = `${why(kind)}. Send the form again to create another with what you typed`;
  return {
    ...failed,
    objectId: null,
    body: { ...page.body, 'custom_metadata.was': [] },
    basis: basisOfNew(journey, kind),
    apiError: goneModel(error, kind, journey.deps.words),
    errors: [{ field: null, text }],
  };
}
