import type { View } from '../../pages/view';
import type { PolicyApi } from '../../policy-api/client';
import type { ObjectForm } from '../../forms/check-form';
import type { FormBody } from '../../forms/form';
import type { FormView, ObjectPage } from './form-page';
import type { Journey } from './journey';
import type { Row } from './rows';
import type { SharedKind } from './save-object';

/** What the views of all objects show. */
export type ObjectView = FormView & ObjectModel;

interface ObjectModel {
  /** What saving brings about. */
  effect: string;
  existingAction: string;
  /** Whether fields that are hardly ever filled in are in sight. */
  moreOpen: boolean;
  /** Where the form for another object is. */
  newHref: string | null;
}

/**
 * What is particular to the object of a step. `Input`: what its form asks the API for. `Own`: what its view shows
 * besides what all do.
 */
export interface ObjectStep<Item extends { id: string }, Input extends object, Own extends object> {
  kind: SharedKind;
  form: ObjectForm<Item, Input>;
  name: (item: Item) => string;
  /** The object in a few lines, for the page. */
  summary: (journey: Journey, item: Item) => Row[];
  /** Why a change of it matters to a quote. */
  because: string;
  load: (api: PolicyApi, id: string) => Promise<Item>;
  create: (journey: Journey, input: Input, idempotencyKey: string) => Promise<Item>;
  update: (journey: Journey, id: string, input: Input) => Promise<Item>;
  /** The newest objects at the API, among which one that was just made must be. */
  newest: (journey: Journey, input: Input) => Promise<Item[]>;
  existing: ExistingChoice<Item>;
  /** Where the form goes on that came back without being sent: its page, by a button of its own. */
  goOnAt?: (body: FormBody) => ObjectPage['goOnAt'];
  view: View<ObjectView & Own>;
  own: (journey: Journey, page: ObjectPage, action: string) => Own | Promise<Own>;
}

/** How an object is chosen that the API has already. */
export interface ExistingChoice<Item> {
  field: string;
  /** The choice in the form; empty when there is none. An id, unless said otherwise. */
  read?: (body: FormBody) => string;
  /** Reads it from the API, or says what is wrong with the choice. */
  find: (journey: Journey, choice: string) => Promise<Item | string>;
}
