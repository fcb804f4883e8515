import type { RequestHandler } from 'express';
import type { Store } from '../store/store';
import type { WebhookState } from '../webhooks/state';
import type { SandboxControl } from './control';
import { DemoProblem } from './problem';

const NAME = 'sandbox_epoch';
const KEYED = 'used_with_key';
/** A page asks again only after that: a reset by others is seen soon enough. */
const ASK_AFTER_MS = 1_000;

export interface EpochDeps {
  sandbox: SandboxControl;
  store: Pick<Store, 'settings' | 'forgetAll'>;
  forgetCalls: () => void;
  webhookState: Pick<WebhookState, 'again'>;
  monotonicMs: () => number;
}

/** For an app with a key: what its database holds is real, and never forgotten for a demo later on. */
export async function markKeyed({ settings }: Pick<Store, 'settings'>): Promise<void> {
  if ((await settings.get(KEYED)) === undefined) await settings.set(KEYED, 'yes');
}

/**
 * Keeps the app and its sandbox together: whoever resets the sandbox, from its own page too, and whenever one of the two
 * was killed between. What the app knows belongs to one epoch of the sandbox; of another, it is forgotten.
 */
export class Epoch {
  private readonly deps: EpochDeps;
  private asked = -Infinity;
  private running: Promise<void> | null = null;

  constructor(deps: EpochDeps) {
    this.deps = deps;
  }

  /** Forgets what belongs to another epoch. @throws DemoProblem where the sandbox does not answer */
  settle(): Promise<void> {
    this.running ??= this.compare().finally(() => (this.running = null));
    return this.running;
  }

  /** @throws DemoProblem where the database holds what was made with a key, which a demo must not forget */
  async mayForget(): Promise<void> {
    if ((await this.deps.store.settings.get(KEYED)) === undefined) return;
    throw new DemoProblem(
      'This database also holds what was made with an API key, so it is not emptied. Start with a DATA_DIR of its own for the demo.',
    );
  }

  /** Before the pages for operators: now and then where one is looked at, always where something may be made. */
  readonly beforePages: RequestHandler = async (req, _res, next) => {
    const now = this.deps.monotonicMs();
    const isLook = req.method === 'GET' || req.method === 'HEAD';
    if (isLook && now - this.asked < ASK_AFTER_MS) return next();
    this.asked = now;
    try {
      await this.settle();
    } catch (error) {
      // Pages tell of a sandbox that is away where they need it.
      if (!(error instanceof DemoProblem)) throw error;
    }
    next();
  };

  private async compare(): Promise<void> {
    const { sandbox, store } = this.deps;
    const { epoch: value } = await sandbox.clock();
    const known = await store.settings.get(NAME);
    if (known === value) return;
    // The first time: whatever is here was made with this sandbox.
    if (known === undefined) await store.settings.set(NAME, value);
    else {
      await this.mayForget();
      await store.forgetAll({ name: NAME, value });
      this.deps.forgetCalls();
      // A reset can let webhook endpoints go, too.
      await this.deps.webhookState.again();
    }
  }
}
