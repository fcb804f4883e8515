import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { apiInUse } from '../../src/api-in-use';
import { readConfig } from '../../src/config';
import { MAX_SOCKETS } from '../../src/policy-api/agents';
import type { PolicyApi } from '../../src/policy-api/client';
import { until } from '../support/harness';
import { apiErrorOf } from './support/errors';
import { FakeApi, TEST_KEY } from './support/fake-api';
import { SmallProxy } from './support/small-proxy';

const PASSWORD = 'canary-pass:word';
const contractor = { id: 'cn_1', email: 'joe@example.com', first_name: 'Joe', last_name: 'Parker' };

let fake: FakeApi;
let proxy: SmallProxy;
let clients: PolicyApi[];
beforeEach(async () => {
  fake = await FakeApi.start();
  fake.json(200, contractor);
  proxy = await SmallProxy.start(Number(new URL(fake.origin).port));
  clients = [];
});
afterEach(async () => {
  clients.forEach((client) => client.close());
  await proxy.stop();
  await fake.stop();
});

/** The client that the app makes of these settings. */
function clientOf(env: Record<string, string>): PolicyApi {
  const settings = readConfig({ TEN99POLICY_API_KEY: TEST_KEY, ...env });
  const { api } = apiInUse(settings.api, null);
  clients.push(api);
  return api;
}
const withPassword = () => `http://joe:${encodeURIComponent(PASSWORD)}@${proxy.host}`;
const BASIC = `Basic ${Buffer.from(`joe:${PASSWORD}`).toString('base64')}`;

describe('an API by plain http', () => {
  const base = { TEN99POLICY_API_BASE: 'http://api.example/api/v1' };

  it.each(['HTTP_PROXY', 'http_proxy'])('is reached through %s', async (name) => {
    const api = clientOf({ ...base, [name]: withPassword() });
    expect(await api.apart().getContractor('cn_1')).toMatchObject({ id: 'cn_1' });
    expect(proxy.asked).toEqual(['GET http://api.example/api/v1/contractors/cn_1']);
    expect(proxy.authorizations).toEqual([BASIC]);
    expect(fake.received[0]?.headers).toMatchObject({
      host: 'api.example',
      authorization: `Bearer ${TEST_KEY}`,
    });
  });

  it('says that the proxy wants a password, and shows none', async () => {
    proxy.refusal = 407;
    const error = await apiErrorOf(clientOf({ ...base, HTTP_PROXY: withPassword() }).getContractor('cn_1'));
    expect(error).toMatchObject({ kind: 'network', status: null });
    expect(error.message).toMatch(
      `The proxy http://${proxy.host} answered 407. It wants a user name and a password`,
    );
    expect(error.message).not.toContain('canary');
  });
});

describe('an API by https', () => {
  const base = { TEN99POLICY_API_BASE: 'https://api.example/api/v1' };

  it.each(['HTTPS_PROXY', 'https_proxy'])('is reached by a tunnel through %s', async (name) => {
    // Nothing answers by TLS there, but it is TLS that comes out of the tunnel.
    const heard: Buffer[] = [];
    const end: Server = createServer((socket) => {
      socket.once('data', (data) => {
        heard.push(data);
        socket.end();
      });
    });
    end.listen(0, '127.0.0.1');
    await once(end, 'listening');
    const through = await SmallProxy.start((end.address() as AddressInfo).port);
    try {
      const url = withPassword().replace(proxy.host, through.host);
      const error = await apiErrorOf(clientOf({ ...base, [name]: url }).updateContractor('cn_1', {}));
      expect(error).toMatchObject({ kind: 'network' });
      expect(error.message).toContain(
        `The API could not be reached through the proxy http://${through.host}: `,
      );
      expect(through.asked).toEqual(['CONNECT api.example:443']);
      expect(through.authorizations).toEqual([BASIC]);
      // A record of a TLS handshake.
      expect(heard[0]?.subarray(0, 2)).toEqual(Buffer.from([0x16, 0x03]));
      expect(heard[0]?.includes('api.example')).toBe(true);
    } finally {
      await through.stop();
      end.close();
    }
  });

  it.each([
    [
      407,
      /^The proxy http:\/\/127\.0\.0\.1:\d+ answered 407\. It wants a user name and a password: set them in HTTPS_PROXY/,
    ],
    [403, /^The proxy http:\/\/127\.0\.0\.1:\d+ answered 403\. Ask whoever runs it .* NO_PROXY/],
  ])('says that the proxy answered %i', async (status, message) => {
    proxy.refusal = status;
    const error = await apiErrorOf(clientOf({ ...base, HTTPS_PROXY: withPassword() }).getContractor('cn_1'));
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('canary');
    expect(proxy.asked).toEqual(['CONNECT api.example:443']);
  });

  it.each([
    [407, 'set them in proxy of createPolicyApi, as http://user:password@host:port.'],
    [403, 'or leave out proxy of createPolicyApi to go past it.'],
  ])('names its own options where no other words are given, for %i', async (status, fix) => {
    proxy.refusal = status;
    const api = fake.client({ baseUrl: base.TEN99POLICY_API_BASE, proxy: `http://${proxy.host}` });
    expect((await apiErrorOf(api.getContractor('cn_1'))).message).toContain(fix);
  });

  it('names a proxy that is not there', async () => {
    const api = clientOf({ ...base, HTTPS_PROXY: 'joe:canary@127.0.0.1:1' });
    const { message } = await apiErrorOf(api.updateContractor('cn_1', {}));
    expect(message).toBe(
      'The API could not be reached through the proxy http://127.0.0.1:1: nothing listens at that address (ECONNREFUSED).',
    );
  });

  it('is reached by a bounded number of tunnels, however many calls there are', async () => {
    proxy.silent = true;
    const api = clientOf({ ...base, HTTPS_PROXY: withPassword() });
    const calls = Array.from({ length: 200 }, () => apiErrorOf(api.updateContractor('cn_1', {})));
    await until(() => proxy.asked.length >= MAX_SOCKETS);
    api.endWithin(0);
    expect((await Promise.all(calls)).map(({ kind }) => kind)).toEqual(calls.map(() => 'timeout'));
    expect(proxy.asked).toHaveLength(MAX_SOCKETS);
  });

  it('gives a proxy up that says nothing', async () => {
    proxy.silent = true;
    const api = fake.client({
      baseUrl: 'https://api.example/api/v1',
      proxy: `http://${proxy.host}`,
      timeoutMs: 1_600,
    });
    const { kind, message } = await apiErrorOf(api.updateContractor('cn_1', {}));
    expect({ kind, message }).toEqual({
      kind: 'timeout',
      message: `The API did not accept a connection through the proxy http://${proxy.host} within 0.8 seconds.`,
    });
  });
});

it('on this machine is asked without a proxy', async () => {
  const proxies = { HTTP_PROXY: withPassword(), HTTPS_PROXY: withPassword() };
  const api = clientOf({ TEN99POLICY_API_BASE: fake.origin, ...proxies });
  expect(await api.getContractor('cn_1')).toMatchObject({ id: 'cn_1' });
  const sandbox = apiInUse(readConfig(proxies).api, { url: fake.origin, apiKey: TEST_KEY }).api;
  clients.push(sandbox);
  expect(await sandbox.getContractor('cn_1')).toMatchObject({ id: 'cn_1' });
  expect(proxy.asked).toEqual([]);
});
