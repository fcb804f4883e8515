/** Health for load balancers and people: `live` says the process answers, `ready` that what it depends on does. */
import { Router } from 'express';
import { noStore } from '../middleware/set-up-assets';
import { MethodError } from '../pages/page-errors';
import { patterns } from '../paths';
import type { PolicyApi } from '../policy-api/client';
import type { Store } from '../store/store';
import type { WebhookState } from '../webhooks/state';

export interface HealthDeps {
  store: Pick<Store, 'ping' | 'proveDurable'>;
  api: Pick<PolicyApi, 'listEvents'>;
  webhooks: WebhookState;
  /** Whether events that were received are applied. */
  events: { check(): Check };
  /** Milliseconds on a clock that never steps back, as the wall clock does. */
  monotonicMs: () => number;
}

type Check = { ok: boolean; detail?: string };

/** How long an answer is used again that has a cost: a call of the API, a write to the disk. */
const REMEMBERED_MS = 15_000;

/** A check that takes longer has failed: whoever asks for health wants an answer. */
const CHECK_MS = 4_000;

export function healthRoutes(deps: HealthDeps): Router {
  const router = Router();
  const rarely = (work: () => Promise<unknown>) =>
    rememberFor(REMEMBERED_MS, deps.monotonicMs, () => check(work));
  const checkApi = rarely(() => deps.api.listEvents({ limit: 1 }));
  const checkWrites = rarely(() => deps.store.proveDurable());

  router.get(patterns.live, noStore, (_req, res) => {
    res.json({ status: 'ok' });
  });

  router.get(patterns.ready, noStore, async (_req, res) => {
    const [answers, writes, api] = await Promise.all([
      check(() => deps.store.ping()),
      checkWrites(),
      checkApi(),
    ]);
    const database = answers.ok ? writes : answers;
    const webhook = deps.webhooks.check();
    const events = deps.events.check();
    const ready = database.ok && api.ok && webhook.ok && events.ok;
    res
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ok' : 'unavailable', checks: { database, api, webhook, events } });
  });

  router.all([patterns.live, patterns.ready], ({ method }, res) => {
    res.set('Allow', 'GET, HEAD');
    throw new MethodError(method);
  });

  return router;
}

async function check(work: () => Promise<unknown>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<Check>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, detail: 'no answer in time' }), CHECK_MS);
  });
  const answer = work().then(
    (): Check => ({ ok: true }),
    (error: unknown): Check => ({ ok: false, detail: error instanceof Error ? error.message : 'failed' }),
  );
  const result = await Promise.race([answer, tooLong]);
  clearTimeout(timer);
  return result;
}

function rememberFor<Result>(
  ms: number,
  monotonicMs: () => number,
  work: () => Promise<Result>,
): () => Promise<Result> {
  let last: { at: number; result: Promise<Result> } | null = null;
  return () => {
    const at = monotonicMs();
    if (last === null || at - last.at >= ms) last = { at, result: work() };
    return last.result;
  };
}
