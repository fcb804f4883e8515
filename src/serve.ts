import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import { apiInUse } from './api-in-use';
import { createApp } from './app';
import type { Config } from './config';
import type { ChildProgram } from '../lib/child-program';
import { originOf } from '../lib/hosts';
import { markKeyed } from './demo/epoch';
import { listen } from '../lib/listen';
import { newId, newKey, newToken } from './lib/random';
import { stopWhenTold } from '../lib/stop';
import type { SandboxAddress } from './local-sandbox';
import { startMaintenance } from './maintenance';
import { openStore } from './store/open';
import { OWN_WORDS } from './own-words';
import { keptSessionSecret } from './store/session-secret';
import { connectWebhooks } from './webhooks/connect';
import { WebhookSecrets } from './webhooks/secrets';
import { WebhookState } from './webhooks/state';

/** How long requests in flight go on asking the API once the app has to stop: less than their connections have. */
const API_CALLS_MS = 1_500;

/** What the app is started with. */
export interface ServeOptions {
  config: Config;
  logger: Logger;
  /** The local sandbox, where it is used; the app waits for it. */
  sandbox: Promise<ChildProgram<SandboxAddress>> | null;
  /** Whether the app stops when its parent is gone. */
  withParent: boolean;
}

/**
 * Builds the app from its settings, listens, and stops cleanly when told to.
 * @throws StartError
 */
export async function serve({ config, logger, withParent, ...starting }: ServeOptions): Promise<void> {
  const store = await openStore({ ...config, words: OWN_WORDS }, Date.now, logger);
  const sessionSecret = config.sessionSecret ?? keptSessionSecret(config.dataDir);

  // The port has to be known before the app is made, since links and the webhook endpoint hold it.
  let handle: RequestListener = (_req, res) => res.writeHead(503).end();
  const listening = await listen((req, res) => handle(req, res), config.port, config.host, 'PORT');
  const publicUrl = config.publicUrl ?? originOf(config.host, listening.port);

  const sandbox = await starting.sandbox;
  const { api, place, settings: apiSettings } = apiInUse(config.api, sandbox?.ready ?? null);
  const apiBase = apiSettings.baseUrl;
  if (sandbox === null) await markKeyed(store);

  const secrets = new WebhookSecrets(config.webhooks.secrets);
  const webhookState = new WebhookState();
  const clocks = { now: Date.now, monotonicMs: () => performance.now() };
  const shared = { api, store, secrets, webhookState, logger, ...clocks, newId, newKey, newToken };
  const settled = { ...config, publicUrl, sessionSecret, api: apiSettings };
  const app = createApp({ ...shared, config: settled, environment: place, ownsSandbox: sandbox !== null });
  handle = app.express;
  const disconnect = connectWebhooks({ ...shared, apiBase, webhookUrl: app.webhookUrl, words: OWN_WORDS });
  const endMaintenance = startMaintenance({ ...shared, onboarding: app, syncEveryMs: config.syncEveryMs });

  stopWhenTold({ logger, withParent }, async () => {
    disconnect();
    const maintenanceOver = endMaintenance();
    app.endStreams();
    api.endWithin(API_CALLS_MS);
    await listening.close();
    await maintenanceOver;
    await app.close();
    await sandbox?.stop();
    api.close();
    await store.close();
  });
  const why = sandbox ? ' (no API key is set)' : '';
  process.stdout.write(`Onboarding example: ${publicUrl}\nAPI (${place}): ${apiBase}${why}\n`);
}
