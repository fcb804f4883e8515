import { OWN_WORDS } from '../../src/own-words';
import { connectWebhooks } from '../../src/webhooks/connect';
import { WebhookSecrets } from '../../src/webhooks/secrets';
import { WebhookState } from '../../src/webhooks/state';
import { anEvent, deliver } from '../support/deliveries';
import { startApp, until, type TestApp } from '../support/harness';
import { listSandbox } from '../support/sandbox-api';

let running: TestApp;
beforeEach(async () => {
  running = await startApp({ unregistered: true, maxRetries: 0 });
});
afterEach(() => running.stop());

const endpoints = () => listSandbox(running.sandbox, '/webhook_endpoints');

/** What a process does at its start, with nothing in memory. */
async function start(secrets = new WebhookSecrets()) {
  const webhookState = new WebhookState();
  const { api, logger, newKey, config } = running.deps;
  const deps = { api, logger, newKey, secrets, webhookState, words: OWN_WORDS };
  const end = connectWebhooks({ ...deps, apiBase: config.api.baseUrl, webhookUrl: running.app.webhookUrl });
  await until(() => webhookState.check().ok).finally(end);
  return { secrets, detail: webhookState.check().detail };
}

describe('the webhook endpoint', () => {
  it('is one for processes that start first at once, and each verifies its deliveries', async () => {
    const starts = await Promise.all([start(), start(running.secrets), start()]);
    const [endpoint, ...others] = await endpoints();
    expect(others).toEqual([]);
    for (const { secrets } of starts) expect(secrets.all).toEqual([endpoint!.secret]);
    const delivery = await deliver(running.url, anEvent(), { secret: endpoint!.secret as string });
    expect(delivery.status).toBe(200);
  });

  it('is found again by a process that starts later', async () => {
    const first = await start();
    expect((await start()).secrets.all).toEqual(first.secrets.all);
    expect(await endpoints()).toHaveLength(1);
  });

  it('is the oldest of several with the same URL, and the others are named', async () => {
    const make = (key: string, where = running.url) =>
      running.deps.api.createWebhookEndpoint({ url: `${where}/webhooks/1099policy` }, key);
    const oldest = await make('1');
    const orphan = await make('2');
    const elsewhere = await make('3', 'http://127.0.0.1:9');
    const { secrets, detail } = await start();
    expect(secrets.all).toEqual([oldest.secret]);
    expect(detail).toContain(oldest.id);
    expect(detail).toContain(orphan.id);
    expect(detail).not.toContain(elsewhere.id);
    expect(running.log.join('')).toContain(orphan.id);
  });

  it('is made anew when it was deleted within the day for which the API repeats its answers', async () => {
    await start();
    const [first] = await endpoints();
    await running.deps.api.deleteWebhookEndpoint(first!.id);
    await start();
    const [second, ...others] = await endpoints();
    expect([second!.id === first!.id, others]).toEqual([false, []]);
  });
});
