import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { newFolder, startProcess as start, tidyUp } from './support/process';

afterEach(tidyUp);

const contractor = { email: 'a@example.com', first_name: 'A', last_name: 'B' };
const send = ({ url, key }: { url: string; key: string }, where: string, body: object) =>
  fetch(`${url}${where}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const post = (sandbox: { url: string; key: string }) => send(sandbox, '/api/v1/contractors', contractor);

test('what was answered is there after SIGKILL; SIGTERM stops cleanly', async () => {
  const DATA_DIR = newFolder();
  const first = start({ DATA_DIR });
  const made = (await (await post(await first.ready)).json()) as { id: string };
  const clock = async (url: string) => (await fetch(`${url}/_sandbox/clock`)).json();
  const moved = await fetch(`${(await first.ready).url}/_sandbox/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance: '3d' }),
  });
  expect(await moved.json()).toMatchObject({ offset: 3 * 24 * 60 * 60 });
  first.child.kill('SIGKILL');
  await first.ended;
  const second = start({ DATA_DIR });
  const { url, key } = await second.ready;
  expect(key).toBe((await first.ready).key);
  const found = await fetch(`${url}/api/v1/contractors/${made.id}`, { headers: { authorization: key } });
  expect(await found.json()).toEqual(made);
  expect(await clock(url)).toMatchObject({ offset: 3 * 24 * 60 * 60 });
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
});

test('what was to happen by itself still happens after SIGKILL', async () => {
  const DATA_DIR = newFolder();
  const first = start({ DATA_DIR });
  const made = (await (await post(await first.ready)).json()) as { id: string };
  const optIn = { is_general_opt_in: true, contractor: made.id, general_opt_in_work_state: 'CA' };
  const session = await send(await first.ready, '/api/v1/apply/sessions', optIn);
  const { id } = (await session.json()) as { id: string };
  first.child.kill('SIGKILL');
  await first.ended;
  const second = await start({ DATA_DIR }).ready;
  const moved = await send(second, '/_sandbox/clock', { advance: '31d' });
  expect(await moved.json()).toMatchObject({ done: 1 });
  const headers = { authorization: second.key };
  const after = await fetch(`${second.url}/api/v1/apply/sessions/${id}`, { headers });
  expect(await after.json()).toMatchObject({ id, expired: true });
});

test('a folder in use, a port in use and a wrong port are one clear line', async () => {
  const DATA_DIR = newFolder();
  const first = start({ DATA_DIR });
  await first.ready;
  const second = start({ DATA_DIR });
  expect(await second.ended).toBe(1);
  expect(second.said.err).toMatch(/^The data folder .* is in use by another process.*\n$/);

  const other = http.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const port = String((other.address() as AddressInfo).port);
  const third = start({ DATA_DIR: newFolder(), SANDBOX_PORT: port });
  expect(await third.ended).toBe(1);
  expect(third.said.err).toBe(
    `Cannot start: port ${port} is in use by another program. Stop that program, or change SANDBOX_PORT.\n`,
  );
  other.close();

  const fourth = start({ DATA_DIR: newFolder(), SANDBOX_PORT: 'abc' });
  expect(await fourth.ended).toBe(1);
  expect(fourth.said.err).toMatch(/^SANDBOX_PORT is "abc": .*\n$/);
});
