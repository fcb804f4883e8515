import express from 'express';
import type { RequestListener } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Logger } from 'pino';
import { createApp, type App } from '../../src/app';
import { readConfig } from '../../src/config';
import { listen, type Listening } from '../../lib/listen';
import { newId, newKey, newToken } from '../../src/lib/random';
import { createLogger } from '../../src/logger';
import type { AppDeps } from '../../src/own-host';
import { OWN_WORDS } from '../../src/own-words';
import { createPolicyApi } from '../../src/policy-api/client';
import { checkContract } from '../../sandbox/test/support/contract-check';
import { createSandbox, type Sandbox } from '../../sandbox/src/create-sandbox';
import type { SandboxOptions } from '../../sandbox/src/options';
import { createStore, type Store } from '../../src/store/store';
import { connectWebhooks } from '../../src/webhooks/connect';
import { WebhookSecrets } from '../../src/webhooks/secrets';
import { WebhookState } from '../../src/webhooks/state';
import { testDatabase, type TestDatabase } from './databases';
import { faultyProxy, type FaultyProxy } from './proxy';

export interface RunningSandbox {
  sandbox: Sandbox;
  url: string;
  stop(): Promise<void>;
}

/** The local sandbox on a port of its own, with an empty data folder. */
export async function startSandbox(options: Partial<SandboxOptions> = {}): Promise<RunningSandbox> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'sandbox-'));
  const sandbox = createSandbox({ dataDir, retryDelaysMs: [50, 100, 200, 400], ...options });
  // Each call the app makes is held against the OpenAPI document of the API.
  const contract = checkContract(sandbox.app);
  const listening = await listen(contract.listener, 0, '127.0.0.1', 'SANDBOX_PORT');
  const url = `http://127.0.0.1:${listening.port}`;
  sandbox.setPublicUrl(url);
  sandbox.start();
  return {
    sandbox,
    url,
    stop: async () => {
      listening.server.closeAllConnections();
      await listening.close();
      await sandbox.close();
      rmSync(dataDir, { recursive: true });
      contract.assertKept();
    },
  };
}

export interface TestAppOptions {
  env?: Record<string, string>;
  /** The key the app uses; the sandbox takes any test key. */
  apiKey?: string;
  environment?: AppDeps['environment'];
  /** Whether the sandbox counts as started by the app, so that there is a demo. */
  ownsSandbox?: boolean;
  /** What the app is mounted below. */
  basePath?: string;
  /** Settings of the API client that make failures quick. */
  timeoutMs?: number;
  maxRetries?: number;
  /** How often live streams show that they live. */
  liveBeatMs?: number;
  /** So many pages wait to be answered at most. */
  maxWaitingPages?: number;
  /** Leaves the webhook endpoint unregistered. */
  unregistered?: boolean;
  sandbox?: Partial<SandboxOptions>;
  /** The database it uses, with its tables made. It is dropped when the app stops. */
  made?: TestDatabase;
  /** Sets the sandbox up before the app asks it anything. */
  prepare?: (sandbox: RunningSandbox) => Promise<unknown>;
  /** Another app on the same database and sandbox, as a second process would be. Stop this one first. */
  beside?: TestApp;
}

export interface TestApp {
  url: string;
  app: App;
  /** What the app was made of. */
  deps: AppDeps;
  /** Lets another app answer here, as after a start with other settings. */
  serve(app: App): void;
  store: Store;
  made: TestDatabase;
  sandbox: RunningSandbox;
  proxy: FaultyProxy;
  secrets: WebhookSecrets;
  webhookState: WebhookState;
  /** Every log line so far. */
  log: string[];
  /** Lets time pass for the app, in milliseconds. */
  advance(ms: number): void;
  /** Sets the wall clock alone to another time, as an administrator would: by so many milliseconds. */
  stepClock(ms: number): void;
  stop(): Promise<void>;
}

/**
 * The real app, all middleware on, listening, with the local sandbox behind a proxy that can break calls.
 * Everything is reached over HTTP.
 */
export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { beside } = options;
  const sandbox = beside?.sandbox ?? (await startSandbox(options.sandbox));
  await options.prepare?.(sandbox);
  const proxy = beside?.proxy ?? (await faultyProxy(sandbox.url));
  const made = beside?.made ?? options.made ?? (await testDatabase());
  const database = beside ? made.again() : made.database;
  let passed = 0;
  let stepped = 0;
  const now = () => Date.now() + passed + stepped;
  const store = createStore(database, now);
  const log: string[] = [];
  const logger: Logger = createLogger('debug', { write: (line) => void log.push(line) });

  let handle: RequestListener = (_req, res) => void res.writeHead(503).end();
  const listening: Listening = await listen((req, res) => handle(req, res), 0, '127.0.0.1', 'PORT');
  const url = `http://127.0.0.1:${listening.port}`;
  const apiKey = options.apiKey ?? sandbox.sandbox.apiKey;
  const config = readConfig({
    TEN99POLICY_API_KEY: apiKey,
    TEN99POLICY_API_BASE: `${proxy.url}/api/v1`,
    TEN99POLICY_APPLICATION_HOSTS: new URL(sandbox.url).host,
    PUBLIC_URL: url,
    ...options.env,
  });
  const api = createPolicyApi({
    baseUrl: config.api.baseUrl,
    apiKey,
    environment: 'sandbox',
    timeoutMs: options.timeoutMs ?? 15_000,
    maxRetries: options.maxRetries ?? 1,
    wait: () => Promise.resolve(),
    words: OWN_WORDS,
  });
  const secrets = new WebhookSecrets(config.webhooks.secrets);
  const webhookState = new WebhookState();
  const deps: AppDeps = {
    config: { ...config, publicUrl: config.publicUrl ?? url, sessionSecret: 'a secret of the tests' },
    environment: options.environment ?? 'local',
    ownsSandbox: options.ownsSandbox ?? false,
    api,
    store,
    secrets,
    webhookState,
    logger,
    now,
    monotonicMs: () => performance.now() + passed,
    newId,
    newKey,
    newToken,
    ...(options.basePath !== undefined && { basePath: options.basePath }),
    ...(options.liveBeatMs !== undefined && { liveBeatMs: options.liveBeatMs }),
    ...(options.maxWaitingPages !== undefined && { maxWaitingPages: options.maxWaitingPages }),
  };
  const app = createApp(deps);
  handle = options.basePath === undefined ? app.express : express().use(options.basePath, app.express);
  const disconnect = options.unregistered
    ? () => undefined
    : connectWebhooks({
        api,
        secrets,
        logger,
        newKey,
        webhookState,
        apiBase: config.api.baseUrl,
        webhookUrl: app.webhookUrl,
        words: OWN_WORDS,
      });
  if (!options.unregistered) await until(() => webhookState.check().ok);
  return {
    url,
    app,
    deps,
    serve: (other) => void (handle = other.express),
    store,
    made,
    sandbox,
    proxy,
    secrets,
    webhookState,
    log,
    advance: (ms) => void (passed += ms),
    stepClock: (ms) => void (stepped += ms),
    stop: async () => {
      disconnect();
      app.endStreams();
      listening.server.closeAllConnections();
      await listening.close();
      await app.close();
      api.close();
      if (beside) return database.close();
      await sandbox.stop();
      await proxy.close();
      await made.drop();
    },
  };
}

/** Waits for a condition that other work brings about; fails when it never comes. */
export async function until(condition: () => boolean | Promise<boolean>, withinMs = 45_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('The awaited condition did not come about');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
