/** What can be done with several onboardings of a list at once: those of its page that are chosen, or all there are. */
import type { Request } from 'express';
import type { Paths } from '../../paths';
import type { FirstOfLists, OnboardingList, OnboardingLists } from '../../store/onboarding-lists';
import { ARCHIVED, hrefOfList, REFUSED, type ListWords } from './lists';

export interface Choose {
  action: string;
  to: string;
  /** What the button for those that are chosen says. */
  text: string;
  /** The same for all, which is asked about before it is done. */
  all: { text: string; href: string };
  /** Whether it is asked about, and where it is left. `until`: the latest change in the list, in epoch milliseconds. */
  asked: { title: string; text: string; until: number; leaveHref: string } | null;
}

/** From where to where a button moves them. */
export const listTo = (to: string) =>
  to === 'back' ? { from: ARCHIVED, to: REFUSED } : { from: REFUSED, to: ARCHIVED };

/** What a list offers; null where it has nothing to choose. */
export function chooseIn(
  list: ListWords,
  { counts, first }: Pick<FirstOfLists, 'counts' | 'first'>,
  query: Request['query'],
  paths: Pick<Paths, 'archive' | 'home'>,
): Choose | null {
  if (list !== REFUSED && list !== ARCHIVED) return null;
  const isBack = list === ARCHIVED;
  const count = counts[list.list];
  const all = {
    text: isBack ? `Take all ${count} back` : `Archive all ${count}`,
    href: hrefOfList(paths, list, 'all'),
  };
  const { to } = listTo(isBack ? 'back' : 'archive');
  const title = `${all.text}?`;
  const until = first[list.list][0]?.updated_at ?? 0;
  const text = `Everything in this list, on all its pages, is moved to “${to.text}”, and can be moved back there.`;
  return {
    action: paths.archive,
    to: isBack ? 'back' : 'archive',
    text: isBack ? 'Take the chosen back' : 'Archive the chosen',
    all,
    asked: query.all === undefined ? null : { title, text, until, leaveHref: hrefOfList(paths, list) },
  };
}

const AT_ONCE = 100;

/**
 * Moves all of a list to another, and tells how many those were: all that was there when it was last seen. `until`: the
 * latest change in it then, in epoch milliseconds; what changed since, or joined, stays.
 */
export async function moveAll(
  lists: Pick<OnboardingLists, 'page' | 'move'>,
  from: OnboardingList,
  to: OnboardingList,
  until: number,
): Promise<number> {
  for (let moved = 0; ;) {
    const rows = await lists.page({ list: from, limit: AT_ONCE, before: { updatedAt: until + 1, id: '' } });
    if (rows.length === 0) return moved;
    moved += await lists.move(
      rows.map(({ id }) => id),
      from,
      to,
    );
  }
}
