import express, { type Express } from 'express';
import path from 'node:path';
import type { Logger } from 'pino';
import { type Config } from './config';
import { PROJECT_ROOT } from '../lib/project-root';
import { syncEvents } from './coverage/sync';
import { CoverageUpdater } from './coverage/updater';
import { eventLogRoutes } from './event-log/routes';
import { healthRoutes } from './health/routes';
import { Changes } from './live/changes';
import { liveRoutes } from './live/routes';
import { setUpBrowser } from './middleware/browser';
import { FORM_LIMITS, setUpErrors } from './middleware/errors';
import { OperatorSessions } from './middleware/operator-sessions';
import { setUpCsrf } from './middleware/set-up-csrf';
import { setUpHostCheck } from './middleware/set-up-host-check';
import { setUpHttpsCheck } from './middleware/set-up-https-check';
import { setUpMethodCheck } from './middleware/set-up-method-check';
import { setUpOperatorAccess, setUpOperatorSession } from './middleware/set-up-operator-access';
import { setUpPageBound } from './middleware/set-up-page-bound';
import { setUpRequestLog } from './middleware/set-up-request-log';
import { setUpSecurityHeaders } from './middleware/set-up-security-headers';
import { setUpUrlCheck } from './middleware/set-up-url-check';
import { setUpViews } from './middleware/set-up-views';
import { RecentCalls } from './onboarding/journey/recent-calls';
import { onboardingRoutes } from './onboarding/routes';
import { returnRoutes } from './onboarding/returned/routes';
import { testValuesOf } from './onboarding/journey/test-values';
import { paths } from './paths';
import { ApiClock } from './policy-api/api-clock';
import type { PolicyApi } from './policy-api/client';
import { KeyState } from './policy-api/key-state';
import type { Store } from './store/store';
import { createConfirmation } from './webhooks/confirm';
import { createRecorder } from './webhooks/recorder';
import { webhookRoutes } from './webhooks/routes';
import type { WebhookSecrets } from './webhooks/secrets';
import { timestampedSignature } from './webhooks/signature';
import type { WebhookState } from './webhooks/state';

/** Everything the app needs, made by server.ts and by the tests. */
export interface AppDeps {
  config: Config & { publicUrl: string; sessionSecret: string };
  environment: 'local' | 'sandbox' | 'production';
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

export interface App {
  express: Express;
  /** Applies events left over from before, and picks up missed ones from the API. @throws PolicyApiError */
  catchUp(): Promise<void>;
  /** Ends live pages, so that the server can close. */
  endStreams(): void;
  /** Writes what is not on disk yet; for when no request is in flight any more. */
  close(): Promise<void>;
}

/** The whole app: its middleware and routes, in order. */
export function createApp(deps: AppDeps): App {
  const { config, store, now, logger } = deps;
  const apiKey = new KeyState();
  const apiClock = new ApiClock(now);
  const api = deps.api.observedBy(apiKey.see).observedBy(apiClock.see);
  const changes = new Changes();
  const coverage = new CoverageUpdater(store, changes.announce, logger, now);
  const record = createRecorder(store.events, coverage.applySoon);
  const confirm = createConfirmation(api);
  const recentCalls = new RecentCalls(store.apiCalls, logger);
  const streams = new Set<() => void>();
  const pages = { environment: deps.environment, signIn: config.operatorPassword !== null };
  const { operatorPassword: password } = config;
  const sessions = password === null ? null : new OperatorSessions(store.sessions, password, now);
  const access = { sessions, attempts: store.signInAttempts, pages, now };
  const journey = {
    ...deps,
    ...pages,
    // However many pages wait for the API, health and the confirmation of webhooks need not.
    api: api.apart(),
    apiKey,
    apiClock,
    publicUrl: config.publicUrl,
    apiBase: config.api.baseUrl,
    apiEnvironment: config.api.environment,
    applicationHosts: config.api.applicationHosts,
    record,
    coverage,
    testValues: testValuesOf(config.api.baseUrl),
    recentCalls,
  };

  const app = express();
  // Pages are never kept (Cache-Control: no-store), so there is nothing to compare an ETag with. Assets have their own.
  app.disable('etag');
  app.set('trust proxy', config.trustProxy);
  setUpViews(app);
  // First, so that senders get their answer soon, and before any body parser: signatures are made over raw bytes.
  app.use(
    webhookRoutes({
      secrets: deps.secrets,
      scheme: timestampedSignature,
      confirm,
      record,
      verify: config.webhooks.verify,
      now,
      logger,
    }),
  );
  setUpRequestLog(app, logger);
  setUpSecurityHeaders(app, config.publicUrl.startsWith('https:'));
  setUpBrowser(app, { ...deps, publicUrl: config.publicUrl, secret: config.sessionSecret });
  app.use(paths.assets, express.static(path.join(PROJECT_ROOT, 'public'), { maxAge: '1h', index: false }));
  app.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });

  // Open to all, under whatever name it is reached.
  const { webhookState: webhooks, monotonicMs } = deps;
  app.use(healthRoutes({ store, api, webhooks, events: coverage, monotonicMs }));

  setUpPageBound(app, deps.maxWaitingPages);

  // Open to all: the contractor's way back.
  setUpHostCheck(app, config.host, config.publicUrl);
  setUpUrlCheck(app);
  app.use(returnRoutes(journey));
  setUpMethodCheck(app);

  // For operators.
  setUpHttpsCheck(app, config.publicUrl.startsWith('https:'));
  setUpOperatorSession(app, access);
  app.use(
    express.urlencoded({
      extended: false,
      limit: `${FORM_LIMITS.kilobytes}kb`,
      parameterLimit: FORM_LIMITS.fields,
    }),
  );
  setUpCsrf(app, config.publicUrl);
  setUpOperatorAccess(app, access);
  app.use(onboardingRoutes(journey));
  app.use(eventLogRoutes({ ...pages, store }));
  app.use(liveRoutes({ store, changes, streams, beatMs: deps.liveBeatMs ?? LIVE_BEAT_MS }));
  setUpErrors(app, pages);

  return {
    express: app,
    catchUp: async () => {
      await store.pending.reopenGivenUp();
      await coverage.applyAll();
      await syncEvents({ api, record, store, logger }, now);
    },
    endStreams: () => streams.forEach((end) => end()),
    close: async () => {
      await coverage.stop();
      await recentCalls.keep();
    },
  };
}
