/**
 * The whole journey, to be mounted in a site that is there already.
 *
 * Copy this if operators of your platform onboard contractors: `npm run lift -- journey DIR`.
 * It needs the packages @fastify/busboy, csv-stringify, ejs, express, highlight.js, kysely,
 * libphonenumber-js, pg, rate-limiter-flexible, raw-body, standardwebhooks and zod, on Node 20 with SQLite
 * @photostructure/sqlite too, and small ports to what your site has (pages/host.ts).
 * Replace those ports; the app of this repository is one host of it (app.ts).
 */
import { Router, type RequestHandler } from 'express';
import { contractorActs } from '../contractors/acts';
import type { Knowledge } from '../contractors/known/knowledge';
import { contractorListRoutes } from '../contractors/list/routes';
import { ownPageRoutes } from '../contractors/own-page/routes';
import { contractorPageRoutes } from '../contractors/page/routes';
import type { Gate } from '../compliance/ask';
import { gateRoutes } from '../compliance/gate-routes';
import { keyOf, requireKey } from '../compliance/machine-key';
import { complianceRoutes } from '../compliance/routes';
import { doctorRoutes } from '../doctor/routes';
import { eventLogRoutes } from '../event-log/routes';
import { liveRoutes } from '../live/routes';
import { pageBound } from '../middleware/page-bound';
import { noStore, setUpAssets } from '../middleware/set-up-assets';
import { takeUploads } from '../middleware/take-uploads';
import { setUpFormBodies } from '../middleware/set-up-form-bodies';
import { setUpMethodCheck } from '../middleware/set-up-method-check';
import { setUpUrlCheck } from '../middleware/set-up-url-check';
import { errorPages, isForContractors, notFound } from '../pages/errors';
import type { PolicyApi } from '../policy-api/client';
import type { PageOptions } from '../pages/page';
import { patterns } from '../paths';
import { toObjectLogger } from '../webhooks/logger';
import { strayDeliveries, webhookRoutes } from '../webhooks/routes';
import type { OnboardingOptions } from './options';
import { makeParts } from './parts';
import { placeOf, warnOfOtherPlace } from './place';
import { requireOptions } from './require-options';
import { atOnce, requireUser } from './require-user';
import { returnRoutes } from './returned/routes';
import { onboardingRoutes } from './routes';
import { callRoutes } from '../under-the-hood/routes';

/** Mount all three below `basePath`, in this order. */
export interface Onboarding {
  /** Takes deliveries. Before any body parser: signatures are made over raw bytes. Senders have no login. */
  webhook: RequestHandler;
  /** Open to all: where contractors come back to, without an account; the gate, for who shows a key; styles and scripts. */
  contractor: Router;
  /** The pages for operators, behind your login. Whatever else is asked for below `basePath` is not found. */
  operator: Router;
  /** For your endpoint at the API (see src/webhooks/register.ts). */
  webhookUrl: string;
  /** For pages of yours that look like these. */
  pages: PageOptions;
  /** The API, from the answers of which these pages learn, such as what its clock shows. */
  api: PolicyApi;
  /** Applies events left over from before, and picks up missed ones. Call it at the start. @throws PolicyApiError */
  catchUp(): Promise<void>;
  /** Picks up missed events from the API. Gives back how many there were. @throws PolicyApiError */
  sync(): Promise<number>;
  /** What is known of contractors, for questions of yours. */
  knowledge: Knowledge;
  /** May this contractor start this job? The same answer as `GET …/api/coverage` gives. */
  gate: Pick<Gate, 'ask'>;
  /** For readiness: whether events are applied as they come. */
  check(): { ok: boolean; detail?: string };
  /** DEMO ONLY: forgets which calls were made, when what they were made for is forgotten. */
  forgetCalls(): void;
  /** Ends live pages, so that the server can close. */
  endStreams(): void;
  /** Writes what is not on disk yet; for when no request is in flight any more. */
  close(): Promise<void>;
}

/** @throws TypeError that names the option which is missing or cannot be meant, UnusableSecretError */
export function createOnboarding(given: OnboardingOptions): Onboarding {
  requireOptions(given);
  const user = atOnce(given.user, toObjectLogger(given.logger));
  const options = { ...given, ...placeOf(given), user };
  const parts = makeParts(options);
  const { pages, logger, coverage, journey, knowledge } = parts;
  const bound = pageBound(options.maxWaitingPages);

  const returns = Router();
  setUpPages(returns, bound);
  returns.use(returnRoutes(journey), ownPageRoutes(journey));
  returns.use(notFound, errorPages(pages, logger));

  const machines = Router();
  setUpPages(machines, bound);
  machines.use(requireKey(parts.compliance), gateRoutes(parts.compliance));
  machines.use(notFound, errorPages(pages, logger));

  const contractor = Router();
  setUpAssets(contractor, `${options.folder}/public`);
  contractor.use((req, res, next) => (isForContractors(req) ? returns(req, res, next) : next()));
  contractor.use((req, res, next) =>
    req.path.startsWith(patterns.api) && keyOf(req) !== null ? machines(req, res, next) : next(),
  );
  contractor.use(patterns.assets, notFound, errorPages(pages, logger));

  const operator = Router();
  operator.use(warnOfOtherPlace(options.basePath, logger), strayDeliveries(parts.webhook));
  setUpPages(operator, bound);
  setUpFormBodies(operator);
  operator.post(patterns.certificates, takeUploads);
  if (options.guard) operator.use(options.guard, errorPages(pages, logger, { usesStore: false }));
  operator.use(requireUser(options));
  operator.use(onboardingRoutes(journey));
  operator.use(contractorListRoutes(parts.journey));
  operator.use(contractorPageRoutes(parts.journey));
  operator.use(contractorActs(parts.acts));
  operator.use(complianceRoutes(parts.compliance));
  operator.use(eventLogRoutes(parts.eventLog));
  operator.use(doctorRoutes(parts.doctor));
  operator.use(liveRoutes(parts.live));
  operator.use(callRoutes(parts.journey));
  operator.use(notFound, errorPages(pages, logger));

  const webhook = webhookRoutes(parts.webhook);
  const webhookUrl = `${options.publicUrl}${pages.paths.webhook}`;
  return {
    webhook,
    contractor,
    operator,
    webhookUrl,
    pages,
    api: journey.api,
    check: coverage.check,
    knowledge,
    gate: parts.compliance.gate,
    ...parts.work,
  };
}

/** What goes before all pages, as cheap as it is. */
function setUpPages(router: Router, bound: RequestHandler): void {
  router.use(noStore, bound);
  setUpUrlCheck(router);
  setUpMethodCheck(router);
}
