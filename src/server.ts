import closeWithGrace from 'close-with-grace';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { apiInUse } from './api-in-use';
import { createApp } from './app';
import { isRunByNpm, loadEnvFile, readConfig } from './config';
import { originOf } from './lib/hosts';
import { listen } from './lib/listen';
import { stopWithParent } from './lib/parent';
import { newId, newKey, newToken } from './lib/random';
import { giveUp } from './lib/start-error';
import { createLogger } from './logger';
import { startMaintenance } from './maintenance';
import { startSandbox } from './sandbox/start';
import { keptSessionSecret, openStore } from './store/open';
import { connectWebhooks } from './webhooks/connect';
import { WebhookSecrets } from './webhooks/secrets';
import { WebhookState } from './webhooks/state';

async function main(): Promise<void> {
  const env = loadEnvFile();
  const config = readConfig(env);
  const logger = createLogger(config.logLevel);
  const store = await openStore(config, Date.now, logger);
  const sessionSecret = config.sessionSecret ?? keptSessionSecret(config.dataDir);

  // The port has to be known before the app is made, since links and the webhook endpoint hold it.
  let handle: RequestListener = (_req, res) => res.writeHead(503).end();
  const listening = await listen((req, res) => handle(req, res), config.port, config.host, 'PORT');
  const publicUrl = config.publicUrl ?? originOf(config.host, listening.port);

  const own = { dataDir: path.join(config.dataDir, 'sandbox'), port: config.sandboxPort, logger };
  const sandbox = config.api.key === null ? await startSandbox(own) : null;
  const { api, place, settings: apiSettings } = apiInUse(config.api, sandbox);
  const apiBase = apiSettings.baseUrl;

  const secrets = new WebhookSecrets(config.webhooks.secrets);
  const webhookState = new WebhookState();
  const shared = { api, store, secrets, webhookState, logger, now: Date.now, newId, newKey, newToken };
  const settled = { ...config, publicUrl, sessionSecret, api: apiSettings };
  const app = createApp({ ...shared, config: settled, environment: place });
  handle = app.express;
  const disconnect = connectWebhooks({ ...shared, settings: store.settings, apiBase, publicUrl });
  const endMaintenance = startMaintenance(app, store, logger, Date.now);

  closeWithGrace({ delay: 10_000, logger: false }, async ({ err }) => {
    if (err) logger.fatal({ err }, 'stopping after a failure');
    disconnect();
    endMaintenance();
    app.endStreams();
    await listening.close();
    await app.close();
    await sandbox?.stop();
    api.close();
    await store.close();
  });
  if (isRunByNpm(env)) stopWithParent();
  const why = sandbox ? ' (no API key is set)' : '';
  process.stdout.write(`Onboarding example: ${publicUrl}\nAPI (${place}): ${apiBase}${why}\n`);
}

main().catch(giveUp);
