import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { remember } from '../../lib/remember';

/** How many deliveries that turn out to be made up the API is asked about in a minute. */
export interface AllowanceLimits {
  /** From one network. */
  perNetwork: number;
  /** From all networks together that never sent a real one. */
  strangers: number;
}

export interface Turn {
  /** In how many seconds the API may be asked; 0: now. */
  waitSeconds: number;
  /** For a delivery that was real: it cost nothing, and strangers elsewhere do not touch its network any more. */
  giveBack: () => Promise<void>;
}

const DEFAULT_LIMITS: AllowanceLimits = { perNetwork: 60, strangers: 120 };
const PERIOD = { duration: 60 };
const MAX_SENDERS = 100;

/** The allowance of calls that deliveries nobody can vouch for may cause. Kept in memory, so each process has its own. */
export class ConfirmationAllowance {
  private readonly networks: RateLimiterMemory;
  private readonly strangers: RateLimiterMemory;
  /** Networks that real deliveries came from. */
  private readonly senders = new Map<string, true>();

  constructor({ perNetwork, strangers } = DEFAULT_LIMITS) {
    this.networks = new RateLimiterMemory({ points: perNetwork, ...PERIOD });
    this.strangers = new RateLimiterMemory({ points: strangers, ...PERIOD });
  }

  async take(network: string): Promise<Turn> {
    const limiters = this.senders.has(network) ? [this.networks] : [this.networks, this.strangers];
    const spent: (() => Promise<unknown>)[] = [];
    const giveBack = async () => {
      remember(this.senders, network, true, MAX_SENDERS);
      await Promise.all(spent.map((back) => back()));
    };
    for (const limiter of limiters) {
      const key = limiter === this.networks ? network : 'all';
      // What is beyond the limit is counted too.
      spent.push(() => limiter.reward(key));
      const waitSeconds = await consume(limiter, key);
      if (waitSeconds > 0) return { waitSeconds, giveBack };
    }
    return { waitSeconds: 0, giveBack };
  }
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
  }
}
