import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { PolicyApi } from '../policy-api/client';
import { PolicyApiError } from '../policy-api/errors';
import type { WebhookEndpoint } from '../policy-api/types';
import { fingerprint, type WebhookSecrets } from './secrets';

export interface RegisterDeps {
  api: PolicyApi;
  secrets: WebhookSecrets;
  logger: Pick<Logger, 'info' | 'warn'>;
  newKey: () => string;
}

export interface Registration {
  endpoint: WebhookEndpoint;
  /** Ids of other endpoints with the same URL, whose deliveries this app refuses. */
  orphans: readonly string[];
}

/**
 * Makes sure that the API has a webhook endpoint for `url`, and learns its signing secret, which is kept nowhere:
 * the API gives it again. Processes that do so at the same time come to the same endpoint, the oldest.
 * Rests on POST, GET and list of `/api/v1/webhook_endpoints`.
 * @throws PolicyApiError
 */
export async function registerEndpoint(
  deps: RegisterDeps,
  apiBase: string,
  url: string,
): Promise<Registration> {
  const [oldest, ...others] = await findOrCreate(deps, apiBase, url);
  const endpoint = await deps.api.getWebhookEndpoint(oldest.id);
  if (endpoint.secret) {
    deps.secrets.add(endpoint.secret);
    deps.logger.info(
      { endpoint: endpoint.id, secret: fingerprint(endpoint.secret) },
      'webhook endpoint is registered',
    );
  }
  const orphans = others.map(({ id }) => id);
  if (orphans.length > 0) {
    deps.logger.warn({ orphans, url }, 'other webhook endpoints have this URL; delete them at the API');
  }
  return { endpoint, orphans };
}

type OldestFirst = [WebhookEndpoint, ...WebhookEndpoint[]];

async function findOrCreate(deps: RegisterDeps, apiBase: string, url: string): Promise<OldestFirst> {
  // The same key in every process: of those that find nothing at the same time one creates, the others get its answer.
  const sharedKey = createHash('sha256').update(`webhook_endpoint ${apiBase} ${url}`).digest('hex');
  return (
    (await find(deps, url)) ??
    (await create(deps, url, sharedKey)) ??
    // The key brought an answer of the last 24 hours back: a failure, or an endpoint that was deleted since.
    (await create(deps, url, deps.newKey())) ??
    Promise.reject(new Error('the API does not list the endpoint that it made'))
  );
}

async function create(deps: RegisterDeps, url: string, key: string): Promise<OldestFirst | null> {
  try {
    // Without a list of events the endpoint gets all of them.
    await deps.api.createWebhookEndpoint({ url, description: 'Onboarding example' }, key);
  } catch (error) {
    const answered = error instanceof PolicyApiError && error.status !== null && error.status >= 500;
    if (!answered) throw error;
  }
  return find(deps, url);
}

async function find({ api }: RegisterDeps, url: string): Promise<OldestFirst | null> {
  const found: WebhookEndpoint[] = [];
  let startingAfter: string | undefined;
  do {
    const page = await api.listWebhookEndpoints({ limit: PAGE, startingAfter });
    found.unshift(...page.filter((endpoint) => endpoint.url === url).reverse());
    startingAfter = page.length === PAGE ? page.at(-1)?.id : undefined;
  } while (startingAfter !== undefined);
  const [oldest, ...others] = found;
  return oldest ? [oldest, ...others] : null;
}

const PAGE = 100;
