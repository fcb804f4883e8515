import { readdirSync } from 'node:fs';
import { readCommandLine, usage } from '../src/command-line';
import { flagOf, readSandboxSettings, settingNames } from '../src/settings';
import { newFolder, startProcess as start, tidyUp } from './support/process';

afterEach(tidyUp);

const settingsOf = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  readSandboxSettings(env, readCommandLine(args).flags);

test('with --json its address is all it prints, and with --state memory it writes nothing', async () => {
  const DATA_DIR = newFolder();
  const wanted = ['--port', '0', '--json', '--state', 'memory', '--host', '0.0.0.0', '--log-level=info'];
  const { child, said, ended } = start({ DATA_DIR, SANDBOX_PORT: 'overruled' }, ...wanted);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const address = JSON.parse(said.out) as Record<'url' | 'api_base_url' | 'api_key', string>;
  expect(address).toEqual({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    api_base_url: `${address.url}/api/v1`,
    api_key: expect.stringMatching(/^t9k_test_\w+$/),
  });
  const headers = { authorization: `Bearer ${address.api_key}` };
  const body = new URLSearchParams({ email: 'a@example.com', first_name: 'A', last_name: 'B' });
  const made = await fetch(`${address.api_base_url}/contractors`, { method: 'POST', headers, body });
  expect(made.status).toBe(201);
  const { id } = (await made.json()) as { id: string };
  expect((await fetch(`${address.api_base_url}/contractors/${id}`, { headers })).status).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(said.out.match(/\n/g)).toHaveLength(1);
  expect(said.err).toContain('other machines can reach the local sandbox');
  expect(said.err).toContain('sandbox API call');
  expect(said.err).not.toContain(address.api_key);
  expect(readdirSync(DATA_DIR)).toEqual([]);
});

test('--help names every setting; what is unknown is one clear line', async () => {
  const [help, unknown] = [start({}, '--help'), start({}, '--prot', '1')];
  expect(await help.ended).toBe(0);
  expect(help.said).toEqual({ out: `${usage()}\n`, err: '' });
  for (const name of settingNames) expect(help.said.out).toMatch(new RegExp(`--${flagOf(name)} .*${name}`));
  expect(await unknown.ended).toBe(1);
  expect(unknown.said).toEqual({ out: '', err: "Unknown option '--prot'. --help lists what there is.\n" });
});

test('a flag goes before the setting of the same name, and every setting has one', () => {
  const env = { SANDBOX_PORT: '1', SANDBOX_HOSTS: 'a.test', LOG_LEVEL: 'warn' };
  expect(settingsOf(['--port=2', '--hosts', 'b.test,c.test'], env)).toMatchObject({
    port: 2,
    otherHosts: ['b.test', 'c.test'],
    logLevel: 'warn',
    host: '127.0.0.1',
  });
  expect(settingsOf([], { SANDBOX_STATE: 'memory' }).dataDir).toBeUndefined();
  expect(settingsOf(['--state', 'disk'], { SANDBOX_STATE: 'memory' }).dataDir).toMatch(/sandbox$/);
  expect(readCommandLine(settingNames.map((name) => `--${flagOf(name)}=1`)).flags).toEqual(
    Object.fromEntries(settingNames.map((name) => [name, '1'])),
  );
});

test.each([
  [['--port', 'x'], '--port is "x": give a port number, e.g. 4010.'],
  [['--port', '65536'], '--port is "65536"'],
  [['--host', 'http://a'], '--host is "http://a": give a host name or address'],
  [['--state', 'ram'], '--state is "ram": give disk or memory.'],
  [['--public-url', 'localhost:1'], '--public-url is "localhost:1": give the address of a site'],
  [['--public-url', 'http://a/b'], '--public-url is "http://a/b"'],
  [['--log-level', 'loud'], '--log-level is "loud": give one of'],
  [['--cors', 'localhost:5173'], '--cors is "localhost:5173": give origins'],
  [['--cors', 'http://LOCALHOST'], '--cors is "http://LOCALHOST"'],
  [['--cors', 'http://a,http://b/'], '--cors is "http://a,http://b/"'],
  [['--hosts', 'http://a'], '--hosts is "http://a": give host names'],
  [['--port'], "Option '--port <value>' argument missing. --help lists what there is."],
  [['--json=yes'], "Option '--json' does not take an argument. --help"],
  [['4010'], "Unexpected argument '4010'."],
])('%j is refused', (args, message) => {
  expect(() => settingsOf(args)).toThrow(message);
});
