import { chmodSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Person } from '../support/browser-like';
import { testDatabase, type TestDatabase } from '../support/databases';
import { anEvent, deliver, SECRET } from '../support/deliveries';
import { until } from '../support/harness';
import { walkTo } from '../support/walk';
import { freePort, newFolder, serverCommand, startServer as start, tidyUp } from './support/process';

let busy: Server;
let busyPort: number;
let made: TestDatabase;

beforeAll(async () => {
  made = await testDatabase();
  busy = createServer();
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
  busyPort = (busy.address() as AddressInfo).port;
});
afterAll(async () => {
  tidyUp();
  busy.close();
  await made.drop();
});

describe('starting', () => {
  it('prints its address, and answers there, wherever it is started from', async () => {
    const dataDir = newFolder();
    const server = start({ DATA_DIR: dataDir });
    const url = await server.url;
    expect(server.said.out).toMatch(/API.*local.*http:\/\/127\.0\.0\.1:\d+/);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const home = await fetch(url);
    expect(await home.text()).toContain('Watch a contractor become covered');
    expect((await fetch(`${url}/assets/styles/base.css`)).status).toBe(200);
    await until(async () => (await fetch(`${url}/health/ready`)).status === 200);

    // The folder belongs to this process.
    const second = start({ DATA_DIR: dataDir });
    expect(await second.ended).toBe(1);
    expect(second.said.err).toMatch(/^The data folder .* is in use by another process\. .*\n$/);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  it('fails with one clear line and exit code 1', async () => {
    const file = path.join(newFolder(), 'a-file');
    writeFileSync(file, '');
    const dead = 'postgres://someone:canary-password@127.0.0.1:1/nowhere';
    const cases: [string, Record<string, string>, RegExp][] = [
      ['port in use', { PORT: String(busyPort) }, /port \d+ is in use by another program.* PORT\./],
      ['sandbox port in use', { SANDBOX_PORT: String(busyPort) }, /is in use .*SANDBOX_PORT\./],
      [
        'unwritable folder',
        { DATA_DIR: file },
        /a-file cannot be made: there is a file where a folder should be\. Move/,
      ],
      [
        'a folder that cannot be made',
        { DATA_DIR: '/proc/nowhere/data' },
        /^\/proc\/nowhere\/data cannot be .*choose another folder with DATA_DIR\.$/m,
      ],
      [
        'an address of another machine',
        {
          HOST: '192.0.2.1',
          OPERATOR_PASSWORD: 'a long pass phrase',
          SESSION_SECRET: 'sixteen letters and more',
        },
        /this machine has no address 192\.0\.2\.1\. Set HOST to one of its addresses\./,
      ],
      [
        'database not reachable',
        { DATABASE_URL: dead },
        /^The database cannot be reached \(ECONNREFUSED\)\. Check DATABASE_URL,/,
      ],
    ];
    await Promise.all(
      cases.map(async ([name, env, message]) => {
        const server = start({ DATA_DIR: newFolder(), ...env });
        expect([name, await server.ended]).toEqual([name, 1]);
        expect(server.said.err).toMatch(message);
        expect([name, server.said.err.trim().split('\n').length]).toEqual([name, 1]);
        expect(server.said.err + server.said.out).not.toMatch(/\n\s+at |canary-password/);
      }),
    );
  });

  it('names every setting that is wrong, at once', async () => {
    const server = start({
      DATA_DIR: newFolder(),
      PORT: 'http',
      TEN99POLICY_API_KEY: '"t9k_test_canary12345"',
      PUBLIC_URL: 'onboarding.example',
    });
    expect(await server.ended).toBe(1);
    const lines = server.said.err.trim().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('The settings are not right:');
    expect(server.said.err).toContain('- PORT ');
    expect(server.said.err).toContain('- TEN99POLICY_API_KEY has quotes');
    expect(server.said.err).toContain('- PUBLIC_URL ');
    expect(server.said.err).not.toMatch(/canary|\n\s+at /);
  });
});

const whereDisksCanBeFull = existsSync('/dev/full') ? it : it.skip;
whereDisksCanBeFull('goes on when its log cannot be written', async () => {
  const port = await freePort();
  const command = `exec ${serverCommand.map((word) => `"${word}"`).join(' ')} > /dev/full`;
  const env = { DATA_DIR: newFolder(), LOG_LEVEL: 'info', PORT: String(port) };
  const server = start(env, ['sh', '-c', command]);
  const status = () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      (answer) => answer.status,
      () => null,
    );
  await until(async () => (await status()) === 200, 30_000);
  expect(await status()).toBe(200);
  server.child.kill('SIGTERM');
  expect([await server.ended, server.said.err]).toEqual([0, '']);
});

describe('what is kept in the data folder', () => {
  it('can be read by its owner only', async () => {
    const dataDir = path.join(newFolder(), 'made', 'here');
    const server = start({ DATA_DIR: dataDir });
    await server.url;
    const modes = (folder: string) =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== 'lock.sqlite-journal')
        .map(({ name }) => `${name} ${(statSync(path.join(folder, name)).mode & 0o777).toString(8)}`);
    const all = [...modes(dataDir), ...modes(path.join(dataDir, 'sandbox'))];
    expect(all).toEqual(expect.arrayContaining(['app.sqlite 600', 'app.sqlite-wal 600']));
    expect(all.filter((entry) => !entry.endsWith(' 600'))).toEqual([]);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);

    chmodSync(path.join(dataDir, 'app.sqlite'), 0o644);
    const again = start({ DATA_DIR: dataDir });
    await again.url;
    expect(statSync(path.join(dataDir, 'app.sqlite')).mode & 0o777).toBe(0o600);
    again.child.kill('SIGTERM');
    await again.ended;
  });
});

describe('a process that is killed', () => {
  it('comes back with the onboarding where it was and every event it had acknowledged', async () => {
    const env = {
      DATA_DIR: newFolder(),
      TEN99POLICY_WEBHOOK_SECRETS: SECRET,
      ...(made.url && { DATABASE_URL: made.url }),
    };
    const first = start(env);
    const url = await first.url;
    const operator = new Person(url);
    const onboarding = await walkTo(operator, 'job');

    // Killed amid deliveries: the seventh answer pulls the trigger.
    const acknowledged: string[] = [];
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        const event = anEvent();
        const answer = await deliver(url, event).catch(() => null);
        if (answer?.status !== 200) return;
        acknowledged.push(event.id);
        if (acknowledged.length === 7) first.child.kill('SIGKILL');
      }),
    );
    expect(await first.ended).toBe('SIGKILL');
    expect(acknowledged.length).toBeGreaterThanOrEqual(7);

    const second = start(env);
    const again = new Person(await second.url);
    await again.open('/');
    expect(again.page.$('tbody').first().text()).toContain('Describe the job');
    await again.open(onboarding);
    expect(again.text).toContain('The next step is the job.');
    expect(again.text).toContain('Harbor Staffing, Inc');
    const log: string[] = [];
    for (await again.open('/events'); ; await again.open(again.page.$('a[rel=next]').attr('href')!)) {
      for (const link of again.page.$('tbody th a').toArray()) {
        const event = new Person(await second.url);
        await event.open(again.page.$(link).attr('href')!);
        log.push(event.text);
      }
      if (again.page.$('a[rel=next]').length === 0) break;
    }
    const missing = acknowledged.filter((id) => !log.some((text) => text.includes(id)));
    expect(missing).toEqual([]);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });
});
