import type { Epoch } from '../epoch';
import type { Kit } from '../kit';
import { demoPlan, DAYS } from './plan';

/** How far the set is loaded. */
export interface Progress {
  done: number;
  total: number;
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const wholeOf = (seconds: number, unit: number) => Math.floor(seconds / unit) * unit;
const SEED = 1099;

/** Makes the demo set: what happened in the last days, one thing after the other, on a clock that begins back then. */
export class Loader {
  progress: Progress | null = null;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private readonly epoch: Epoch;
  private readonly failed: (error: unknown) => void;

  /** `failed` is told why it could not go on. */
  constructor(epoch: Epoch, failed: (error: unknown) => void) {
    this.epoch = epoch;
    this.failed = failed;
  }

  /** Empties both sides, and begins. @throws DemoProblem */
  async start(kit: Kit): Promise<void> {
    await this.epoch.mayForget();
    await this.stop();
    // Whole hours and minutes: whoever loads it twice sees the same times of day.
    const now = wholeOf(Date.now() / 1000, HOUR);
    await kit.sandbox.resetWithSeed(`demo set ${SEED}`, now - DAYS * DAY);
    await this.epoch.settle();
    this.stopped = false;
    this.progress = { done: 0, total: demoPlan(SEED).length };
    this.running = this.run(kit, now).catch(this.failed);
  }

  /** What has happened stays, and the clock shows real time again. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  /** Until it is loaded, or stopped. */
  finished(): Promise<void> {
    return this.running;
  }

  private async run(kit: Kit, now: number): Promise<void> {
    try {
      for (const { ago, act } of demoPlan(SEED)) {
        if (this.stopped) break;
        const then = wholeOf(now - ago * DAY, MINUTE);
        await kit.sandbox.moveClockTo(then);
        await act(kit, then);
        if (this.progress) this.progress.done += 1;
      }
    } finally {
      try {
        await kit.sandbox.moveClockTo(Math.floor(Date.now() / 1000));
        await kit.settled();
      } finally {
        this.progress = null;
      }
    }
  }
}
