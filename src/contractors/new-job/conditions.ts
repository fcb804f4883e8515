/**
 * The seven conditions under which the policy that a contractor has covers a later job (vendor guide "Repeat coverage"):
 * which of them changed, and which are as before.
 */
import { coverageName } from '../../coverage/types';
import { STATES } from '../../forms/places';
import { sameWords } from '../../quote/terms';

/** What the insurance depends on. Null: not known. */
export interface WorkTerms {
  coverage: readonly string[] | null;
  /** Of the place of work: two letters, or `remote`. */
  workState: string | null;
  /** Of the home address: two letters. */
  homeState: string | null;
  categoryCode: string | null;
}

export interface Question {
  /** What the policy was first bought for. */
  before: WorkTerms;
  /** What is asked for now. */
  now: WorkTerms;
  /** What the API says to an assignment. */
  answer: { result: boolean; message: string | null };
  /** How the last charge of the contractor's card went; null: none is known. */
  lastCharge: 'succeeded' | 'failed' | null;
  /** The name of a category code, where it is known. */
  categoryName: (code: string) => string;
}

export type ConditionId =
  'coverage' | 'work_state' | 'home_state' | 'category' | 'platform' | 'reported' | 'charge';

export interface Condition {
  id: ConditionId;
  state: 'changed' | 'same' | 'unknown';
  name: string;
  /** The rest of the sentence, with what it was before and what it is now. */
  text: string;
}

/** What an answer that says no names as its reason. Only the first of these texts is documented. */
const NAMED_BY: Readonly<Record<Exclude<ConditionId, 'reported'>, RegExp>> = {
  category: /category/i,
  coverage: /coverage type/i,
  work_state: /work state/i,
  home_state: /(residence|home) state/i,
  platform: /platform/i,
  charge: /charge|card/i,
};

/** All seven, those that changed first. The answer of the API counts for more than what is known here. */
export function conditionsOf({ before, now, answer, lastCharge, categoryName }: Question): Condition[] {
  const names = (id: keyof typeof NAMED_BY) => !answer.result && NAMED_BY[id].test(answer.message ?? '');
  const has = (type: string) => now.coverage?.includes(type) ?? true;
  const compared = (
    id: 'coverage' | 'work_state' | 'home_state' | 'category',
    name: string,
    values: { before: string | null; now: string | null; same: boolean },
    why: string,
  ): Condition => {
    const isKnown = values.before !== null && values.now !== null;
    const changed = names(id) || (isKnown && !values.same && !answer.result);
    const [was, is] = [values.before ?? 'not known', values.now ?? 'not known'];
    if (changed) return { id, state: 'changed', name, text: `${was} before, ${is} now. ${why}` };
    if (!isKnown) return { id, state: 'unknown', name, text: `${was} before, ${is} now.` };
    return { id, state: 'same', name, text: values.same ? `${is}, as before.` : `${was} before, ${is} now.` };
  };
  const category = (code: string | null) => code && categoryName(code);
  const conditions: Condition[] = [
    compared(
      'coverage',
      'Coverage types',
      {
        before: coverageNames(before.coverage),
        now: coverageNames(now.coverage),
        same: sameWords(before.coverage ?? [], now.coverage ?? []),
      },
      'A policy covers the types that were first bought.',
    ),
    has('workers-comp') || names('work_state')
      ? compared(
          'work_state',
          'Work state',
          pair(before.workState, now.workState, stateName),
          'Workers’ compensation is written for a state.',
        )
      : matterless('work_state', 'Work state', now.workState, 'workers’ compensation'),
    has('general') || names('home_state')
      ? compared(
          'home_state',
          'Home state',
          pair(before.homeState, now.homeState, stateName),
          'General liability is written for the state of residence.',
        )
      : matterless('home_state', 'Home state', now.homeState, 'general liability'),
    compared(
      'category',
      'Job category',
      pair(before.categoryCode, now.categoryCode, category),
      'The kind of work decides what is insured.',
    ),
    names('platform')
      ? {
          id: 'platform',
          state: 'changed',
          name: 'Labour platform',
          text: 'another one before, this one now.',
        }
      : { id: 'platform', state: 'same', name: 'Labour platform', text: 'this one, as before.' },
    { id: 'reported', state: 'same', name: 'Reported as an assignment', text: 'yes, by this very question.' },
    charge(names('charge') || lastCharge === 'failed', lastCharge),
  ];
  const changedFirst = (one: Condition) => (one.state === 'changed' ? 0 : 1);
  return conditions.sort((a, b) => changedFirst(a) - changedFirst(b));
}

function charge(failed: boolean, last: Question['lastCharge']): Condition {
  const [id, name] = ['charge', 'Last charge'] as const;
  if (failed)
    return {
      id,
      state: 'changed',
      name,
      text: 'paid before, failed now. Renew the card, then it is tried again.',
    };
  if (last === null) return { id, state: 'same', name, text: 'none has failed.' };
  return { id, state: 'same', name, text: 'paid, as before.' };
}

/** A state that the coverage asked for does not depend on. */
function matterless(id: ConditionId, name: string, state: string | null, without: string): Condition {
  const is = state === null ? 'not known' : stateName(state);
  return { id, state: 'same', name, text: `${is}; without ${without} it makes no difference.` };
}

function pair(before: string | null, now: string | null, name: (value: string) => string | null) {
  return { before: before && name(before), now: now && name(now), same: before === now };
}

function coverageNames(types: readonly string[] | null): string | null {
  return types === null || types.length === 0 ? null : [...types].sort().map(coverageName).join(', ');
}

function stateName(state: string): string {
  if (state === 'remote') return 'remote work';
  return STATES.find(({ value }) => value === state)?.text ?? state;
}
