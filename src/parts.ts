import type { Logger } from 'pino';
import type { Config } from './config';
import { syncEvents } from './coverage/sync';
import { CoverageUpdater } from './coverage/updater';
import { Changes } from './live/changes';
import { OperatorSessions } from './middleware/operator-sessions';
import { RecentCalls } from './onboarding/journey/recent-calls';
import { testValuesOf } from './onboarding/journey/test-values';
import { pathsUnder } from './paths';
import { ApiClock } from './policy-api/api-clock';
import type { PolicyApi } from './policy-api/client';
import { KeyState } from './policy-api/key-state';
import type { Store } from './store/store';
import { createConfirmation } from './webhooks/confirm';
import { createRecorder } from './webhooks/recorder';
import type { WebhookSecrets } from './webhooks/secrets';
import { makeSchemes } from './webhooks/schemes/chosen';
import { timestamped } from './webhooks/schemes/timestamped';
import type { WebhookState } from './webhooks/state';

/** Everything the app needs, made by server.ts and by the tests. */
export interface AppDeps {
  config: Config & { publicUrl: string; sessionSecret: string };
  environment: 'local' | 'sandbox' | 'production';
  /** What the app is mounted below, such as `/insurance`. */
  basePath?: string;
  api: PolicyApi;
  store: Store;
  secrets: WebhookSecrets;
  webhookState: WebhookState;
  logger: Logger;
  /** Epoch milliseconds. */
  now: () => number;
  /** Milliseconds on a clock that never steps back. */
  monotonicMs: () => number;
  newId: () => string;
  newKey: () => string;
  newToken: () => string;
  /** How often the stream of live pages shows that it lives. */
  liveBeatMs?: number;
  /** So many pages wait to be answered at most; what comes beyond is answered 503. */
  maxWaitingPages?: number;
}

const LIVE_BEAT_MS = 15_000;

/** What the app's middleware and routes work with: what they share, and what each needs of it. */
export function makeParts(deps: AppDeps) {
  const { config, environment, store, now, monotonicMs, logger, secrets, webhookState } = deps;
  const { publicUrl, operatorPassword: password } = config;
  const apiKey = new KeyState();
  const apiClock = new ApiClock(now);
  const api = deps.api.observedBy(apiKey.see).observedBy(apiClock.see);
  const changes = new Changes();
  const coverage = new CoverageUpdater(store, changes.announce, logger, now);
  const record = createRecorder(store.events, coverage.applySoon);
  const recentCalls = new RecentCalls(store.apiCalls, logger);
  const streams = new Set<() => void>();
  const sync = () => syncEvents({ api, record, store, logger }, now);
  const pages = { environment, signIn: password !== null, paths: pathsUnder(deps.basePath ?? '') };
  const sessions = password === null ? null : new OperatorSessions(store.sessions, password, now);
  return {
    pages,
    browser: { now, newToken: deps.newToken, publicUrl, secret: config.sessionSecret },
    access: { sessions, attempts: store.signInAttempts, pages, now },
    webhooks: {
      secrets,
      schemes: [...makeSchemes(config.webhooks.schemes), ...(environment === 'local' ? [timestamped()] : [])],
      confirm: createConfirmation(api),
      record,
      verify: config.webhooks.verify,
      now,
      logger,
    },
    health: { store, api, webhooks: webhookState, events: coverage, monotonicMs },
    journey: {
      ...deps,
      ...pages,
      // However many pages wait for the API, health and the confirmation of webhooks need not.
      api: api.apart(),
      apiKey,
      apiClock,
      publicUrl,
      apiBase: config.api.baseUrl,
      apiEnvironment: config.api.environment,
      applicationHosts: config.api.applicationHosts,
      record,
      coverage,
      testValues: testValuesOf(config.api.baseUrl),
      recentCalls,
    },
    eventLog: { ...pages, store },
    live: { store, changes, streams, beatMs: deps.liveBeatMs ?? LIVE_BEAT_MS },
    work: {
      catchUp: async () => {
        await store.pending.reopenGivenUp();
        await coverage.applyAll();
        await sync();
      },
      sync,
      endStreams: () => streams.forEach((end) => end()),
      close: async () => {
        await coverage.stop();
        await recentCalls.keep();
      },
    },
  };
}
