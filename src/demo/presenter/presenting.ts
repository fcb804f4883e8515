/** How long pages may be shown in frames after the last sign of the presenter's page, in seconds. */
export const LIFE_SECONDS = 900;
/** Pages of a walk that can be gone back to. */
const MOST_STOPS = 60;

/**
 * Whether somebody presents just now, and what of. Only then may pages of the two programs be shown in frames. In memory
 * alone: it is off after each start, and ends by itself soon after the presenter's page was closed.
 */
export class Presenting {
  /** What belongs to the walk began then, in epoch milliseconds. */
  since = 0;
  isLarge = false;
  /** Where it was begun: pages of the sandbox may be in frames of this origin, and of no other. */
  origin = '';
  private until = -Infinity;
  /** The pages that the operator's frame has shown, in order, and which of them it shows now. */
  private stops: string[] = [];
  private at = 0;
  private readonly monotonicMs: () => number;

  constructor(monotonicMs: () => number) {
    this.monotonicMs = monotonicMs;
  }

  get isOn(): boolean {
    return this.monotonicMs() < this.until;
  }

  /** For a while more. */
  keep(): void {
    this.until = this.monotonicMs() + LIFE_SECONDS * 1000;
  }

  /** Begins with a page, and with nothing of what was before. `now`: epoch milliseconds. */
  begin(path: string, now: number): void {
    this.keep();
    this.since = now;
    this.stops = [path];
    this.at = 0;
  }

  end(): void {
    this.until = -Infinity;
  }

  /** The page of the operator's frame. */
  get shown(): string | undefined {
    return this.stops[this.at];
  }

  /** Whether there is a page before the one that is shown, and one after it. */
  get hasBefore(): boolean {
    return this.at > 0;
  }

  get hasAfter(): boolean {
    return this.at < this.stops.length - 1;
  }

  /** Goes on from the page that is shown to another. What came after it, before, is left out then. */
  show(path: string): void {
    if (path === this.shown) return;
    this.stops = [...this.stops.slice(0, this.at + 1), path].slice(-MOST_STOPS);
    this.at = this.stops.length - 1;
  }

  back(): void {
    if (this.hasBefore) this.at -= 1;
  }

  forward(): void {
    if (this.hasAfter) this.at += 1;
  }
}
