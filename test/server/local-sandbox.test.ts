import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { lockFolder } from '../../lib/folder-lock';
import { control } from '../../sandbox/test/support/control';
import { Person } from '../support/browser-like';
import { until } from '../support/harness';
import { CONTRACTOR, walkTo } from '../support/walk';
import { newFolder, startServer, tidyUp } from './support/process';

afterAll(tidyUp);

const answers = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

type Server = ReturnType<typeof startServer>;
const sandboxOf = async ({ url, said }: Server) => {
  await url;
  return /^API \(local\): (http:\S+)\/api\/v1 /m.exec(said.out)![1]!;
};
const linesOf = ({ said }: Server) =>
  said.out
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { msg: string; reason?: string; pid?: number });
/** The process of the sandbox, each time it was ready. */
const pidsOf = (server: Server) =>
  linesOf(server)
    .filter(({ msg }) => msg === 'the local sandbox is ready')
    .map(({ pid }) => pid!);

it('may lead back to the app from the page for a card, wherever that is, and knows its name', async () => {
  const server = startServer({
    DATA_DIR: newFolder(),
    PUBLIC_URL: 'http://app.localhost',
    BRAND_NAME: 'Acme & Sons',
  });
  const { body } = await control({ url: await sandboxOf(server) }, 'GET', '/organisation');
  expect(body).toMatchObject({ own_return_hosts: ['app.localhost'], platform: 'Acme & Sons' });
  server.child.kill('SIGTERM');
  await server.ended;
});

it('is started again where it was, with what it had, and the app goes on meanwhile', async () => {
  const server = startServer({ DATA_DIR: newFolder(), LOG_LEVEL: 'info' });
  const operator = new Person(await server.url);
  const sandbox = await sandboxOf(server);
  const onboarding = await walkTo(operator, 'job');
  process.kill(pidsOf(server)[0]!, 'SIGKILL');
  const ends = () => linesOf(server).filter(({ msg }) => msg.startsWith('the local sandbox ended'));
  await until(() => ends().length === 1);
  expect(ends()[0]).toMatchObject({
    reason: 'SIGKILL',
    msg: 'the local sandbox ended; it is started again in 0.5 s',
  });
  expect((await operator.open('/')).status).toBe(200);

  await until(() => pidsOf(server).length === 2, 30_000);
  expect(await answers(`${sandbox}/health`)).toBe(true);
  await operator.open(`${onboarding}/contractor`);
  expect(operator.page.$('[name=first_name]').val()).toBe(CONTRACTOR.first_name);

  // Longer each time, so that what fails for ever does not keep the machine busy.
  process.kill(pidsOf(server)[1]!, 'SIGKILL');
  await until(() => ends().length === 2);
  expect(ends()[1]!.msg).toContain('again in 1 s');
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
});

it('stops with the app', async () => {
  const server = startServer({ DATA_DIR: newFolder() });
  const sandbox = await sandboxOf(server);
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(await answers(`${sandbox}/health`)).toBe(false);
});

it('ends when the app is killed, and lets the next one in at once', async () => {
  const DATA_DIR = newFolder();
  const server = startServer({ DATA_DIR });
  const sandbox = await sandboxOf(server);
  server.child.kill('SIGKILL');
  const second = startServer({ DATA_DIR });
  await second.url;
  await until(async () => !(await answers(`${sandbox}/health`)));
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
});

it('that cannot start the first time stops the app with one line', async () => {
  const DATA_DIR = newFolder();
  const unlock = lockFolder(path.join(DATA_DIR, 'sandbox'), 'DATA_DIR');
  const locked = startServer({ DATA_DIR });
  const busy = createServer();
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
  const port = String((busy.address() as AddressInfo).port);
  const noPort = startServer({ DATA_DIR: newFolder(), SANDBOX_PORT: port });
  expect([await locked.ended, await noPort.ended]).toEqual([1, 1]);
  expect(locked.said.err).toMatch(/^The data folder \S+sandbox is in use by another process\. [^\n]*\n$/);
  expect(noPort.said.err).toBe(
    `Cannot start: port ${port} is in use by another program. Stop that program, or change SANDBOX_PORT.\n`,
  );
  unlock();
  busy.close();
});
