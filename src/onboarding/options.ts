import type { RequestHandler } from 'express';
import type { HookSettings } from '../compliance/hook/post';
import type { Host } from '../pages/host';
import type { SiteWords } from '../pages/site-words';
import type { PolicyApi } from '../policy-api/client';
import type { Store } from '../store/store';
import type { WebhookOptions } from '../webhooks/delivery';
import type { AnyLogger } from '../webhooks/logger';
import type { OnCoverageChange } from './coverage-change';
import type { TestValue } from './journey/test-values';

/** What the site around it gives the onboarding. */
export interface OnboardingOptions extends Host {
  /** What the routers are mounted below, such as `/insurance`. */
  basePath: string;
  /** The origin that browsers and webhook senders reach your site at, such as `https://platform.example`. */
  publicUrl: string;
  /** The folder that holds `views` and `public`. */
  folder: string;
  /** The folder of the embedded database, if it is in use: the page Doctor says how much room there is. */
  dataDir?: string;
  /** See src/policy-api/client.ts. It stays yours: end it after `close`. */
  api: PolicyApi;
  /** See src/store/open.ts. It stays yours: close it after `close`. */
  store: Store;
  /** Secrets of your webhook endpoint, and how it is signed; `confirm` and `verify` where you want them. */
  webhook: Pick<WebhookOptions, 'secrets' | 'schemes' | 'confirm' | 'verify'>;
  /** Hosts that contractors may be sent to: `apply.1099policy.com`, and for cards `my.1099policy.com`. */
  applicationHosts: readonly string[];
  logger: AnyLogger;
  /** What your operators call what they set and run. Absent: the options of these functions. */
  words?: SiteWords;
  /** Runs before the operator's pages, after their forms were read: your login, your protection of forms. */
  guard?: RequestHandler;
  /**
   * Told where coverage stands, soon after something was learned of it and kept. Where it rejects, or takes
   * longer than 30 seconds, it is told again later, and so is what a crash left open: expect the same more than once.
   */
  onCoverageChange?: OnCoverageChange;
  /** An address of your platform that is called with the same (see src/compliance/hook); its secret signs the calls. */
  hook?: HookSettings | null;
  /** `local` says more about the sandbox that is not real. Absent: that of the client. */
  environment?: 'local' | 'sandbox' | 'production';
  /** DEMO ONLY: the local sandbox's table of test data, for an environment that is local. */
  testValues?: () => Promise<readonly TestValue[]>;
  /** Epoch milliseconds. */
  now?: () => number;
  newId?: () => string;
  newKey?: () => string;
  newToken?: () => string;
  /** How often the stream of live pages shows that it lives. Default 15,000. */
  liveBeatMs?: number;
  /** So many pages wait to be answered at most; what comes beyond is answered 503. Default 256. */
  maxWaitingPages?: number;
}
