/** Cover against the job of one onboarding, as two bars over one range of time. Pure: given the same, it draws the same. */
import { day, shortDay, span } from '../../lib/dates';

const DAY = 86_400;

/** Proof is a shape: `cover` is full, `later` is bound and dashed, `gap` is not covered and hatched. */
export type BarKind = 'job' | 'cover' | 'later' | 'gap';

/** Times are epoch seconds; null: not known. */
export interface Span {
  from: number | null;
  until: number | null;
}

interface Bar {
  kind: BarKind;
  /** In per cent of the range. */
  x: number;
  width: number;
  title: string;
  dates: string | null;
  /** Whether its words have more room before its end than after its beginning. */
  endsText: boolean;
}

export interface CoverLane {
  grid: { x: number; text: string }[];
  now: { x: number; text: string; endsText: boolean };
  bars: Bar[];
  /** The same as a sentence. */
  label: string;
}

const TITLES: Readonly<Record<BarKind, string>> = {
  job: 'Job',
  cover: 'Cover',
  later: 'Cover, not proven yet',
  gap: 'Not covered',
};
/** So many days from one line of the grid to the next: the first that leaves few enough lines. */
const STEPS = [1, 2, 7, 14, 28, 91, 182, 364, 1820];
const MOST_LINES = 6;
/** Room before the first and after the last moment, as a share. */
const MARGIN = 0.06;

/** `at`: now. Null where no dates are known: nothing is made up. */
export function coverLaneOf(spans: Partial<Record<BarKind, Span>>, at: number): CoverLane | null {
  const known = (Object.keys(spans) as BarKind[])
    .map((kind) => ({ kind, ...(spans[kind] ?? { from: null, until: null }) }))
    .filter(({ from, until }) => from !== null && (until === null || until > from));
  if (known.length === 0) return null;
  const times = [at, ...known.flatMap(({ from, until }) => [from, until])].filter((time) => time !== null);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const margin = Math.max(DAY, (last - first) * MARGIN);
  const [begin, end] = [Math.floor((first - margin) / DAY) * DAY, last + margin];
  const place = (time: number) => Math.round(((time - begin) / (end - begin)) * 10_000) / 100;
  const bars = known.map(({ kind, from, until }): Bar => {
    const x = place(from ?? begin);
    const width = Math.round((place(until ?? end) - x) * 100) / 100;
    return {
      kind,
      x,
      width,
      title: TITLES[kind],
      dates: span({ from, until }, at),
      endsText: x > 45 && x + width > 60,
    };
  });
  return {
    grid: gridOf(begin, end).map((time) => ({ x: place(time), text: shortDay(time, at) })),
    now: {
      x: place(at),
      text: `${new Date(at * 1000).toISOString().slice(11, 16)} UTC`,
      endsText: place(at) > 80,
    },
    bars,
    label: [
      `Timeline: now is ${day(at)}`,
      ...bars.map(({ title, dates }) => (dates === null ? title : `${title}: ${dates}`)),
    ].join('. '),
  };
}

function gridOf(begin: number, end: number): number[] {
  const days = (end - begin) / DAY;
  const step = (STEPS.find((one) => days / one <= MOST_LINES) ?? Math.ceil(days / MOST_LINES)) * DAY;
  const lines = Array.from(
    { length: Math.ceil((end - begin) / step) },
    (_none, index) => begin + index * step,
  );
  // A text needs room to the right of its line.
  return lines.filter((time) => (time - begin) / (end - begin) < 0.94);
}
