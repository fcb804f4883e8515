import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { complete } from '../../sandbox/test/support/applicant';
import { checkReceiver } from '../../scripts/webhook-check/check';
import { timestamped } from '../../src/webhooks/schemes/timestamped';
import { makeParties } from '../policy-api/support/insured';
import { until } from '../support/harness';
import { Example, freePort } from './support/example';

describe('express4-webhook', () => {
  const secret = 'whsec_of_the_express_four_platform';
  let example: Example;
  let url: string;
  afterAll(() => example.end());
  beforeAll(async () => {
    example = await Example.make('express4-webhook');
    const folder = mkdtempSync(path.join(tmpdir(), 'platform-'));
    const endpoint = { WEBHOOK_SECRET: secret, DATABASE: path.join(folder, 'platform.db') };
    url = await example.start('server.js', {
      ...endpoint,
      PASSWORD: 'a long pass phrase',
      SESSION_SECRET: 'of the tests',
    });
  });

  it('has under a hundred lines of its own', () => {
    expect(example.linesOf('server.js')).toBeLessThan(100);
  });

  it('passes the twenty cases', async () => {
    const where = `${url}/webhooks/insurance`;
    const results = await checkReceiver({ url: where, secrets: [secret], scheme: timestamped() });
    expect([results.length, results.filter(({ passed }) => !passed)]).toEqual([20, []]);
  });

  it('takes the events of an application, and shows them behind its own login', async () => {
    const port = await freePort();
    const { api } = example;
    const endpoint = await api.createWebhookEndpoint(
      { url: `http://127.0.0.1:${port}/webhooks/insurance` },
      'e',
    );
    const platform = await example.start('server.js', {
      WEBHOOK_SECRET: endpoint.secret!,
      DATABASE: path.join(mkdtempSync(path.join(tmpdir(), 'platform-')), 'platform.db'),
      PASSWORD: 'a long pass phrase',
      SESSION_SECRET: 'of the tests',
      PORT: String(port),
    });
    expect((await fetch(`${platform}/events`, { redirect: 'manual' })).headers.get('location')).toBe(
      '/login',
    );
    const body = new URLSearchParams({ password: 'a long pass phrase' });
    const signedIn = await fetch(`${platform}/login`, { method: 'POST', body, redirect: 'manual' });
    const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
    const types = async () => {
      const events = await fetch(`${platform}/events`, { headers: { cookie } });
      return ((await events.json()) as { type: string }[]).map(({ type }) => type);
    };
    const { contractor, job } = await makeParties(api);
    const quote = await api.createQuote({ contractor, job, coverage_type: ['general'] }, 'q');
    const returns = {
      success_url: 'https://platform.example/yes',
      cancel_url: 'https://platform.example/no',
    };
    const session = await api.createApplicationSession({ quote: quote.id, ...returns }, 's');
    await complete(session.url!);
    await until(async () => (await types()).includes('application.complete'));
  });
});
