import express, { Router, type Express } from 'express';
import { Presenting } from './demo/presenter/presenting';
import { demoRoutes } from './demo/routes';
import { healthRoutes } from './health/routes';
import { OperatorSessions } from './middleware/operator-sessions';
import { setUpApiAccess } from './middleware/set-up-api-access';
import { setUpBrand } from './middleware/set-up-brand';
import { setUpBrowser } from './middleware/browser';
import { setUpCsrf } from './middleware/set-up-csrf';
import { setUpHostCheck } from './middleware/set-up-host-check';
import { setUpHttpsCheck } from './middleware/set-up-https-check';
import { setUpOperatorAccess, setUpOperatorSession } from './middleware/set-up-operator-access';
import { setUpRequestLog } from './middleware/set-up-request-log';
import { setUpSecurityHeaders } from './middleware/set-up-security-headers';
import { createOnboarding, type Onboarding } from './onboarding/create-onboarding';
import { hostedHere, type AppDeps } from './own-host';
import { errorPages } from './pages/errors';

export interface App extends Onboarding {
  express: Express;
}

/** The whole app: a host around the onboarding, which has the pages and the webhook route. All of it, in order. */
export function createApp(deps: AppDeps): App {
  const { config, logger, store, api, now, newToken, monotonicMs, webhookState } = deps;
  const { publicUrl, operatorPassword: password, sessionSecret: secret } = config;
  const overHttps = publicUrl.startsWith('https:');
  // What comes before the pages for operators; filled below, as it has pages too.
  const guard = Router();
  const onboarding = createOnboarding({ ...hostedHere(deps), guard });
  const { pages } = onboarding;
  const sessions = password === null ? null : new OperatorSessions(store.sessions, password, now);
  const presenting = new Presenting(monotonicMs);
  const access = { sessions, attempts: store.signInAttempts, pages, now };

  const app = express();
  // Pages are never kept (Cache-Control: no-store), so there is nothing to compare an ETag with. Assets have their own.
  app.disable('etag');
  app.set('trust proxy', config.trustProxy);

  // First, so that senders get their answer soon, and before any body parser: signatures are made over raw bytes.
  app.use(onboarding.webhook);
  setUpRequestLog(app, logger);
  setUpSecurityHeaders(app, overHttps, () => presenting.isOn);
  setUpBrowser(app, { newToken, publicUrl, secret });

  // Open to all; health under whatever name it is reached.
  app.use(healthRoutes({ store, api, webhooks: webhookState, events: onboarding, monotonicMs }));
  setUpHostCheck(app, config.host, publicUrl);
  setUpBrand(app, config.brand.colour);
  app.use(onboarding.contractor);

  // For operators: before their pages, in this order.
  setUpHttpsCheck(guard, overHttps);
  setUpOperatorSession(guard, access);
  setUpApiAccess(guard, publicUrl);
  setUpCsrf(guard, publicUrl);
  setUpOperatorAccess(guard, access);
  const { baseUrl: apiBase, applicationHosts } = config.api;
  if (deps.ownsSandbox)
    guard.use(demoRoutes({ ...deps, ...onboarding, presenting, apiBase, applicationHosts }));
  guard.use(errorPages(pages, logger));
  app.use(onboarding.operator);
  app.use(errorPages(pages, logger));

  return { ...onboarding, express: app };
}
