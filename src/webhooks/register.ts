import type { Logger } from 'pino';
import type { PolicyApi } from '../policy-api/client';
import { PolicyApiError } from '../policy-api/errors';
import type { WebhookEndpoint } from '../policy-api/types';
import type { SettingRepository } from '../store/settings';
import { fingerprint, type WebhookSecrets } from './secrets';

export interface RegisterDeps {
  api: PolicyApi;
  settings: SettingRepository;
  secrets: WebhookSecrets;
  logger: Pick<Logger, 'info' | 'warn'>;
  newKey: () => string;
}

/**
 * Makes sure that the API has a webhook endpoint for `url`, and learns its signing secret. The id of an endpoint
 * made before is remembered for each API and URL; the secret never is: the API gives it again.
 * Rests on "POST /api/v1/webhook_endpoints" and "GET /api/v1/webhook_endpoints/{webhook_endpoint}".
 * @throws PolicyApiError
 */
export async function registerEndpoint(
  deps: RegisterDeps,
  apiBase: string,
  url: string,
): Promise<WebhookEndpoint> {
  const name = `webhook_endpoint ${apiBase} ${url}`;
  const endpoint = (await known(deps, name, url)) ?? (await create(deps, name, url));
  if (endpoint.secret) {
    deps.secrets.add(endpoint.secret);
    deps.logger.info(
      { endpoint: endpoint.id, secret: fingerprint(endpoint.secret) },
      'webhook endpoint is registered',
    );
  }
  return endpoint;
}

async function known(
  { api, settings }: RegisterDeps,
  name: string,
  url: string,
): Promise<WebhookEndpoint | null> {
  const id = await settings.get(name);
  if (!id) return null;
  try {
    const endpoint = await api.getWebhookEndpoint(id);
    return endpoint.url === url ? endpoint : null;
  } catch (error) {
    if (
      error instanceof PolicyApiError &&
      error.status !== null &&
      error.status >= 400 &&
      error.status < 500
    ) {
      return null;
    }
    throw error;
  }
}

async function create(
  { api, settings, newKey }: RegisterDeps,
  name: string,
  url: string,
): Promise<WebhookEndpoint> {
  // Without a list of events the endpoint gets all of them.
  const endpoint = await api.createWebhookEndpoint({ url, description: 'Onboarding example' }, newKey());
  await settings.set(name, endpoint.id);
  return endpoint;
}
