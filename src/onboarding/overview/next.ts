import type { CoverageNow } from '../../coverage/coverage-of';
import { day } from '../../lib/dates';
import type { Paths } from '../../paths';
import type { OnboardingRow } from '../../store/onboardings';
import { nextStep } from '../journey/guard';
import type { QuoteSummary } from '../quote/summary';
import { isFinished, isQuoteIneligible, isQuoteStale, STEPS, type StepId } from '../journey/steps';

/** What the operator can do next, in a sentence or two and at most one link. */
export interface NextAction {
  text: string;
  href: string | null;
  label: string | null;
}

/** `gone`: the steps whose object the API does not know any more. */
export function nextAction(
  onboarding: OnboardingRow,
  standing: CoverageNow,
  gone: ReadonlySet<StepId>,
  paths: Paths,
): NextAction {
  const missing = STEPS.find(({ id }) => gone.has(id));
  if (missing && !isFinished(onboarding)) {
    const name = missing.title.toLowerCase();
    const text = `The API does not know the ${name} any more: it was deleted there, or belongs to another account or environment. Choose or create another.`;
    return { text, href: paths.step(onboarding.id, missing.id), label: `Go to the ${name}` };
  }
  const action = byState(onboarding, standing, paths) ?? byStep(onboarding, paths);
  return gone.size === 0 ? action : { ...action, text: `${lastKnown(gone)} ${action.text}` };
}

/** For an onboarding that is finished: there can be no other object, but what stands on the page may not hold. */
function lastKnown(gone: ReadonlySet<StepId>): string {
  const names = STEPS.filter(({ id }) => gone.has(id)).map(({ title }) => `the ${title.toLowerCase()}`);
  const list = new Intl.ListFormat('en', { type: 'disjunction' }).format(names);
  return `The API does not know ${list} any more: the account was reset or is another one, or they were deleted there. This page shows what was last known, and it may not hold any more.`;
}

const say = (text: string, href: string | null = null, label: string | null = null): NextAction => ({
  text,
  href,
  label,
});

/** What the state of the coverage leaves to do; null while the steps decide. */
function byState(
  onboarding: OnboardingRow,
  { state, from, until }: CoverageNow,
  paths: Paths,
): NextAction | null {
  const application = paths.step(onboarding.id, 'application');
  const { contractor_id: contractor, contractor_name: name } = onboarding;
  const newJob =
    contractor === null ? [] : ([paths.newJob(contractor), `New job for ${name ?? 'them'}`] as const);
  switch (state) {
    case 'application_gone':
      return say(
        'The API does not know the application session any more. Create a new one for the quote.',
        application,
        'Go to the application',
      );
    case 'covered_from':
      return say(`The contractor is covered from ${day(from)}, and can start work then.`, ...newJob);
    case 'covered':
      return say(
        `Coverage is active${until === null ? '' : ` until ${day(until)}`}. The contractor can work.`,
        ...newJob,
      );
    case 'expired':
    case 'cancelled':
      return say(
        `The policy ${state === 'expired' ? 'has expired' : 'was cancelled'}. New coverage for this contractor begins with a new job.`,
        ...newJob,
      );
    case 'refused':
      return say(
        'The contractor was found ineligible. Change the coverage, the job or the contractor and quote again: the new quote gets an application of its own.',
        paths.step(onboarding.id, 'quote'),
        'Quote again',
      );
    case 'issuing':
      return say(
        'The application is complete and the policy is being issued. This takes a few minutes; the page follows.',
      );
    case 'in_review':
      return say(
        'The application is in manual review, usually for less than 24 hours. There is nothing to do meanwhile.',
      );
    case 'application_expired':
      return say(
        'The application has expired. Open it to replace its session.',
        application,
        'Go to the application',
      );
    default:
      return null;
  }
}

function byStep(onboarding: OnboardingRow, paths: Paths): NextAction {
  const next = nextStep(onboarding);
  if (!next) return say('Nothing is left to do.');
  const href = paths.step(onboarding.id, next.id);
  if (next.id === 'quote' && isQuoteStale(onboarding)) {
    return say(
      'An object was changed after the quote was made. Fetch the quote again.',
      href,
      'Go to the quote',
    );
  }
  if (next.id === 'quote' && isQuoteIneligible(onboarding)) {
    const { message } = JSON.parse(onboarding.quote ?? '{}') as Partial<QuoteSummary>;
    return say(
      [
        'The quote says that the contractor cannot be insured for this job with this coverage.',
        message,
        'Choose other coverage, or change the job or the contractor, and quote again.',
      ]
        .filter(Boolean)
        .join(' '),
      href,
      'Change and quote again',
    );
  }
  if (next.id === 'application' && onboarding.session_id !== null) {
    return say('The contractor has to finish the application.', href, 'Go to the application');
  }
  const name = next.title.toLowerCase();
  const then = isQuoteStale(onboarding) ? ' Then the quote has to be fetched again.' : '';
  return say(`The next step is the ${name}.${then}`, href, `Continue with the ${name}`);
}
