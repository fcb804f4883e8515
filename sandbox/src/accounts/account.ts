import { randomBytes } from 'node:crypto';
import express, { type CookieOptions, type RequestHandler } from 'express';
import { apiErrorHandler, lostClient, unknownRoute } from '../api/errors';
import { allowOrigins } from '../api/cors';
import { apiRouter } from '../api/router';
import { applicationRouter } from '../application/routes';
import { createClock } from '../clock';
import type { SandboxContext } from '../context';
import { controlRouter } from '../control/routes';
import type { SandboxOptions } from '../options';
import { createDelays } from '../delays';
import { createQueue } from '../delivery/queue';
import { createSender } from '../delivery/sender';
import { documentRouter } from '../documents/routes';
import { uploadRouter } from '../documents/uploads';
import { createFraming } from '../framing';
import { createIds, randomText } from '../ids';
import { keepSampleRequirement } from '../insurance/requirements';
import { createJournal } from '../journal/journal';
import { keptOffset } from '../kept-clock';
import { settingOf } from '../kept-settings';
import type { SandboxLogger } from '../logger';
import { createObjects } from '../objects';
import { openState } from '../open-state';
import { referenceRouter } from '../openapi/routes';
import { keptOrganisation } from '../organisation';
import { pageErrorHandler, pageNotFound } from '../pages/errors';
import { pageRouter } from '../pages/routes';
import { pageHeaders, setUpPages } from '../pages/setup';
import { paymentRouter } from '../payment/routes';
import { portalRouter } from '../portal/routes';
import { createSchedule } from '../schedule';
import { createDraw, drawNumber, plantSeed } from '../seed';
import { createSwitches } from '../switches';
import { performTask } from '../tasks';

/** Where an account is. */
export interface AccountPlace {
  /** Null: the one that all other keys share. */
  name: string | null;
  /** Undefined: in memory. */
  folder: string | undefined;
  /** How browsers reach it, without a slash at the end. */
  publicUrl: () => string;
  /** The accounts besides. */
  others: () => readonly string[];
}

/** All that one account has: its objects, clock, faults, journal, API and pages. It shares nothing with others. */
export interface Account {
  readonly context: SandboxContext;
  readonly app: express.Express;
  /** Starts to deliver webhooks and to do what falls due, also what is left over from before. */
  start(): void;
  /** Stops delivering, then closes and unlocks its folder. */
  close(): Promise<void>;
}

const silent: SandboxLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What comes before all else that an account answers. */
type Before = (context: SandboxContext) => RequestHandler[];

/** @throws FolderInUseError, StorageError, EngineMissingError */
export function openAccount(
  place: AccountPlace,
  options: SandboxOptions,
  before: Before = stayBelow,
): Account {
  const { database, journal, unlock } = openState(place.folder);
  const logger = options.logger ?? silent;
  if (options.seed !== undefined) plantSeed(database, options.seed, logger);
  const clock = createClock(keptOffset(database), options.now);
  const objects = createObjects(database);
  const draw = createDraw(database);
  const ofAccount = place.name === null ? '' : `acct_${place.name}_`;
  const context: SandboxContext = {
    account: place.name,
    basePath: place.name === null ? '' : `/accounts/${place.name}`,
    otherAccounts: place.others,
    database,
    objects,
    clock,
    schedule: createSchedule({ database, clock, logger }, (task, id) => performTask(context, task, id)),
    switches: createSwitches(database),
    framing: createFraming(() => clock.real()),
    organisation: keptOrganisation(database),
    returnHosts: options.returnHosts ?? [],
    platform: options.platform ?? null,
    ids: createIds(draw, (id) => objects.isTaken(id)),
    delays: createDelays(),
    journal: createJournal(journal, logger),
    random: options.random ?? (() => drawNumber(draw)),
    logger,
    apiKey: settingOf(database, 'api_key', () => `t9k_test_${ofAccount}${randomText(24)}`),
    formSecret: settingOf(database, 'form_secret', () => randomBytes(32).toString('hex')),
    publicUrl: place.publicUrl,
    // Only once the running transaction is committed may anything be sent.
    wakeSender: () => void setImmediate(() => sender.wake()),
  };
  database.transaction(() => keepSampleRequirement(context));
  const sender = createSender(context, createQueue(context, options), options.webhookTimeLimitMs);
  return {
    context,
    app: createApp(context, before(context), options),
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

function createApp(
  context: SandboxContext,
  before: readonly RequestHandler[],
  { cors }: SandboxOptions,
): express.Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use(...before, (_req, _res, next) => {
    context.schedule.catchUp();
    next();
  });
  app.use('/api/v1', allowOrigins(cors), apiRouter(context));
  app.use('/api', unknownRoute, apiErrorHandler(context.logger));
  setUpPages(app, context);
  app.use(...pageHeaders(context.framing));
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

/** Redirects and cookies name paths of the account, wherever it is. */
const stayBelow: Before = ({ basePath }) => [
  (_req, res, next) => {
    const location = res.location.bind(res);
    const cookie = res.cookie.bind(res);
    res.cookie = (name: string, value: unknown, { path = '/', ...options }: CookieOptions = {}) =>
      cookie(name, value, { ...options, path: basePath + path });
    res.location = (url) => location(url.startsWith('/') ? basePath + url : url);
    next();
  },
];
