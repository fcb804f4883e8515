import { isFinished as isFinishedState, type ToldState } from '../../coverage/derive';
import type { ListedOnboarding } from '../../store/onboarding-lists';
import type { OnboardingRow } from '../../store/onboardings';

export type StepId = 'contractor' | 'entity' | 'job' | 'quote' | 'application';

/** One step of the journey. */
export interface Step {
  id: StepId;
  title: string;
  /** What lists say of an onboarding whose next step it is, and what comes then. */
  open: { state: string; action: string };
  /** One sentence, shown on the page. */
  why: string;
  /** The API object the step creates, in the words of the vendor's documentation. */
  creates: string;
  /** The call that changes the object; null where none does. */
  updates: string | null;
  /** Steps that must be done before this one. */
  needs: readonly StepId[];
  next: StepId | null;
  isDone(onboarding: ListedOnboarding): boolean;
}

/** The journey, as one table: the guard, the progress bar, the tests and the README read it. */
export const STEPS: readonly Step[] = [
  {
    id: 'contractor',
    title: 'Contractor',
    open: { state: 'Just started', action: 'Describe the contractor' },
    why: 'Insurance is written for a person. The home state decides the rate of general liability.',
    creates: 'POST /api/v1/contractors',
    updates: 'PUT /api/v1/contractors/{contractor}',
    needs: [],
    next: 'entity',
    isDone: (onboarding) => onboarding.contractor_id !== null,
  },
  {
    id: 'entity',
    title: 'Entity',
    open: { state: 'Contractor saved', action: 'Choose the entity' },
    why: 'The entity is the company the work is for. It says which coverage and limits it asks for.',
    creates: 'POST /api/v1/entities',
    updates: 'PUT /api/v1/entities/{entity}',
    needs: ['contractor'],
    next: 'job',
    isDone: (onboarding) => onboarding.entity_id !== null,
  },
  {
    id: 'job',
    title: 'Job',
    open: { state: 'Entity chosen', action: 'Describe the job' },
    why: 'The kind of work, where it is done and what it pays decide what the insurance costs.',
    creates: 'POST /api/v1/jobs',
    updates: 'PUT /api/v1/jobs/{job}',
    needs: ['contractor', 'entity'],
    next: 'quote',
    isDone: (onboarding) => onboarding.job_id !== null,
  },
  {
    id: 'quote',
    title: 'Quote',
    open: { state: 'Job saved, not quoted yet', action: 'Fetch a quote' },
    why: 'A quote tells whether the contractor can be insured for this job, and at what rate.',
    creates: 'POST /api/v1/quotes',
    updates: 'PUT /api/v1/quotes/{quote}',
    needs: ['contractor', 'entity', 'job'],
    next: 'application',
    isDone: (onboarding) =>
      onboarding.quote_id !== null &&
      (isFinished(onboarding) || (!isQuoteStale(onboarding) && isEligible(onboarding.quote))),
  },
  {
    id: 'application',
    title: 'Application',
    open: { state: 'Quote ready', action: 'Create the application' },
    why: 'The contractor answers the insurer’s questions, signs and pays on the hosted application pages.',
    creates: 'POST /api/v1/apply/sessions',
    updates: null,
    needs: ['contractor', 'entity', 'job', 'quote'],
    next: null,
    isDone: isFinished,
  },
];

/** Whether the application was completed: its quote has become a policy, so nothing changes that any more. */
export function isFinished(onboarding: Pick<OnboardingRow, 'coverage_state'>): boolean {
  return isFinishedState(onboarding.coverage_state as ToldState);
}

/** Whether an object was changed after the quote was made, and the quote still matters. */
export function isQuoteStale(onboarding: Pick<OnboardingRow, 'coverage_state' | 'quote_stale'>): boolean {
  return onboarding.quote_stale === 1 && !isFinished(onboarding);
}

/** Whether the last quote says that the contractor cannot be insured like this, and nothing was changed since. */
export function isQuoteIneligible(onboarding: ListedOnboarding): boolean {
  return (
    onboarding.quote !== null &&
    !isFinished(onboarding) &&
    !isQuoteStale(onboarding) &&
    !isEligible(onboarding.quote)
  );
}

/** The table's row of a step. */
export function stepOf(id: StepId): Step {
  const step = STEPS.find((candidate) => candidate.id === id);
  if (!step) throw new Error(`There is no step ${id}`);
  return step;
}

/** A quote is kept as JSON of its summary (see quote/summary.ts). */
function isEligible(quote: string | null): boolean {
  return quote !== null && (JSON.parse(quote) as { eligible?: unknown }).eligible === true;
}
