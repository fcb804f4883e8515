import { inRounds, median, medianRatio, type Ratio } from '../support/compare';
import { figureLine, type Figure } from '../support/load';

type Contestants = Record<string, () => Promise<Figure>>;

export const BARE = 'a bare Express route that answers the same bytes';
/** What is stored may not be felt, but for what else the machine does. */
const GROWTH_GOAL = 0.8;

/** Measures all in turn and prints their figures; gives back the rates of each. */
export async function compare(what: string, rounds: number, contestants: Contestants) {
  const figures = await inRounds(rounds, contestants);
  for (const [name, all] of Object.entries(figures)) {
    const middle = (of: (figure: Figure) => number) => median(all.map(of));
    const line = figureLine(
      ...([`${what}, ${name}`, middle(({ rate }) => rate), middle(({ cpuMicros }) => cpuMicros)] as const),
    );
    console.log(`${line}, p99 ${middle(({ p99 }) => p99).toFixed(1)} ms`);
  }
  const each = (of: (figure: Figure) => number) => (name: string) => (figures[name] ?? []).map(of);
  return { rates: each(({ rate }) => rate), costs: each(({ cpuMicros }) => cpuMicros) };
}

export const ratio = (
  label: string,
  ours: number[],
  theirs: number[],
  reference: string,
  goal: number,
): Ratio => ({
  label,
  reference,
  goal,
  value: medianRatio(ours, theirs),
});

/** 1 when it costs the same, less when it costs more. */
export const growth = (label: string, cost: number[], few: number[], stored: number) =>
  ratio(label, few, cost, `the same with ${stored} stored, by processor time`, GROWTH_GOAL);
