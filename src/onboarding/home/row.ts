/** An onboarding as a list shows it: one line of its state, with its next action. */
import { momentOf, type Moment } from '../../lib/moment';
import type { Paths } from '../../paths';
import type { ListedOnboarding } from '../../store/onboarding-lists';
import { applicationState } from '../application/state';
import { nextStep } from '../journey/guard';
import { standingTag } from '../journey/standing';
import type { StateTag } from '../journey/state-words';
import { isQuoteIneligible, isQuoteStale, STEPS, stepOf, type StepId } from '../journey/steps';

export interface HomeRow {
  id: string;
  href: string;
  name: string;
  job: string | null;
  entity: string | null;
  /** How many of the steps are done, and of how many. */
  done: number;
  steps: number;
  tag: StateTag;
  action: { text: string; href: string };
  changed: Moment;
}

/** `at`: the API's time, by which changes are kept too, in epoch seconds. */
export function rowOf(row: ListedOnboarding, at: number, paths: Paths): HomeRow {
  const { id } = row;
  return {
    id,
    href: paths.onboarding(id),
    name: row.contractor_name ?? 'Contractor not chosen yet',
    job: row.job_name,
    entity: row.entity_name,
    done: STEPS.filter((step) => step.isDone(row)).length,
    steps: STEPS.length,
    ...stateOf(row, standingTag(row, at), paths),
    changed: momentOf(row.updated_at, at * 1000),
  };
}

type Go = (text: string, step?: StepId) => HomeRow['action'];

function stateOf(row: ListedOnboarding, tag: StateTag, paths: Paths): Pick<HomeRow, 'tag' | 'action'> {
  const go: Go = (text, step) => ({ text, href: step ? paths.step(row.id, step) : paths.onboarding(row.id) });
  const step = nextStep(row)?.id ?? null;
  if (step === null) return { tag, action: afterwards(row, go, paths) };
  if (step === 'quote' && isQuoteStale(row))
    return { tag: { tone: 'warning', text: 'Quote out of date' }, action: go('Quote again', 'quote') };
  const application = applicationState(row);
  if (isQuoteIneligible(row) || application === 'refused')
    return { tag, action: go('Change and quote again', 'quote') };
  if (row.coverage_state === 'not_started' && application === null)
    return {
      tag: { tone: 'neutral', text: stepOf(step).open.state },
      action: go(stepOf(step).open.action, step),
    };
  if (application === 'in_review') return { tag, action: go('See what is known') };
  const text = application === 'applying' ? 'Go to the application' : 'Make a new link';
  return { tag, action: step === 'application' ? go(text, step) : go(stepOf(step).open.action, step) };
}

function afterwards(
  { coverage_state: state, contractor_id: contractor }: ListedOnboarding,
  go: Go,
  paths: Paths,
) {
  if (state === 'issuing' || contractor === null) return go('Watch it');
  return { text: 'New job', href: paths.newJob(contractor) };
}
