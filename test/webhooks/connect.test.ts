/** How the app sees to it that deliveries can arrive, by where the API and the app can be reached. */
import { HOST_WORDS } from '../../src/pages/site-words';
import { connectWebhooks, type ConnectDeps } from '../../src/webhooks/connect';
import { fingerprint, WebhookSecrets } from '../../src/webhooks/secrets';
import { WebhookState } from '../../src/webhooks/state';

const HERE = 'http://127.0.0.1:4010/webhooks/1099policy';
const ELSEWHERE = 'https://app.platform.example/hooks';
const SECRET = 'whsec_of_an_endpoint';
const down = new Error('The API is down.');

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function connect(more: Partial<ConnectDeps> = {}) {
  const lines: [level: string, fields: object, text: string][] = [];
  const log = (level: string) => (fields: unknown, text?: string) =>
    void lines.push([level, fields as object, String(text)]);
  const endpoints: { id: string; url: string; secret: string | null }[] = [];
  const api = {
    failure: null as Error | null,
    listWebhookEndpoints: jest.fn((): Promise<typeof endpoints> =>
      api.failure ? Promise.reject(api.failure) : Promise.resolve(endpoints),
    ),
    createWebhookEndpoint: jest.fn(({ url }: { url: string }) => {
      const made = { id: `whe_${endpoints.length + 1}`, url, secret: SECRET };
      endpoints.push(made);
      return Promise.resolve(made);
    }),
    getWebhookEndpoint: (id: string) => Promise.resolve(endpoints.find((one) => one.id === id)!),
  };
  const deps: ConnectDeps = {
    api,
    secrets: new WebhookSecrets(),
    webhookState: new WebhookState(),
    newKey: () => 'key',
    logger: { info: log('info'), warn: log('warn') },
    apiBase: HERE,
    webhookUrl: HERE,
    words: HOST_WORDS,
    ...more,
  };
  const start = () => connectWebhooks(deps);
  return { api, endpoints, deps, lines, start, state: () => deps.webhookState.check() };
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

it('is being registered until the API has answered, and then registered', async () => {
  const { deps, endpoints, lines, start, state } = connect();
  start();
  expect(state()).toEqual({ ok: false, detail: 'the webhook endpoint is being registered' });
  await pass(0);
  expect(state()).toEqual({ ok: true, detail: 'registered as whe_1' });
  expect(endpoints).toEqual([{ id: 'whe_1', url: HERE, secret: SECRET }]);
  expect(deps.secrets.all).toEqual([SECRET]);
  // Never the secret itself.
  expect(lines).toEqual([
    ['info', { endpoint: 'whe_1', secret: fingerprint(SECRET) }, 'webhook endpoint is registered'],
  ]);
});

it('is registered again when the API may have forgotten it', async () => {
  const { api, deps, endpoints, start, state } = connect();
  start();
  await pass(0);
  endpoints.length = 0;
  api.failure = down;
  const again = deps.webhookState.again();
  expect(state()).toEqual({ ok: false, detail: 'the webhook endpoint is being registered again' });
  await again;
  expect(state().ok).toBe(false);
  api.failure = null;
  await deps.webhookState.again();
  expect(state()).toEqual({ ok: true, detail: 'registered as whe_1' });
  // The trying is over: none comes later.
  await pass(60_000);
  expect(api.createWebhookEndpoint).toHaveBeenCalledTimes(2);
});

it('names the other endpoints with its URL', async () => {
  const { endpoints, lines, start, state } = connect();
  endpoints.push(...['whe_c', 'whe_b', 'whe_a'].map((id) => ({ id, url: HERE, secret: null })));
  start();
  await pass(0);
  expect(state()).toEqual({
    ok: true,
    detail: 'registered as whe_a; delete the others with this URL: whe_b, whe_c',
  });
  expect(lines.at(-1)).toEqual([
    'warn',
    { others: ['whe_b', 'whe_c'], url: HERE },
    'other webhook endpoints have this URL; delete them at the API',
  ]);
});

it('is tried again each 15 seconds while the API does not answer', async () => {
  const { api, lines, start, state } = connect();
  api.failure = down;
  start();
  await pass(0);
  const detail = 'the webhook endpoint could not be registered: The API is down.';
  expect(state()).toEqual({ ok: false, detail });
  await pass(15_000);
  const line = [
    'warn',
    { reason: down.message },
    'the webhook endpoint could not be registered; trying again',
  ];
  expect(lines).toEqual([line, line]);
  api.failure = null;
  await pass(14_999);
  expect(state().ok).toBe(false);
  await pass(1);
  expect(state()).toEqual({ ok: true, detail: 'registered as whe_1' });
  await pass(60_000);
  expect(api.createWebhookEndpoint).toHaveBeenCalledTimes(1);
});

it('is no longer tried once the app stops, between two tries or in the middle of one', async () => {
  for (const wait of [0, 1]) {
    const { api, lines, start } = connect();
    api.failure = down;
    const end = start();
    if (wait > 0) await pass(wait);
    end();
    const tries = () => [wait, lines.length, api.listWebhookEndpoints.mock.calls.length];
    const before = tries();
    await pass(60_000);
    expect(tries()).toEqual(before);
  }
});

it('does no harm when it fails and a secret is in the settings', async () => {
  const { api, start, state } = connect({ secrets: new WebhookSecrets([SECRET]) });
  api.failure = down;
  start();
  await pass(0);
  expect(state()).toEqual({ ok: true, detail: 'not registered here; a secret is in the settings' });
  api.failure = null;
  await pass(15_000);
  expect(state().detail).toBe('registered as whe_1');
});

it.each([
  [
    'an API elsewhere that cannot reach this machine',
    HERE,
    [],
    /^the API cannot reach this machine: events are .* set publicUrl of createOnboarding to a tunnel/,
  ],
  ['an API elsewhere, whatever secrets there are', HERE, [SECRET], /^the API cannot reach this machine/],
  ['a secret that the dashboard gave', ELSEWHERE, [SECRET], /^set up on the dashboard, with a secret of the/],
])('is not needed for %s', async (_name, webhookUrl, secrets, detail) => {
  const { api, start, state } = connect({
    apiBase: 'https://api.1099policy.com/api/v1',
    webhookUrl,
    secrets: new WebhookSecrets(secrets),
  });
  const end = start();
  await pass(60_000);
  expect(state()).toEqual({ ok: true, detail: expect.stringMatching(detail) as string });
  expect(api.createWebhookEndpoint).not.toHaveBeenCalled();
  expect(end()).toBeUndefined();
});

it('is made at an API elsewhere when this app can be reached and no secret is known', async () => {
  const { endpoints, start } = connect({
    apiBase: 'https://api.1099policy.com/api/v1',
    webhookUrl: ELSEWHERE,
  });
  start();
  await pass(0);
  expect(endpoints).toEqual([expect.objectContaining({ url: ELSEWHERE })]);
});
