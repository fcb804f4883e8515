import path from 'node:path';
import { Gate } from '../compliance/ask';
import { HookSender } from '../compliance/hook/sender';
import { Knowledge } from '../contractors/known/knowledge';
import { learnedFromEvent } from '../contractors/known/from-events';
import { takeUpOnboardings } from '../contractors/known/take-up';
import { WantedObjects } from '../contractors/known/wanted';
import { syncEvents } from '../coverage/sync';
import { CoverageUpdater } from '../coverage/updater';
import { doctorDeps } from '../doctor/deps';
import { RejectionLog } from '../event-log/rejection-log';
import { newId, newKey, newToken } from '../lib/random';
import { LivePages } from '../live/live-pages';
import type { PageOptions } from '../pages/page';
import { HOST_WORDS } from '../pages/site-words';
import { viewsIn } from '../pages/views';
import { pathsUnder } from '../paths';
import { ApiClock } from '../policy-api/api-clock';
import { KeyState } from '../policy-api/key-state';
import { createConfirmation } from '../webhooks/confirm';
import { toObjectLogger } from '../webhooks/logger';
import { createRecorder } from '../webhooks/recorder';
import { isOfJob } from './changed-coverage';
import { CoverageTeller } from './coverage-change';
import { fieldsIn } from '../under-the-hood/fields';
import { hoodOfApp } from '../under-the-hood/hood';
import { RecentCalls } from '../under-the-hood/recent-calls';
import { learnedFromOnboarding } from './learned';
import type { OnboardingOptions } from './options';

const LIVE_BEAT_MS = 15_000;

/** What the routes work with: what they share, and what each needs of it. */
export function makeParts(options: OnboardingOptions) {
  const { store, webhook, onCoverageChange, words = HOST_WORDS, now = Date.now } = options;
  const { baseUrl: apiBase } = options.api;
  const environment = options.environment ?? options.api.environment;
  const logger = toObjectLogger(options.logger);
  const apiKey = new KeyState();
  const apiClock = new ApiClock(now);
  store.dateChangesBy(() => apiClock.now());
  const api = options.api
    .observedBy(apiKey.see)
    .observedBy(apiClock.see)
    .observedBy((call) => wanted.see(call));
  const livePages = new LivePages(store);
  const newTokenOf = options.newToken ?? newToken;
  const knowledge = new Knowledge({
    // However many pages wait for the API, health and the confirmation of webhooks need not.
    api: api.apart(),
    store,
    fromOnboarding: learnedFromOnboarding,
    newToken: newTokenOf,
    now,
    apiClock,
    onWant: () => wanted.soon(),
    onMove: onCoverageChange || options.hook ? () => teller?.soon() : undefined,
  });
  const wanted = new WantedObjects({ api, store, knowledge, logger, now });
  const sender = options.hook ? new HookSender({ hook: options.hook, store, words, logger, now }) : null;
  const teller =
    onCoverageChange || sender
      ? new CoverageTeller({
          tell: async (change, subject) => {
            // A policy of one onboarding may end while another of the contractor goes on: the platform hears of the whole.
            if (isOfJob(subject)) await sender?.changed(change);
            await onCoverageChange?.(change);
          },
          store,
          knowledge,
          logger,
          now,
          apiNow: () => apiClock.now(),
        })
      : undefined;
  const coverage = new CoverageUpdater({
    store,
    learn: (events) => {
      // The local sandbox's clock is moved while nobody asks it. Others go by themselves, whatever an event says.
      if (environment === 'local')
        for (const { created_seconds: at } of events) if (at !== null) apiClock.reached(at * 1000);
      return knowledge.learn(events.flatMap((event) => learnedFromEvent(event) ?? []));
    },
    teller,
    logger,
    now,
  });
  const record = createRecorder(store.events, coverage.applySoon);
  const rejections = new RejectionLog({
    rejected: store.rejected,
    secrets: webhook.secrets,
    logger,
    now,
  });
  const recentCalls = new RecentCalls(store, logger);
  const streams = new Set<() => void>();
  const sync = () => syncEvents({ api, record, store, logger }, now);
  const paths = pathsUnder(options.basePath);
  const pages: PageOptions = {
    environment,
    paths,
    views: viewsIn(path.join(options.folder, 'views')),
    host: options,
    words,
    hood: () => hoodOfApp({ recentCalls, paths }),
  };
  const journey = {
    ...pages,
    store,
    newId: options.newId ?? newId,
    newKey: options.newKey ?? newKey,
    newToken: newTokenOf,
    publicUrl: options.publicUrl,
    applicationHosts: options.applicationHosts,
    testValues: options.testValues ?? (() => Promise.resolve([])),
    // However many pages wait for the API, health and the confirmation of webhooks need not.
    api: api.apart(),
    apiKey,
    apiClock,
    apiBase,
    apiEnvironment: options.api.environment,
    record,
    coverage,
    knowledge,
    recentCalls,
    fields: fieldsIn(options.folder),
    logger,
    now,
  };
  return {
    logger,
    pages,
    coverage,
    knowledge,
    webhook: {
      confirm: createConfirmation(api),
      ...webhook,
      record,
      onRejected: rejections.add,
      now,
      logger,
      here: paths.webhook,
    },
    journey,
    acts: journey,
    compliance: {
      ...pages,
      store,
      gate: new Gate({ knowledge, api, now }),
      apiClock,
      publicUrl: options.publicUrl,
      newKey: options.newKey ?? newKey,
      hook: options.hook && sender ? { url: options.hook.url, sender } : null,
      now,
    },
    eventLog: { ...pages, store, coverage },
    doctor: {
      ...pages,
      doctor: doctorDeps({
        ...webhook,
        api,
        apiBase,
        webhookUrl: `${options.publicUrl}${paths.webhook}`,
        store,
        proveDatabase: async () => {
          await store.proveDurable();
          return 'The database committed a small change.';
        },
        dataDir: options.dataDir ?? null,
        words,
        now,
      }),
    },
    live: { livePages, streams, beatMs: options.liveBeatMs ?? LIVE_BEAT_MS },
    work: {
      catchUp: async () => {
        await store.pending.reopenGivenUp();
        await takeUpOnboardings(store, knowledge);
        teller?.soon();
        sender?.soon();
        // First: its answer tells what the clock of the API shows, by which changes are dated.
        await sync().finally(() => coverage.applyAll());
        await wanted.now();
      },
      sync,
      forgetCalls: () => recentCalls.forget(),
      endStreams: () => streams.forEach((end) => end()),
      close: async () => {
        await coverage.stop();
        await wanted.stop();
        await teller?.stop();
        await sender?.stop();
        await recentCalls.keep();
        await rejections.keep();
      },
    },
  };
}
