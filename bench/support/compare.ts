export interface BenchOptions {
  rounds: number;
  /** How long each contestant is measured in each round; benchmarks that count instead ignore it. */
  seconds: number;
  /** How many contractors the full sandbox holds. */
  contractors?: number;
  /** How many onboardings the full app holds; ten events each. */
  onboardings?: number;
  /** How many events the app is given. */
  events?: number;
  /** Of pages and jobs only those with this in their name. */
  only?: string;
}

/** What a ratio is called and what it should come to. */
export interface Ratio {
  label: string;
  reference: string;
  goal: number;
  /** The goal is the most that it may come to, not the least. */
  atMost?: boolean;
  value: number;
}

/** The middle of a list of numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/**
 * Runs all contestants once in each round, each round beginning with another one, and gives back the figures of
 * each in the order of the rounds: figures of one round were taken next to each other and may be divided.
 */
export async function inRounds<Name extends string, Figure>(
  rounds: number,
  contestants: Readonly<Record<Name, (round: number) => Promise<Figure>>>,
): Promise<Record<Name, Figure[]>> {
  const names = Object.keys(contestants) as Name[];
  const figures = Object.fromEntries(names.map((name): [Name, Figure[]] => [name, []])) as Record<
    Name,
    Figure[]
  >;
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length]!;
      figures[name].push(await contestants[name](round));
    }
  }
  return figures;
}

/** The median over the rounds of one contestant's figure by another's. */
export function medianRatio(ours: readonly number[], reference: readonly number[]): number {
  return median(ours.map((value, round) => value / (reference[round] ?? NaN)));
}

/** Prints a line for each ratio, and last that of the benchmark: the one nearest to missing its goal. */
export function printRatios(name: string, ratios: readonly Ratio[]): void {
  for (const { label, reference, goal, value } of ratios)
    console.log(`${label}: ${value.toFixed(2)} x ${reference} (goal ${goal})`);
  const margin = ({ value, goal, atMost = false }: Ratio) => (atMost ? goal / value : value / goal);
  const nearest = [...ratios].sort((a, b) => margin(a) - margin(b))[0]!;
  console.log(`${name}: ${nearest.value.toFixed(2)} x ${nearest.reference}, ${nearest.label}`);
}
