/** How long to wait after the first failure of the work; each further failure doubles it, up to the second. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
const LOOK_AGAIN_MS = 5000;

/**
 * Work in the background: one run at a time, once more when it was asked for meanwhile, and again by itself, with
 * growing pauses, for as long as it fails. `work` gives back in how many milliseconds it has more to do, or null.
 */
export class BackgroundTask {
  private timer: { handle: NodeJS.Timeout; at: number } | null = null;
  private running: Promise<void> | null = null;
  private again = false;
  private stopped = false;
  private failures = 0;

  private readonly work: () => Promise<number | null>;
  private readonly onFailure: (error: unknown, failures: number) => void;

  /** `onFailure` is told of each failure, and how often the work has failed without success since. */
  constructor(work: () => Promise<number | null>, onFailure: (error: unknown, failures: number) => void) {
    this.work = work;
    this.onFailure = onFailure;
  }

  /** Whether the last run failed, so that something is left to do. */
  get isFailing(): boolean {
    return this.failures > 0;
  }

  /** Asks for a run within so many milliseconds. Asked for several times before it begins, it is one run. */
  soon(ms: number): void {
    const at = performance.now() + ms;
    if (this.stopped || (this.timer !== null && this.timer.at <= at)) return;
    if (this.timer) clearTimeout(this.timer.handle);
    this.timer = { at, handle: setTimeout(() => void this.now(), ms).unref() };
  }

  /** Runs at once, and resolves when all that was asked for is done or has failed. Never rejects. */
  now(): Promise<void> {
    if (this.timer) clearTimeout(this.timer.handle);
    this.timer = null;
    this.again = !this.stopped;
    this.running ??= this.run();
    return this.running;
  }

  /** Ends it; resolves when the run that is under way, if any, is over. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer.handle);
    await this.running;
  }

  private async run(): Promise<void> {
    await Promise.resolve();
    while (this.again && !this.stopped) {
      this.again = false;
      try {
        const more = await this.work();
        this.failures = 0;
        if (more !== null) this.soon(more);
      } catch (error) {
        this.failures += 1;
        this.onFailure(error, this.failures);
        this.soon(pauseAfter(this.failures));
      }
    }
    // Without a wait after the last look: whoever asks from now on begins the next run.
    this.running = null;
  }
}

/** Half of it by chance, so that processes which failed together do not come back together. */
function pauseAfter(failures: number): number {
  const whole = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  return whole * (0.5 + Math.random() / 2);
}

/**
 * In how many milliseconds to look again: when the next is due, and soon in any case, for what another process has left
 * behind, and for what time alone has brought. Both are epoch milliseconds.
 */
export function lookAgainIn(nextDue: number | null, now: number): number {
  return nextDue === null ? LOOK_AGAIN_MS : Math.min(Math.max(nextDue - now, 0), LOOK_AGAIN_MS);
}
