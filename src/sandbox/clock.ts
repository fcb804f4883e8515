/** The one clock of the sandbox: everything with a date asks it, so that time can be moved for all at once. */
export interface Clock {
  /** Sandbox time in milliseconds since the epoch. */
  now(): number;
  /** Sandbox time in whole seconds since the epoch, UTC: the unit of the API. */
  seconds(): number;
  /** Real time in milliseconds: what receivers compare signature timestamps with. */
  real(): number;
  /** Moves sandbox time forward. Call `schedule.runDue()` after it. */
  advance(milliseconds: number): void;
  /** Does something as if it were that time (epoch seconds): what was due then sees the clock of then. */
  during<T>(seconds: number, work: () => T): T;
}

export function createClock(real: () => number = Date.now): Clock {
  let offset = 0;
  let frozen: number | undefined;
  const now = () => frozen ?? real() + offset;
  return {
    now,
    seconds: () => Math.floor(now() / 1000),
    real,
    advance(milliseconds) {
      offset += milliseconds;
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
  };
}
