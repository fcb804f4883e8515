/** Cover against jobs, as bars over one range of time. Pure: given the same, it draws the same. */
import { counted } from '../../lib/counted';
import { isProven, type StandingState } from '../coverage/standing-states';
import { day, shortDay, span } from '../lib/dates';

const DAY = 86_400;
const WEEK = 7 * DAY;
/** So many weeks are seen at once, and so many of them lie behind. */
const WEEKS = 14;
const WEEKS_BEHIND = 3;
/** To page by. */
export const STEP_SECONDS = 4 * WEEK;

/** Times are epoch seconds; of a job both are known. */
export interface LaneInput {
  name: string;
  job: string;
  href: string;
  state: StandingState;
  cover: { from: number | null; until: number | null };
  work: { from: number; until: number };
}

/** A bar, in per cent of the range. */
export interface Bar {
  kind: 'job' | 'cover' | 'later' | 'gap';
  x: number;
  width: number;
}

export interface Lane {
  name: string;
  job: string;
  href: string;
  bars: Bar[];
  /** What stands behind the last gap, and where it begins; `before`: there is room only before it. */
  gapText: { x: number; before: boolean; days: string } | null;
  /** The same as a sentence. */
  label: string;
  /** For the table. */
  work: string;
  cover: string;
  uncoveredDays: number;
}

export interface Timeline {
  /** The first moment shown, and the one after the last. */
  from: number;
  until: number;
  /** Where each week begins; those with a text are labelled. */
  grid: { x: number; text: string | null }[];
  /** Null: now is not within it. */
  now: number | null;
  lanes: Lane[];
}

type Span = readonly [from: number, until: number];

/** `at`: now; `start`: a moment of the first week shown, else weeks before now are. */
export function timelineOf(rows: readonly LaneInput[], at: number, start: number | null = null): Timeline {
  const from = weekOf(start ?? at - WEEKS_BEHIND * WEEK);
  const until = from + WEEKS * WEEK;
  const place = (time: number) => percent((time - from) / (until - from));
  const weeks = Array.from({ length: WEEKS }, (_none, index) => from + index * WEEK);
  return {
    from,
    until,
    grid: weeks.map((time, index) => ({ x: place(time), text: index % 2 === 0 ? shortDay(time, at) : null })),
    now: at >= from && at < until ? place(at) : null,
    lanes: rows.map((row) => laneOf(row, at, [from, until])),
  };
}

function laneOf(row: LaneInput, at: number, range: Span): Lane {
  const { name, job, href, state, cover, work } = row;
  const covered = isProven(state) ? spanOf(cover) : null;
  const isBound = state === 'awaiting_charge';
  const gaps = isBound ? [] : uncovered([work.from, work.until], covered);
  const uncoveredDays = gaps.reduce((sum, [from, until]) => sum + Math.ceil((until - from) / DAY), 0);
  const bars = [
    ...barOf('job', [work.from, work.until], range),
    ...(covered ? barOf('cover', covered, range) : []),
    ...(isBound ? barOf('later', [work.from, work.until], range) : []),
    ...gaps.flatMap((gap) => barOf('gap', gap, range)),
  ];
  const workText = `${shortDay(work.from, at)} to ${shortDay(work.until, at)}`;
  const coverText = covered
    ? (span(cover, at) ?? 'without known dates')
    : isBound
      ? 'bound, charge due'
      : 'none proven';
  const said =
    uncoveredDays === 0
      ? isBound
        ? 'bound, charge due'
        : 'covered throughout'
      : `${counted(uncoveredDays, 'day')} without cover`;
  return {
    name,
    job,
    href,
    bars,
    gapText: gapTextOf(bars, uncoveredDays),
    label: `${name}, ${job}: job from ${workText}; cover ${coverText}; ${said}`,
    work: workText,
    cover: coverText,
    uncoveredDays,
  };
}

/** What is not known limits nothing. Null for dates that leave no time. */
function spanOf({ from, until }: LaneInput['cover']): Span | null {
  const [begin, end] = [from ?? -Infinity, until ?? Infinity];
  return begin < end ? [begin, end] : null;
}

/** The parts of the work before the cover begins and after it ends. */
function uncovered([from, until]: Span, cover: Span | null): Span[] {
  if (cover === null) return until > from ? [[from, until]] : [];
  const before: Span = [from, Math.min(until, cover[0])];
  const after: Span = [Math.max(from, cover[1]), until];
  return [before, after].filter(([begin, end]) => end > begin);
}

/** What of it is within the range. */
function barOf(kind: Bar['kind'], [from, until]: Span, [first, end]: Span): Bar[] {
  const [left, right] = [Math.max(from, first), Math.min(until, end)];
  if (right <= left) return [];
  const place = (time: number) => percent((time - first) / (end - first));
  return [{ kind, x: place(left), width: percent((right - left) / (end - first)) }];
}

/** Room that the words need, in per cent: a phone shows the number alone. */
const ROOM = 22;

function gapTextOf(bars: readonly Bar[], days: number): Lane['gapText'] {
  const last = bars.filter(({ kind }) => kind === 'gap').at(-1);
  if (!last) return null;
  const end = Math.max(...bars.filter(({ kind }) => kind !== 'job').map(({ x, width }) => x + width));
  const before = end > 100 - ROOM;
  // Where there is no room on either side, the bar alone shows it, and the table says it.
  if (before && last.x < ROOM) return null;
  return { x: before ? last.x : end, before, days: counted(days, 'day') };
}

/** Monday, 00:00 UTC: 1 January 1970 was a Thursday. */
const weekOf = (time: number): number => Math.floor((time + 3 * DAY) / WEEK) * WEEK - 3 * DAY;

const percent = (share: number): number => Math.round(share * 10_000) / 100;

/** What the range is called. */
export const rangeWords = ({ from, until }: Timeline): string => `${day(from)} to ${day(until - DAY)}`;
