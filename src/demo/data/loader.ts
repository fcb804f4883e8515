import type { SandboxControl } from '../control';
import type { Epoch } from '../epoch';
import type { Kit } from '../kit';
import { ifProblem } from '../problem';
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
  /** What was asked for last: each waits for the one before. */
  private asked: Promise<unknown> = Promise.resolve();
  private readonly epoch: Epoch;
  private readonly failed: (error: unknown) => void;

  /** `failed` is told why it could not go on. */
  constructor(epoch: Epoch, failed: (error: unknown) => void) {
    this.epoch = epoch;
    this.failed = failed;
  }

  /** Empties both sides, and begins; while it is under way that goes on. @throws DemoProblem */
  start(kit: Kit): Promise<void> {
    return this.inTurn(async () => {
      if (this.progress) return;
      await this.epoch.mayForget();
      // Whole hours and minutes: whoever loads it twice sees the same times of day.
      const now = wholeOf(Date.now() / 1000, HOUR);
      await kit.sandbox.resetWithSeed(`demo set ${SEED}`, now - DAYS * DAY);
      await this.epoch.settle();
      this.stopped = false;
      this.progress = { done: 0, total: demoPlan(SEED).length };
      this.running = this.run(kit, now).catch(this.failed);
    });
  }

  /** What has happened stays, and the clock shows real time again. */
  stop(): Promise<void> {
    return this.inTurn(() => this.end());
  }

  /** Empties both sides. @throws DemoProblem */
  empty(sandbox: SandboxControl): Promise<void> {
    return this.inTurn(async () => {
      await this.epoch.mayForget();
      await this.end();
      await sandbox.reset();
      await this.epoch.settle();
    });
  }

  private async end(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.asked.then(work);
    this.asked = done.catch(() => undefined);
    return done;
  }

  private async run(kit: Kit, now: number): Promise<void> {
    try {
      for (const { ago, act } of demoPlan(SEED)) {
        if (this.stopped) break;
        const then = wholeOf(now - ago * DAY, MINUTE);
        await passTime(kit, then);
        await act(kit, then);
        if (this.progress) this.progress.done += 1;
      }
    } finally {
      try {
        await passTime(kit, Math.floor(Date.now() / 1000));
        await kit.settled();
      } finally {
        // Whatever failed, and however long it took: nobody is left in the past.
        await kit.sandbox.moveClock(Math.floor(Date.now() / 1000)).catch(ifProblem);
        this.progress = null;
      }
    }
  }
}

/**
 * Lets the sandbox's clock go on to a time, in epoch seconds, unless it is later already: from one thing that falls due
 * to the next, so that the app hears of each when it happens, and dates it so.
 */
async function passTime(kit: Kit, then: number): Promise<void> {
  await kit.settled();
  for (;;) {
    const { now, next } = await kit.sandbox.clock();
    if (next === null || next.at >= then) return then > now ? kit.sandbox.moveClock(then) : undefined;
    await kit.sandbox.moveClock(Math.max(next.at, now + 1));
    await kit.settled();
  }
}
