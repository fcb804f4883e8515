/** Health for load balancers and people: `live` says the process answers, `ready` that what it depends on does. */
import { Router } from 'express';
import { paths } from '../paths';
import type { PolicyApi } from '../policy-api/client';
import type { Store } from '../store/store';
import type { WebhookState } from '../webhooks/state';

export interface HealthDeps {
  store: Pick<Store, 'ping'>;
  api: PolicyApi;
  webhooks: WebhookState;
  /** Whether events that were received are applied. */
  events: { check(): Check };
  /** Epoch milliseconds. */
  now: () => number;
}

type Check = { ok: boolean; detail?: string };

/** How long an answer about the API is used again, so that health checks cause no load there. */
const API_CHECK_MS = 15_000;

/** A check that takes longer has failed: whoever asks for health wants an answer. */
const CHECK_MS = 4_000;

export function healthRoutes(deps: HealthDeps): Router {
  const router = Router();
  const checkApi = rememberFor(API_CHECK_MS, deps.now, () => check(() => deps.api.listEvents({ limit: 1 })));

  router.get(paths.live, (_req, res) => {
    res.json({ status: 'ok' });
  });

  router.get(paths.ready, async (_req, res) => {
    const [database, api] = await Promise.all([check(() => deps.store.ping()), checkApi()]);
    const webhook = deps.webhooks.check();
    const events = deps.events.check();
    const ready = database.ok && api.ok && webhook.ok && events.ok;
    res
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ok' : 'unavailable', checks: { database, api, webhook, events } });
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
  now: () => number,
  work: () => Promise<Result>,
): () => Promise<Result> {
  let last: { at: number; result: Promise<Result> } | null = null;
  return () => {
    if (last === null || now() - last.at >= ms) last = { at: now(), result: work() };
    return last.result;
  };
}
