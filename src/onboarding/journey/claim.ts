import type { JourneyStore, KeptTogether } from './journey-store';
import { ConflictError } from './conflict-error';

/** Longer than a page may take with all its calls: only what crashed is still claimed then. */
const LEASE_MS = 40_000;
const WAIT_MS = 5_000;
const LOOK_EVERY_MS = 40;

/** What one request alone may change for the moment. */
export class Claim {
  private readonly names: string[] = [];

  private readonly claims: JourneyStore['claims'];
  private readonly token: string;

  constructor(claims: JourneyStore['claims'], token: string) {
    this.claims = claims;
    this.token = token;
  }

  /**
   * Waits until nobody else holds it.
   * @throws ConflictError when that takes too long
   */
  async take(name: string): Promise<void> {
    const end = performance.now() + WAIT_MS;
    while (!(await this.claims.take(name, this.token, LEASE_MS))) {
      if (performance.now() > end) throw new ConflictError(BUSY);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    this.names.push(name);
  }

  /**
   * Ends it in the transaction that keeps what was done under it.
   * @throws ConflictError when somebody else may have changed the same meanwhile: then nothing may be kept
   */
  async endIn(claims: KeptTogether['claims']): Promise<void> {
    if (!(await claims.end(this.names, this.token))) throw new ConflictError(LOST);
  }

  /** Ends it after the work, however that went. What cannot be ended ends by itself. */
  async release(): Promise<void> {
    if (this.names.length > 0) await this.claims.end(this.names, this.token).catch(() => undefined);
  }
}

const BUSY =
  'This onboarding is being changed at this very moment, in another tab or by somebody else. Nothing was saved: send this again in a moment';
const LOST =
  'This took so long that the onboarding may have been changed meanwhile, in another tab or by somebody else. Look at the onboarding, and send this again if it is still what you want';
