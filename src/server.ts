import closeWithGrace from 'close-with-grace';
import type { RequestListener } from 'node:http';
import { createApp } from './app';
import { ConfigError, isLoopbackHost, loadEnvFile, readConfig } from './config';
import { listen } from './lib/listen';
import { newId, newKey, newToken } from './lib/random';
import { startLocalSandbox } from './local-sandbox';
import { createLogger } from './logger';
import { startMaintenance } from './maintenance';
import { PolicyApi } from './policy-api/client';
import { keptSessionSecret, openStore } from './store/open';
import { connectWebhooks } from './webhooks/connect';
import { WebhookSecrets } from './webhooks/secrets';
import { WebhookState } from './webhooks/state';

async function main(): Promise<void> {
  const config = readConfig(loadEnvFile());
  const logger = createLogger(config.logLevel);
  const now = Date.now;
  const store = await openStore(config, now);
  const sessionSecret = config.sessionSecret ?? keptSessionSecret(config.dataDir);

  let handle: RequestListener = (_req, res) => res.writeHead(503).end();
  const listening = await listen((req, res) => handle(req, res), config.port, config.host, 'PORT');
  const publicUrl =
    config.publicUrl ??
    `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${listening.port}`;

  const sandbox = config.api.key === null ? await startLocalSandbox(config, logger) : null;
  const baseUrl = sandbox?.baseUrl ?? config.api.baseUrl;
  const isLocal = isLoopbackHost(new URL(baseUrl).hostname);
  const applicationHosts = [...config.api.applicationHosts, ...(isLocal ? [new URL(baseUrl).host] : [])];
  const { environment } = config.api;
  const api = new PolicyApi({ baseUrl, apiKey: sandbox?.key ?? config.api.key ?? '', environment });
  const secrets = new WebhookSecrets(config.webhooks.secrets);
  const webhookState = new WebhookState();
  const app = createApp({
    config: { ...config, publicUrl, sessionSecret, api: { ...config.api, baseUrl, applicationHosts } },
    environment: isLocal ? 'local' : environment,
    ...{ api, store, secrets, webhookState, logger, now, newId, newKey, newToken },
  });
  handle = app.express;
  const hasOwnSecrets = config.webhooks.secrets.length > 0;
  const disconnect = connectWebhooks({
    ...{ api, settings: store.settings, secrets, logger, newKey, state: webhookState },
    ...{ apiBase: baseUrl, publicUrl, hasOwnSecrets },
  });
  const endMaintenance = startMaintenance(app, store, logger, now);
  process.stdout.write(
    `Onboarding example: ${publicUrl}\nAPI: ${isLocal ? 'local sandbox' : environment} at ${baseUrl}\n`,
  );

  closeWithGrace({ delay: 10_000, logger: false }, async ({ err }) => {
    if (err) logger.fatal({ err }, 'stopping after a failure');
    disconnect();
    endMaintenance();
    app.endStreams();
    await listening.close();
    await sandbox?.stop();
    api.close();
    await store.close();
  });
}

main().catch((error: unknown) => {
  // Expected failures are one clear line; anything else keeps its stack.
  const expected = error instanceof ConfigError || /^(Folder|Database|Listen)/.test((error as Error).name);
  process.stderr.write(`${expected ? (error as Error).message : String((error as Error).stack)}\n`);
  process.exit(1);
});
