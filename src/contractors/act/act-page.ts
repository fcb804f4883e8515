import { errorsByField, textOf } from '../../forms/form';
import { typedForm, withFailure, type FormPage } from '../../onboarding/journey/form-page';
import { livePage, type LivePage } from '../../live/topics';
import { render, type View } from '../../pages/view';
import { PolicyApiError } from '../../policy-api/errors';
import { mayHaveWorked } from '../../policy-api/retry';
import type { Notice } from '../../pages/notice';
import type { PageSettings } from '../../pages/page';
import { HOOD_EVENTS, hoodOfContractor } from '../../under-the-hood/hood';
import type { Act } from './act';

/** A form of an act as its page shows it. */
export interface ActPage extends FormPage {
  /**
   * Whether it was sent before, and failed without telling whether it was carried out: what it makes is then looked for
   * first.
   */
  repeat: boolean;
}

/** What the views of all acts show. */
export interface ActModel extends Pick<
  ActPage,
  'values' | 'errors' | 'apiError' | 'idempotencyKey' | 'repeat'
> {
  back: { href: string; text: string };
  /** What the page is for, and the call that it makes. */
  why: Why;
  name: string;
  /** For a page that follows what becomes of the contractor. */
  live: LivePage | null;
  fieldErrors: Record<string, string>;
  /** The API gave no answer, so nothing can be done; a form that was sent may be sent again. */
  unavailable: boolean;
}
export interface Why {
  text: string;
  verb: string;
  call: string;
}

/** The name of what they have in common is one, so that a view has its own names for all else. */
export interface ActView {
  act: ActModel;
}

/** The form as it was sent. */
export function typedAct(act: Act): ActPage {
  return { ...typedForm(act), repeat: textOf(act.body, 'repeat') === 'true' };
}

/** The form after a failure (see `withFailure`). */
export function failedAct<Page extends ActPage>(
  act: Act,
  page: Page,
  error: unknown,
  fields: readonly string[],
): Page {
  const failed = withFailure(page, error, fields, act.deps);
  const isUnclear = error instanceof PolicyApiError && error.method === 'POST' && mayHaveWorked(error);
  return { ...failed, repeat: page.repeat || isUnclear };
}

/** The form as it was sent while the API gives no answer, which would have been asked first; null: it gave one. */
export function unsentAct<Page extends ActPage>(act: Act, page: Page): Page | null {
  return act.stale && failedAct(act, page, act.stale.error, []);
}

/** Renders the page of an act. `back`: where it leads back to; the contractor's page by default. */
export async function renderAct<Own extends object>(
  act: Act,
  view: View<ActView & Own>,
  page: ActPage,
  settings: PageSettings & { why: Why; back?: ActModel['back']; live?: LivePage | null },
  own: NoInfer<Own>,
): Promise<void> {
  const { deps, res, name } = act;
  const { back = { href: act.home, text: name }, title, why, live = null, ...frame } = settings;
  // A form that was not sent has its status already.
  if (page.status !== 200) res.status(page.status);
  const { values, errors, apiError, idempotencyKey, repeat } = page;
  const shown: ActModel = {
    back,
    why,
    live,
    name,
    values,
    errors,
    apiError,
    idempotencyKey,
    repeat,
    fieldErrors: errorsByField(errors),
    unavailable: act.stale !== null && apiError === null,
  };
  const notice: Notice | null = act.stale && { kind: 'warning', text: act.stale.text };
  const heading = errors.length > 0 ? `Error: ${title}` : title;
  const scripts = live ? ['copy.js', 'live.js'] : ['copy.js'];
  const events = deps.store.events.page({ contractor: act.id, limit: HOOD_EVENTS });
  const hood = await hoodOfContractor(act.id, act.began, events, deps);
  render(res, view, deps, { scripts, notice, hood, ...frame, title: heading }, { ...own, act: shown });
}

/** For a page that follows its contractor. Ask before anything is read: what changes meanwhile is then never missed. */
export async function followed({ deps, id }: Act): Promise<LivePage | null> {
  const page = await livePage(`cn:${id}`, deps.store, deps.paths);
  return page.version === '' ? null : page;
}
