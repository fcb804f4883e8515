import { STANDING_STATES, standingWords, type StandingState } from '../../coverage/standing-states';

/** The four questions of the board, in their order. */
const GROUPS = [
  { group: 'covered', text: 'Covered', tone: 'success' },
  { group: 'on_the_way', text: 'On the way', tone: 'info' },
  { group: 'needs_attention', text: 'Needs attention', tone: 'warning' },
  { group: 'not_covered', text: 'Not covered', tone: 'danger' },
] as const;

export interface FilterGroup {
  text: string;
  tone: (typeof GROUPS)[number]['tone'];
  count: number;
  /** The part of all, in per cent, and where it begins. */
  x: number;
  width: number;
  states: { text: string; count: number; href: string; current: boolean }[];
}

export interface Filters {
  total: number;
  groups: FilterGroup[];
  /** The drawing as a sentence. */
  label: string;
}

/** The counts of all states, grouped: each a way to its rows. `hrefOf`: null is all of them. */
export function filtersOf(
  counts: ReadonlyMap<string, number>,
  current: StandingState | null,
  hrefOf: (state: StandingState | null) => string,
): Filters {
  const countOf = (states: readonly StandingState[]) =>
    states.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0);
  const total = countOf(STANDING_STATES);
  let x = 0;
  const groups = GROUPS.map(({ group, text, tone }) => {
    const states = STANDING_STATES.filter((state) => standingWords(state).group === group);
    const count = countOf(states);
    const width = total === 0 ? 0 : Math.round((count / total) * 10_000) / 100;
    const drawn = { x, width };
    x += width;
    return {
      text,
      tone,
      count,
      x: drawn.x,
      width: drawn.width,
      states: states.map((state) => ({
        text: standingWords(state).text,
        count: counts.get(state) ?? 0,
        // Pressed again, all are shown.
        href: hrefOf(state === current ? null : state),
        current: state === current,
      })),
    };
  });
  const said = groups.map(({ text, count }) => `${count} ${text.toLowerCase()}`).join(', ');
  return { total, groups, label: `Of ${total}: ${said}` };
}
