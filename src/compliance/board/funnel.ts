/** How far onboardings get. Pure. */

/** In order: each has done what those before it have. The index is what the database counts by. */
export const FUNNEL_STAGES = [
  'Started',
  'Job described',
  'Quoted',
  'Link sent',
  'Opened',
  'Completed',
  'Covered',
] as const;

export interface FunnelRow {
  text: string;
  count: number;
  /** Of those that were started, in per cent. */
  width: number;
}

export interface Funnel {
  rows: FunnelRow[];
  /** The same as a sentence. */
  label: string;
}

/** `reached`: how many have got to a stage, and no further. Null: there are none at all. */
export function funnelOf(reached: ReadonlyMap<number, number>): Funnel | null {
  const counts = FUNNEL_STAGES.map((_text, stage) =>
    [...reached].reduce((sum, [at, count]) => (at >= stage ? sum + count : sum), 0),
  );
  const [all = 0] = counts;
  if (all === 0) return null;
  const rows = FUNNEL_STAGES.map((text, stage) => {
    const count = counts[stage] ?? 0;
    return { text, count, width: Math.round((count / all) * 1000) / 10 };
  });
  return { rows, label: rows.map(({ text, count }) => `${text}: ${count}`).join(', ') };
}
