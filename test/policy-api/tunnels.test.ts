import { once } from 'node:events';
import https from 'node:https';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { PolicyApi } from '../../src/policy-api/client';
import { apiErrorOf } from './support/errors';
import { FakeApi } from './support/fake-api';
import { SmallProxy } from './support/small-proxy';

let fake: FakeApi;
let proxy: SmallProxy;
beforeEach(async () => {
  fake = await FakeApi.start();
  fake.json(200, { id: 'jb_1' });
  proxy = await SmallProxy.start(Number(new URL(fake.origin).port));
});
afterEach(async () => {
  await proxy.stop();
  await fake.stop();
});

const through = (url: string, baseUrl: string): PolicyApi =>
  fake.client({ proxy: url, baseUrl, timeoutMs: 1_000, maxRetries: 0 });

describe.each(['http', 'https'])('a call by %s', (protocol) => {
  const base = `${protocol}://api.example/api/v1`;

  it.each([
    ['joe:pass%3Aword@', 'joe:pass:word'],
    ['joe@', 'joe:'],
    [':word@', ':word'],
    ['joe:100%@', 'joe:100%'],
    ['', null],
  ])('tells the proxy who asks (%s)', async (credentials, told) => {
    if (protocol === 'https') proxy.refusal = 403;
    await through(`http://${credentials}${proxy.host}`, base)
      .getJob('jb_1')
      .catch(() => null);
    const header = told === null ? undefined : `Basic ${Buffer.from(told).toString('base64')}`;
    expect(proxy.authorizations).toEqual([header]);
  });

  it('finds a proxy whose address is one of IPv6', async () => {
    // Nobody is there, but it is an address and no name to look up.
    const { message } = await apiErrorOf(through('http://[::1]:1', base).getJob('jb_1'));
    expect(message).not.toContain('host name');
    expect(message).toContain('http://[::1]:1');
  });

  it('asks by TLS for the proxy by its own name', async () => {
    const heard: Buffer[] = [];
    const end = await listening('localhost', (socket) =>
      socket.once('data', (data) => heard.push(data) && socket.destroy()),
    );
    const url = `https://joe:word@localhost:${portOf(end)}`;
    expect(await apiErrorOf(through(url, base).getJob('jb_1'))).toMatchObject({ kind: 'network' });
    expect(heard[0]!.subarray(0, 2)).toEqual(Buffer.from([0x16, 0x03]));
    expect(heard[0]!.includes('localhost')).toBe(true);
    expect(heard[0]!.includes('api.example')).toBe(false);
    end.close();
  });
});

it('leads to an address of IPv6, written as one with a port is', async () => {
  proxy.refusal = 403;
  await apiErrorOf(through(`http://${proxy.host}`, 'https://[2001:db8::1]/api/v1').getJob('jb_1'));
  expect(proxy.asked).toEqual(['CONNECT [2001:db8::1]:443']);
});

it('tells a 407 that comes out of the tunnel as an answer of the API', async () => {
  // Without TLS in it: no certificate is needed then.
  const plain = jest.spyOn(https.Agent.prototype, 'createConnection');
  plain.mockImplementation((options) => (options as { socket: Socket }).socket);
  fake.json(407, { error_code: 'bad_request', message: 'Who asks?' });
  try {
    const api = through(`http://${proxy.host}`, 'https://api.example');
    await api.getJob('jb_1');
    const error = await apiErrorOf(api.getJob('jb_1'));
    expect(error).toMatchObject({ kind: 'answer', status: 407, code: 'bad_request', message: 'Who asks?' });
    expect(proxy.asked[0]).toBe('CONNECT api.example:443');
    expect(fake.received).toHaveLength(2);
  } finally {
    plain.mockRestore();
  }
});

it('tells a 407 as an answer of the API where there is no proxy', async () => {
  const api = (await FakeApi.start()).text(407, 'Who asks?');
  const error = await apiErrorOf(api.client().getJob('jb_1'));
  expect(error).toMatchObject({ kind: 'answer', status: 407, message: 'Who asks?' });
  await api.stop();
});

it.each([
  ['before the tunnel', ['HTTP/1.1 200 OK\r\nX: '], 'x'],
  ['in it', ['HTTP/1.1 200 OK\r\n\r\n', '\x16\x03\x03\x20\x00\x02\x00\x1f\xfc'], '\0'],
])(
  'gives a proxy up that says little by little (%s), and leaves no connection behind',
  async (_when, first, next) => {
    const closed: Promise<unknown>[] = [];
    const end = await listening('127.0.0.1', (socket) => {
      closed.push(new Promise((resolve) => socket.on('close', resolve)));
      const left = [...first];
      socket.on('data', () => socket.write(left.shift() ?? next, 'latin1'));
      const dripping = setInterval(() => left.length > 0 || socket.write(next), 20);
      socket.on('close', () => clearInterval(dripping));
    });
    const url = `http://127.0.0.1:${portOf(end)}`;
    const { message } = await apiErrorOf(through(url, 'https://api.example/api/v1').getJob('jb_1'));
    expect(message).toBe(`The API did not accept a connection through the proxy ${url} within 0.5 seconds.`);
    expect(closed).toHaveLength(1);
    await Promise.all(closed);
    end.close();
  },
);

async function listening(host: string, serve: (socket: Socket) => void): Promise<Server> {
  const server = createServer((socket) => serve(socket.on('error', () => undefined))).listen(0, host);
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
