import type { ApplicationFact } from '../../coverage/facts';
import { wordOf } from '../../coverage/states';
import type { Paths } from '../../paths';
import type { ListedOnboarding } from '../../store/onboarding-lists';
import type { OnboardingRow } from '../../store/onboardings';
import { applicationState } from '../application/state';
import { QUOTE_TAGS, quoteState } from '../quote/state';
import { STEPS, stepOf, type Step, type StepId } from './steps';

/** The first step that is not done, or null when all are. */
export function nextStep(onboarding: ListedOnboarding): Step | null {
  return STEPS.find((step) => !step.isDone(onboarding)) ?? null;
}

/** Where to go on: the page of the next step, or the onboarding's own page when all are done. */
export function nextPath(onboarding: OnboardingRow, paths: Paths): string {
  const step = nextStep(onboarding);
  return step ? paths.step(onboarding.id, step.id) : paths.onboarding(onboarding.id);
}

/** Thrown when a step has to be done before the one of a page. */
export class StepMissingError extends Error {
  readonly step: StepId;

  constructor(step: StepId) {
    super(`The step ${step} has to be done first`);
    this.step = step;
  }
}

/** The step that has to be done before this one may be opened, or null when it may. */
export function missingStep(onboarding: OnboardingRow, id: StepId): Step | null {
  return (
    stepOf(id)
      .needs.map(stepOf)
      .find((step) => !step.isDone(onboarding)) ?? null
  );
}

/** @throws StepMissingError when a step has to be done before this one */
export function needStepsBefore(onboarding: OnboardingRow, id: StepId): void {
  const missing = missingStep(onboarding, id);
  if (missing) throw new StepMissingError(missing.id);
}

export interface ProgressItem {
  id: string;
  title: string;
  href: string | null;
  state: 'done' | 'current' | 'started' | 'todo' | 'attention';
  note?: string;
  /** Set on the current step when it is done already. */
  done?: boolean;
}

const NEEDS_ATTENTION: readonly ApplicationFact[] = ['refused', 'application_expired', 'application_gone'];

function applicationProgress(onboarding: OnboardingRow): Pick<ProgressItem, 'state' | 'note'> {
  const state = applicationState(onboarding);
  if (state === null) return { state: 'todo' };
  const note = wordOf(state);
  return { state: NEEDS_ATTENTION.includes(state) ? 'attention' : 'started', note };
}

/** The progress bar. Steps whose needs are met are links. `gone`: steps whose object the API does not know. */
export function progress(
  onboarding: OnboardingRow,
  current: StepId | null,
  gone: ReadonlySet<StepId>,
  paths: Paths,
): ProgressItem[] {
  return STEPS.map((step) => {
    const { id, title } = step;
    const href = missingStep(onboarding, id) || id === current ? null : paths.step(onboarding.id, id);
    if (id === current) return { id, title, href, state: 'current', done: step.isDone(onboarding) };
    if (gone.has(id)) return { id, title, href, state: 'attention', note: 'Not known' };
    if (step.isDone(onboarding)) return { id, title, href, state: 'done' };
    const quote = id === 'quote' ? quoteState(onboarding) : null;
    if (quote) return { id, title, href, state: 'attention', note: QUOTE_TAGS[quote].text };
    if (id === 'application') return { id, title, href, ...applicationProgress(onboarding) };
    return { id, title, href, state: 'todo' };
  });
}
