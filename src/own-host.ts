import type { Logger } from 'pino';
import { PROJECT_ROOT } from '../lib/project-root';
import type { Config } from './config';
import { csrfToken } from './middleware/set-up-csrf';
import { CSRF_FIELD } from './middleware/show-unsent';
import { testValuesOf } from './onboarding/journey/test-values';
import type { OnboardingOptions } from './onboarding/options';
import { OWN_WORDS } from './own-words';
import { BRAND_STYLES, pathsUnder } from './paths';
import { demoBar } from './demo/scene';
import type { PolicyApi } from './policy-api/client';
import type { Store } from './store/store';
import { schemesInUse } from './webhooks/schemes/chosen';
import type { WebhookSecrets } from './webhooks/secrets';
import type { WebhookState } from './webhooks/state';

/** Everything the app needs, made by server.ts and by the tests. */
export interface AppDeps {
  config: Config & { publicUrl: string; sessionSecret: string };
  environment: 'local' | 'sandbox' | 'production';
  /** Whether the API is a local sandbox that was started along with the app: then there is a demo. */
  ownsSandbox?: boolean;
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

/** The onboarding as this app hosts it: sessions in cookies, one password for all operators, our own layout. */
export function hostedHere({
  config,
  secrets,
  environment,
  ownsSandbox,
  ...deps
}: AppDeps): OnboardingOptions {
  const { publicUrl, operatorPassword, webhooks, api } = config;
  const { basePath = '' } = deps;
  const signOut = operatorPassword === null ? undefined : pathsUnder(basePath).signOut;
  return {
    ...deps,
    basePath,
    publicUrl,
    environment,
    folder: PROJECT_ROOT,
    words: OWN_WORDS,
    ...(config.databaseUrl === null && { dataDir: config.dataDir }),
    applicationHosts: api.applicationHosts,
    webhook: {
      secrets,
      schemes: schemesInUse(webhooks.schemes, environment),
      verify: webhooks.verify,
    },
    csrf: { field: CSRF_FIELD, token: csrfToken },
    session: (req) => req.browser.session,
    user: (req) => (operatorPassword === null || req.browser.signedIn ? { name: 'operator', signOut } : null),
    hook: config.hook,
    testValues: testValuesOf(api.baseUrl),
    brand: { name: config.brand.name, stylesheet: basePath + BRAND_STYLES },
    ...(ownsSandbox && { demo: demoBar(basePath) }),
  };
}
