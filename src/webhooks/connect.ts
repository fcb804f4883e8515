import { isLoopbackHost } from '../../lib/hosts';
import type { SiteWords } from '../pages/site-words';
import type { ObjectLogger } from './logger';
import { registerWebhook, type WebhookEndpointsApi } from './register';
import { fingerprint, type WebhookSecrets } from './secrets';
import type { WebhookState } from './state';

export interface ConnectDeps {
  api: WebhookEndpointsApi;
  secrets: WebhookSecrets;
  logger: Pick<ObjectLogger, 'info' | 'warn'>;
  newKey: () => string;
  webhookState: WebhookState;
  apiBase: string;
  /** Where deliveries arrive. */
  webhookUrl: string;
  words: Pick<SiteWords, 'publicUrl'>;
}

const TRY_AGAIN_MS = 15_000;

/**
 * Sees to it that deliveries can arrive: registers this app's webhook endpoint where the sender can reach it, and
 * goes on trying while the API does not answer; again where the state is told to (`again`). Gives back the function that ends the trying.
 */
export function connectWebhooks(deps: ConnectDeps): () => void {
  const { webhookState: state } = deps;
  // Nothing was learned from the API yet: what is known comes from the settings.
  const hasOwnSecrets = deps.secrets.all.length > 0;
  const isHere = (url: string) => isLoopbackHost(new URL(url).hostname);
  if (!isHere(deps.apiBase) && isHere(deps.webhookUrl)) {
    state.notNeeded(
      `the API cannot reach this machine: events are read from the API, or set ${deps.words.publicUrl} to a tunnel`,
    );
    return () => undefined;
  }
  if (!isHere(deps.apiBase) && hasOwnSecrets) {
    state.notNeeded('set up on the dashboard, with a secret of the settings');
    return () => undefined;
  }
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const attempt = async (): Promise<void> => {
    try {
      const { id, others } = await register(deps);
      state.registered(id, others);
    } catch (error) {
      if (ended) return;
      const reason = error instanceof Error ? error.message : 'failed';
      deps.logger.warn({ reason }, 'the webhook endpoint could not be registered; trying again');
      if (hasOwnSecrets) state.notNeeded('not registered here; a secret is in the settings');
      else state.failed(`the webhook endpoint could not be registered: ${reason}`);
      timer = setTimeout(() => void attempt(), TRY_AGAIN_MS);
    }
  };
  state.canRegister(() => {
    clearTimeout(timer);
    return attempt();
  });
  void attempt();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

async function register({ api, secrets, logger, newKey, webhookUrl: url }: ConnectDeps) {
  const remember = (secret: string) => secrets.add(secret);
  const endpoint = await registerWebhook(api, { url, description: 'Onboarding example', remember, newKey });
  const { id, secret, others } = endpoint;
  logger.info({ endpoint: id, secret: secret && fingerprint(secret) }, 'webhook endpoint is registered');
  if (others.length > 0) {
    logger.warn({ others, url }, 'other webhook endpoints have this URL; delete them at the API');
  }
  return endpoint;
}
