import { coverageItems } from '../../forms/coverage-items';
import { idText } from '../../forms/form';
import { freshForm } from '../../onboarding/journey/form-page';
import { apiNow } from '../../onboarding/quote/api-now';
import { chosenCoverage, filledByLink, startValues } from '../../onboarding/quote/form';
import { view } from '../../pages/view';
import type { Act } from '../act/act';
import { renderAct, typedAct, type ActPage, type ActView } from '../act/act-page';
import { jobChoice, type JobChoice } from './jobs';

interface NewJobView {
  action: string;
  quoteAction: string;
  describeAction: string;
  /** Of the onboarding that the two start. */
  newId: string;
  jobs: JobChoice;
  coverageItems: ReturnType<typeof coverageItems>;
  coverage: string[];
  /** Whether the API says that this takes a quote. */
  needsQuote: boolean;
}
export const newJobView = view<ActView & NewJobView>('contractors/new-job');

/** What the API answers where no policy can cover the job. */
const NEEDS_QUOTE = ['no_active_policy', 'invalid_job_category_code', 'job_category_not_approved'];

export interface NewJobPage extends ActPage {
  coverage: readonly string[];
}

/** The form of a link such as `?job=jb_…&effective_date=2027-01-31`, or as it is at first: from tomorrow on. */
export async function freshNewJob(act: Act): Promise<NewJobPage> {
  const { query } = act.req;
  const { coverage, values: asked } = filledByLink(query);
  const job = typeof query.job === 'string' ? idText(query.job) : '';
  const values = { ...startValues(await apiNow(act), null), ...asked, job };
  return { ...freshForm(act.deps.newKey, values), repeat: false, coverage: coverage ?? [] };
}

export function typedNewJob(act: Act): NewJobPage {
  return { ...typedAct(act), coverage: chosenCoverage(act.body) };
}

export async function showNewJob(act: Act, page: NewJobPage): Promise<void> {
  const action = act.deps.paths.newJob(act.id);
  const jobs = await jobChoice(act, page.values.job ?? '');
  await renderAct(
    act,
    newJobView,
    page,
    {
      title: `New job for ${act.name}`,
      why: {
        text: 'A policy covers later jobs too, while seven conditions stay as they were. The API says whether this one is covered; asking costs nothing and tells nobody.',
        verb: 'Asks',
        call: 'POST /api/v1/assignments with bind: false',
      },
    },
    {
      action,
      quoteAction: `${action}/quote`,
      describeAction: `${action}/describe`,
      newId: act.deps.newId(),
      jobs,
      coverageItems: coverageItems(page.coverage),
      coverage: [...page.coverage],
      needsQuote: NEEDS_QUOTE.includes(page.apiError?.code ?? ''),
    },
  );
}
