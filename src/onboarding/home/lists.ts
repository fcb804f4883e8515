/** The lists of onboardings on the first page: their names, their order, and what is said of them. */
import type { Paths } from '../../paths';
import type { OnboardingList } from '../../store/onboarding-lists';

/** One list: in a tab of its own, or as a group of those in progress. */
export interface ListWords {
  list: OnboardingList;
  /** How its address names it. */
  show: string;
  text: string;
  /** What is said beside its name. */
  note: string;
  /** What is said where there is nothing in it. */
  empty: { title: string; text: string };
}

/** Those in progress, by whose turn it is. */
export const GROUPS: readonly ListWords[] = [
  {
    list: 'in_progress',
    show: 'waiting',
    text: 'Waiting for you',
    note: 'the next step is yours',
    empty: {
      title: 'Nothing waits for you',
      text: 'Onboardings come here while the next step is yours.',
    },
  },
  {
    list: 'with_contractor',
    show: 'contractor',
    text: 'With the contractor',
    note: 'they have the link',
    empty: {
      title: 'Nothing waits for a contractor',
      text: 'Onboardings come here while the contractor has an application to finish.',
    },
  },
  {
    list: 'in_review',
    show: 'review',
    text: 'With the insurer',
    note: 'reviewed, or being issued',
    empty: {
      title: 'Nothing is with the insurer',
      text: 'Onboardings come here while the insurer reviews an application or issues a policy.',
    },
  },
];

export const DONE: ListWords = {
  list: 'done',
  show: 'done',
  text: 'Done',
  note: 'a policy was issued',
  empty: {
    title: 'No onboarding is done yet',
    text: 'Onboardings come here when a policy is issued. They stay when it expires or is cancelled.',
  },
};

export const REFUSED: ListWords = {
  list: 'refused',
  show: 'refused',
  text: 'Refused or abandoned',
  note: 'they can be quoted or sent again',
  empty: {
    title: 'Nobody was refused, and nothing was abandoned',
    text: 'Onboardings come here when the quote or the application says no, or the application expires.',
  },
};

export const ARCHIVED: ListWords = {
  list: 'archived',
  show: 'archived',
  text: 'Archived',
  note: 'they come back when something is learned of them',
  empty: {
    title: 'Nothing is archived',
    text: 'What was refused or abandoned can be put away here, and taken back.',
  },
};

export const LISTS_SHOWN: readonly ListWords[] = [...GROUPS, DONE, REFUSED, ARCHIVED];

export const EMPTY = {
  title: 'No onboarding in progress',
  text: 'Start one to create a contractor, an entity and a job, fetch a quote, and hand over to the insurance application.',
};

export const NOT_FOUND = {
  title: 'No onboarding found',
  text: 'Contractors are searched by the beginnings of the words of their name, company and email address. Try less of a word.',
};

/** Where a list is; null: all that are in progress. `more`: of the query. */
export function hrefOfList(paths: Pick<Paths, 'home'>, list: ListWords | null, more = ''): string {
  const query = [list === null ? '' : `show=${list.show}`, more].filter(Boolean).join('&');
  return query === '' ? paths.home : `${paths.home}?${query}`;
}

/** Where is what a search found. */
export function hrefOfSearch(paths: Pick<Paths, 'home'>, search: string, more = ''): string {
  return [`${paths.home}?search=${encodeURIComponent(search)}`, more].filter(Boolean).join('&');
}
