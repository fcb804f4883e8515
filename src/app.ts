import express, { type Express } from 'express';
import { eventLogRoutes } from './event-log/routes';
import { healthRoutes } from './health/routes';
import { liveRoutes } from './live/routes';
import { setUpBrowser } from './middleware/browser';
import { setUpErrors } from './pages/errors';
import { setUpAssets } from './middleware/set-up-assets';
import { setUpCsrf } from './middleware/set-up-csrf';
import { setUpFormBodies } from './middleware/set-up-form-bodies';
import { setUpHostCheck } from './middleware/set-up-host-check';
import { setUpHttpsCheck } from './middleware/set-up-https-check';
import { setUpMethodCheck } from './middleware/set-up-method-check';
import { setUpOperatorAccess, setUpOperatorSession } from './middleware/set-up-operator-access';
import { setUpPageBound } from './middleware/set-up-page-bound';
import { setUpRequestLog } from './middleware/set-up-request-log';
import { setUpSecurityHeaders } from './middleware/set-up-security-headers';
import { setUpUrlCheck } from './middleware/set-up-url-check';
import { setUpViews } from './middleware/set-up-views';
import { returnRoutes } from './onboarding/returned/routes';
import { onboardingRoutes } from './onboarding/routes';
import { makeParts, type AppDeps } from './parts';
import { webhookRoutes } from './webhooks/routes';

export interface App {
  express: Express;
  /** Applies events left over from before, and picks up missed ones from the API. @throws PolicyApiError */
  catchUp(): Promise<void>;
  /** Picks up missed events from the API. Gives back how many there were. @throws PolicyApiError */
  sync(): Promise<number>;
  /** Ends live pages, so that the server can close. */
  endStreams(): void;
  /** Writes what is not on disk yet; for when no request is in flight any more. */
  close(): Promise<void>;
}

/** The whole app: its middleware and routes, in order. */
export function createApp(deps: AppDeps): App {
  const { config, logger, maxWaitingPages } = deps;
  const { publicUrl } = config;
  const overHttps = publicUrl.startsWith('https:');
  const parts = makeParts(deps);

  const app = express();
  // Pages are never kept (Cache-Control: no-store), so there is nothing to compare an ETag with. Assets have their own.
  app.disable('etag');
  app.set('trust proxy', config.trustProxy);
  setUpViews(app);

  // First, so that senders get their answer soon, and before any body parser: signatures are made over raw bytes.
  app.use(webhookRoutes(parts.webhooks));
  setUpRequestLog(app, logger);
  setUpSecurityHeaders(app, overHttps);
  setUpBrowser(app, parts.browser);
  setUpAssets(app);

  // Open to all, under whatever name it is reached.
  app.use(healthRoutes(parts.health));

  // Open to all: the contractor's way back.
  setUpPageBound(app, maxWaitingPages);
  setUpHostCheck(app, config.host, publicUrl);
  setUpUrlCheck(app);
  app.use(returnRoutes(parts.journey));
  setUpMethodCheck(app);

  // For operators.
  setUpHttpsCheck(app, overHttps);
  setUpOperatorSession(app, parts.access);
  setUpFormBodies(app);
  setUpCsrf(app, publicUrl);
  setUpOperatorAccess(app, parts.access);
  app.use(onboardingRoutes(parts.journey));
  app.use(eventLogRoutes(parts.eventLog));
  app.use(liveRoutes(parts.live));
  setUpErrors(app, parts.pages);

  return { express: app, ...parts.work };
}
