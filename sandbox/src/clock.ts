/** The one clock of the sandbox: everything with a date asks it, so that time can be moved for all at once. */
export interface Clock {
  /** Sandbox time in milliseconds since the epoch. */
  now(): number;
  /** Sandbox time in whole seconds since the epoch, UTC: the unit of the API. */
  seconds(): number;
  /** Real time in milliseconds: what receivers compare signature timestamps with. */
  real(): number;
  /** How far sandbox time is ahead of real time, in milliseconds. */
  offset(): number;
  /** How far it was moved in all, in milliseconds. */
  moved(): number;
  /** Whether it shows the same until it is moved, as it does with a seed. */
  stands(): boolean;
  /** Moves sandbox time forward and keeps that on disk. Whoever calls it does what fell due then. */
  advance(milliseconds: number): void;
  /** Reads what is on disk again, after the state was replaced. */
  reload(): void;
  /** Does something as if it were that time (epoch seconds): what was due then sees the clock of then. */
  during<T>(seconds: number, work: () => T): T;
  /**
   * When something due at that time happens (milliseconds): at that time if the clock was moved over it, else now.
   * So a long jump runs through a schedule of retries as those days would have.
   */
  happens(due: number): number;
}

/** Where it is kept how far the clock was moved, in milliseconds. */
export interface KeptOffset {
  read(): number;
  write(milliseconds: number): void;
  /** What it shows when it was not moved (milliseconds), where that is not real time. */
  start(): number | undefined;
}

/** Jumps that are remembered: far more than can still have something due inside them. */
const MOST_JUMPS = 100;

export function createClock(kept: KeptOffset, real: () => number = Date.now): Clock {
  let offset = kept.read();
  let start = kept.start();
  let frozen: number | undefined;
  let jumps: { from: number; to: number }[] = [];
  const now = () => frozen ?? (start ?? real()) + offset;
  return {
    now,
    seconds: () => Math.floor(now() / 1000),
    real,
    offset: () => (start === undefined ? offset : start + offset - real()),
    moved: () => offset,
    stands: () => start !== undefined,
    advance(milliseconds) {
      const from = now();
      kept.write(offset + milliseconds);
      offset += milliseconds;
      jumps = [...jumps, { from, to: from + milliseconds }].slice(-MOST_JUMPS);
    },
    reload() {
      offset = kept.read();
      start = kept.start();
      jumps = [];
    },
    during(seconds, work) {
      const before = frozen;
      frozen = seconds * 1000;
      try {
        return work();
      } finally {
        frozen = before;
      }
    },
    happens: (due) => (jumps.some(({ from, to }) => due > from && due <= to) ? due : now()),
  };
}
