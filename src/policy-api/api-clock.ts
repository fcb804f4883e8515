import type { ApiCall } from './calls';

/** Less is the time that an answer took, or two clocks a little apart. */
const SAME_MS = 60_000;
/** An answer tells the time to the second, and is on its way for a while: what differs by so little is the same. */
const UNCLEAR_MS = 2_000;
/** For so long an answer tells what the API's clock shows: that of a sandbox can be moved. */
const TOLD_MS = 60_000;

/** What the API's clock shows, as far as the calls made so far tell. An observer of calls: it makes none itself. */
export class ApiClock {
  readonly #ours: () => number;
  #aheadMs = 0;
  #toldAt = -Infinity;
  /** To the second, and never more than it is: an answer says when it was made, and takes a while to come. */
  #atLeastAheadMs: number | null = null;

  /** `ours` gives epoch milliseconds. */
  constructor(ours: () => number) {
    this.#ours = ours;
  }

  /** An answer that does not say its time leaves what is known. */
  readonly see = ({ status, apiTime }: Pick<ApiCall, 'status' | 'apiTime'>): void => {
    if (status === null) return;
    this.#toldAt = this.#ours();
    if (apiTime === null) return;
    this.#atLeastAheadMs = apiTime - this.#ours();
    const told = aheadOf(apiTime, this.#ours());
    // It goes on evenly then: never back between two answers.
    if (Math.abs(told - this.#aheadMs) > UNCLEAR_MS) this.#aheadMs = told;
  };

  /** Something happened there at this time, in epoch milliseconds: its clock shows no less. */
  readonly reached = (time: number): void => {
    const told = aheadOf(time, this.#ours());
    if (told - this.#aheadMs > UNCLEAR_MS) this.#aheadMs = told;
  };

  /** Epoch milliseconds; by our own clock while no answer told otherwise. */
  now(): number {
    return this.#ours() + this.#aheadMs;
  }

  /** What it showed at a moment of ours, or a little less, in epoch milliseconds: never more. */
  notAfter(ours: number): number {
    return ours + (this.#atLeastAheadMs ?? -SAME_MS);
  }

  /** Whether an answer came in the last minute. */
  get isTold(): boolean {
    return Math.abs(this.#ours() - this.#toldAt) < TOLD_MS;
  }
}

function aheadOf(time: number, ours: number): number {
  const ahead = time - ours;
  return Math.abs(ahead) < SAME_MS ? 0 : ahead;
}
