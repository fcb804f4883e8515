/**
 * Copy this if you want to develop against the API without a key or a network: it runs apart, on its own port.
 * It needs src/lib, views/sandbox, public/sandbox and public/shared.
 * Replace nothing; point your client's base URL at it.
 */
import { randomBytes } from 'node:crypto';
import express from 'express';
import { allowOrigins } from './api/cors';
import { apiErrorHandler, lostClient, unknownRoute } from './api/errors';
import { apiRouter } from './api/router';
import { applicationRouter } from './application/routes';
import { createClock } from './clock';
import type { SandboxContext } from './context';
import type { SandboxLogger } from './logger';
import { controlRouter } from './control/routes';
import { createDelays } from './delays';
import { documentRouter } from './documents/routes';
import { uploadRouter } from './documents/uploads';
import { randomText } from './ids';
import { keepSampleRequirement } from './insurance/requirements';
import { createJournal } from './journal/journal';
import { keptOffset, settingOf } from './kept-settings';
import { createObjects } from './objects';
import { referenceRouter } from './openapi/routes';
import { pageErrorHandler, pageNotFound } from './pages/errors';
import { pageRouter } from './pages/routes';
import { pageHeaders, setUpPages } from './pages/setup';
import { answerHealth, readAsIsLabels, refuseOtherHosts, setUpRequest } from './request';
import { keptOrganisation } from './organisation';
import { openState } from './open-state';
import { paymentRouter } from './payment/routes';
import { portalRouter } from './portal/routes';
import { createQueue } from './delivery/queue';
import { createSender } from './delivery/sender';
import { createSchedule } from './schedule';
import { createSwitches } from './switches';
import { performTask } from './tasks';

export interface SandboxOptions {
  /** A folder of its own, made when absent and locked while it is open. Without one all is in memory. */
  dataDir?: string | undefined;
  /** How browsers reach it, e.g. http://127.0.0.1:4010; may be set once the port is known. */
  publicUrl?: string | undefined;
  /** Names that it answers to besides addresses, those of this machine and its public one. */
  otherHosts?: readonly string[];
  /** Hosts that payment sessions may lead back to, besides those of the organisation's settings. */
  returnHosts?: readonly string[];
  /** Origins whose pages may call the API, `*` for every one. None by default. */
  cors?: readonly string[];
  logger?: SandboxLogger;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** At least 0 and below 1: decides where faults hit. */
  random?: () => number;
  /** Waits between attempts to deliver a webhook. */
  retryDelaysMs?: readonly number[];
  /** How long an endpoint may take to answer. */
  webhookTimeLimitMs?: number;
  /** How many attempts to deliver are kept, of all deliveries together. */
  attemptsKept?: number;
}

export interface Sandbox {
  readonly app: express.Express;
  /** A key to use, made once and kept in the data folder. */
  readonly apiKey: string;
  setPublicUrl(url: string): void;
  /** Starts to deliver webhooks and to do what falls due, also what is left over from before. */
  start(): void;
  /** Stops delivering, then closes and unlocks the data folder. */
  close(): Promise<void>;
}

const silent: SandboxLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * The local sandbox: a stateful stand-in for the policy API, its hosted application and its webhooks.
 * @throws FolderInUseError, StorageError, EngineMissingError
 */
export function createSandbox(options: SandboxOptions): Sandbox {
  const { database, journal, unlock } = openState(options.dataDir);
  let publicUrl = withoutSlash(options.publicUrl ?? 'http://127.0.0.1:4010');
  const clock = createClock(keptOffset(database), options.now);
  const logger = options.logger ?? silent;
  const context: SandboxContext = {
    database,
    objects: createObjects(database),
    clock,
    schedule: createSchedule({ database, clock, logger }, (task, id) => performTask(context, task, id)),
    switches: createSwitches(database),
    organisation: keptOrganisation(database),
    returnHosts: options.returnHosts ?? [],
    delays: createDelays(),
    journal: createJournal(journal, logger),
    random: options.random ?? Math.random,
    logger,
    apiKey: settingOf(database, 'api_key', () => `t9k_test_${randomText(24)}`),
    formSecret: settingOf(database, 'form_secret', () => randomBytes(32).toString('hex')),
    publicUrl: () => publicUrl,
    // Only once the running transaction is committed may anything be sent.
    wakeSender: () => void setImmediate(() => sender.wake()),
  };
  database.transaction(() => keepSampleRequirement(context));
  const sender = createSender(context, createQueue(context, options), options.webhookTimeLimitMs);
  return {
    app: createApp(context, options),
    apiKey: context.apiKey,
    setPublicUrl: (url) => void (publicUrl = withoutSlash(url)),
    start() {
      context.schedule.start();
      sender.start();
    },
    async close() {
      context.schedule.stop();
      context.delays.stop();
      await sender.stop();
      context.journal.close();
      database.close();
      unlock();
    },
  };
}

function createApp(context: SandboxContext, { otherHosts, cors }: SandboxOptions): express.Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use(setUpRequest(context), answerHealth, refuseOtherHosts(context, otherHosts), readAsIsLabels);
  app.use((_req, _res, next) => {
    context.schedule.catchUp();
    next();
  });
  app.use('/api/v1', allowOrigins(cors), apiRouter(context));
  app.use('/api', unknownRoute, apiErrorHandler(context.logger));
  setUpPages(app, context.switches);
  app.use(...pageHeaders);
  app.use('/_sandbox', controlRouter(context));
  app.use(
    applicationRouter(context),
    paymentRouter(context),
    portalRouter(context),
    documentRouter(context),
    uploadRouter(context),
  );
  app.use(referenceRouter(context), pageRouter(context));
  app.use(lostClient, pageNotFound, pageErrorHandler(context.logger));
  return app;
}

const withoutSlash = (url: string) => url.replace(/\/+$/, '');
