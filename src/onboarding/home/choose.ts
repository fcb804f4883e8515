/** What can be done with several onboardings of a list at once: those of its page that are chosen, or all there are. */
import type { Request } from 'express';
import type { Paths } from '../../paths';
import type { OnboardingCounts, OnboardingList, OnboardingLists } from '../../store/onboarding-lists';
import { ARCHIVED, hrefOfList, REFUSED, type ListWords } from './lists';

export interface Choose {
  action: string;
  to: string;
  /** What the button for those that are chosen says. */
  text: string;
  /** The same for all, which is asked about before it is done. */
  all: { text: string; href: string };
  /** Whether it is asked about, and where it is left. */
  asked: { title: string; text: string; leaveHref: string } | null;
}

/** From where to where a button moves them. */
export const listTo = (to: string) =>
  to === 'back' ? { from: ARCHIVED, to: REFUSED } : { from: REFUSED, to: ARCHIVED };

/** What a list offers; null where it has nothing to choose. */
export function chooseIn(
  list: ListWords,
  counts: OnboardingCounts,
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
  const text = `Everything in this list, on all its pages, is moved to “${to.text}”, and can be moved back there.`;
  return {
    action: paths.archive,
    to: isBack ? 'back' : 'archive',
    text: isBack ? 'Take the chosen back' : 'Archive the chosen',
    all,
    asked: query.all === undefined ? null : { title, text, leaveHref: hrefOfList(paths, list) },
  };
}

const AT_ONCE = 100;

/** Moves all of a list to another, and tells how many those were. */
export async function moveAll(
  lists: Pick<OnboardingLists, 'page' | 'move'>,
  from: OnboardingList,
  to: OnboardingList,
): Promise<number> {
  for (let moved = 0; ;) {
    const rows = await lists.page({ list: from, limit: AT_ONCE });
    if (rows.length === 0) return moved;
    moved += await lists.move(
      rows.map(({ id }) => id),
      from,
      to,
    );
  }
}
