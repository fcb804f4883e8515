import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { PolicyApi } from '../../src/policy-api/client';
import { apiErrorOf } from './support/errors';
import { FakeApi } from './support/fake-api';

let fake: FakeApi;
let server: Server;
let sockets: Socket[];
beforeEach(async () => {
  fake = await FakeApi.start();
  sockets = [];
  server = createServer((socket) => sockets.push(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  sockets.forEach((socket) => socket.destroy());
  server.close();
  await fake.stop();
});

/** A client of a server that does with each connection what the test says. */
function clientOf(serve: (socket: Socket) => void): PolicyApi {
  server.on('connection', serve);
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake.client({ baseUrl });
}

/** More than the buffers between the two ends take. */
const LENGTH = 20_000_000;
const TOO_LARGE = 'HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n';

test('a server that changes to another protocol is not waited for', async () => {
  const api = clientOf((socket) =>
    socket.on('data', () =>
      socket.write('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    ),
  );
  const error = await apiErrorOf(api.getJob('jb_1'));
  expect(error).toMatchObject({ kind: 'network' });
  expect(error.message).toContain('the connection was cut');
});

test('a connection whose server answered before it read the request is closed: it could serve no other call', async () => {
  const api = clientOf((socket) => socket.once('data', () => socket.pause().write(TOO_LARGE)));
  const name = 'x'.repeat(LENGTH);
  expect(await apiErrorOf(api.updateJob('jb_1', { name }))).toMatchObject({ status: 413 });
  const [socket] = sockets;
  socket!.resume();
  await new Promise((resolve) => socket!.on('close', resolve));
  expect(socket!.bytesRead).toBeLessThan(LENGTH);
});

test('nothing is sent once all calls had to be over, nor by a client made afterwards', async () => {
  fake.json(200, { id: 'jb_1' });
  const api = fake.client();
  await api.getJob('jb_1');
  api.endWithin(0);
  const quote = { contractor: 'cn_1', job: 'jb_1', coverage_type: ['general'] };
  for (const client of [api, api.apart(), api.within(5_000)]) {
    expect((await apiErrorOf(client.createQuote(quote, 'k'))).message).toContain('had to stop');
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(fake.received).toHaveLength(1);
});
