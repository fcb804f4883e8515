/** Whether events can arrive: registered, reachable, verified. */
import { isLoopbackHost } from '../../lib/hosts';
import type { PolicyApi } from '../policy-api/client';
import type { WebhookEndpoint } from '../policy-api/types/webhook-endpoint';
import type { EventRepository } from '../store/events';
import type { RejectedDeliveryRepository, RejectedRow } from '../store/rejected-deliveries';
import type { SiteWords } from '../pages/site-words';
import { refusalWords } from '../webhooks/refusals';
import { ok, problem, reasonOf, skipped, warning, type Check, type Said } from './finding';

export interface WebhookDeps {
  api: Pick<PolicyApi, 'listWebhookEndpoints'>;
  apiBase: string;
  /** Where deliveries are to arrive. */
  webhookUrl: string;
  /** The secrets in force. They are compared, and never shown. */
  secrets: () => readonly string[];
  /** The names of the schemes in use. */
  schemes: readonly string[];
  verify: 'signature' | 'api' | null;
  words: SiteWords;
  /** Null: the database cannot be read. */
  store: {
    events: Pick<EventRepository, 'search'>;
    rejected: Pick<RejectedDeliveryRepository, 'page'>;
  } | null;
}

export function webhookChecks(deps: WebhookDeps): Record<string, Check> {
  return {
    'Webhook endpoint registered': () => registeredSaid(deps),
    'Webhook endpoint reachable': () => reachableSaid(deps),
    'Deliveries verified': () => verifiedSaid(deps),
  };
}

const isHere = (url: string): boolean => isLoopbackHost(new URL(url).hostname);

async function registeredSaid({ api, apiBase, webhookUrl, secrets, words }: WebhookDeps): Promise<Said> {
  if (!isHere(apiBase) && isHere(webhookUrl))
    return warning(
      'The API cannot reach this machine: events are read from the API, every few minutes.',
      `For webhooks open a tunnel, set ${words.publicUrl} to its address, and register it with ${words.register('URL')}`,
    );
  let endpoints: WebhookEndpoint[];
  try {
    endpoints = await api.listWebhookEndpoints({ limit: 100 });
  } catch {
    return skipped('It cannot be told while the API refuses or does not answer.');
  }
  const ours = endpoints.filter(({ url }) => url === webhookUrl);
  const [endpoint] = ours;
  if (!endpoint)
    return problem(
      `The API has no endpoint for ${webhookUrl}.`,
      `Register it with ${words.register(webhookUrl)}`,
    );
  if (ours.length > 1)
    return warning(
      `The API has ${ours.length} endpoints for ${webhookUrl}: each event comes as often.`,
      `Keep one of ${ours.map(({ id }) => id).join(', ')}, and delete the others on the dashboard.`,
    );
  const known = secrets();
  return endpoint.secret && known.length > 0 && !known.includes(endpoint.secret)
    ? problem(
        `${endpoint.id} is registered, but none of the secrets here is its secret.`,
        `Set ${words.secrets} to the secret of this endpoint; ${words.register(webhookUrl)} hands it over.`,
      )
    : ok(`${endpoint.id} sends its events to ${webhookUrl}.`);
}

const REACH_MS = 4_000;

/** What our route answers to a GET, nobody else does. */
async function reachableSaid({ webhookUrl, words }: WebhookDeps): Promise<Said> {
  const other = `Check ${words.publicUrl}, the tunnel, and the proxy before this app.`;
  try {
    const answer = await fetch(webhookUrl, { signal: AbortSignal.timeout(REACH_MS), redirect: 'manual' });
    const text = await answer.text();
    return answer.status === 405 && text.includes('"method_not_allowed"')
      ? ok(`The webhook route of this app answers at ${webhookUrl}.`)
      : problem(`Something else than this app answers at ${webhookUrl}, with ${answer.status}.`, other);
  } catch {
    return isHere(webhookUrl)
      ? problem(`Nothing answers at ${webhookUrl}.`, words.start)
      : problem(`Nothing answers at ${webhookUrl}.`, other);
  }
}

async function verifiedSaid(deps: WebhookDeps): Promise<Said> {
  const { store, verify, schemes, secrets, words } = deps;
  const bySignature = verify === 'signature' || (verify === null && secrets().length > 0);
  const how = bySignature ? `by signature (${schemes.join(', ')})` : 'by asking the API about each';
  if (store === null) return skipped(`Deliveries are verified ${how}; which came cannot be told.`);
  let latest;
  try {
    latest = await latestOf(store, bySignature);
  } catch (error) {
    return skipped(`Deliveries are verified ${how}; which came cannot be told: ${reasonOf(error)}`);
  }
  const { event, refused } = latest;
  const came = event && `the latest came at ${new Date(event.last_received_at).toISOString()}`;
  if (refused && refused.last_at > (event?.last_received_at ?? 0)) {
    const { reason, fix } = refusalWords(refused.reason, words);
    return warning(
      `Deliveries are verified ${how}, and the latest was refused: ${reason}${signedBy(refused)}`,
      fix,
    );
  }
  return came
    ? ok(`Deliveries are verified ${how}; ${came}.`)
    : ok(`Deliveries are verified ${how}; none came yet.`);
}

async function latestOf(store: NonNullable<WebhookDeps['store']>, bySignature: boolean) {
  const [found, [refused]] = await Promise.all([
    store.events.search({ verified: bySignature ? 'signature' : 'api', limit: 1 }),
    store.rejected.page({ limit: 1 }),
  ]);
  return { event: found.rows[0], refused };
}

const signedBy = ({ headers }: RejectedRow): string =>
  headers === '' ? '' : ` It had the headers ${headers.split(' ').join(', ')}.`;
