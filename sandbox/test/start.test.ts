import { startSandbox, type StartedSandbox, type StartOptions } from '../src/start';

let sandbox: StartedSandbox;
afterEach(() => sandbox.stop());

/** All in memory. */
async function start(options: Partial<StartOptions>): Promise<(path: string) => Promise<string>> {
  sandbox = await startSandbox({ port: 0, ...options });
  return async (path) => (await fetch(`${sandbox.url}${path}`)).text();
}

test('the address it says is one that can be opened, whatever it listens on', async () => {
  for (const host of ['0.0.0.0', '::', '127.0.0.2', '::1', 'localhost']) {
    const warnings: object[] = [];
    const log = () => undefined;
    const logger = { info: log, error: log, warn: (fields: object) => void warnings.push(fields) };
    const ask = await start({ host, logger });
    expect(await ask('/health')).toBe('{"status":"ok"}');
    expect(await ask('/')).toContain(`${sandbox.url}/api/v1`);
    expect(warnings).toEqual(host === '0.0.0.0' || host === '::' ? [{ host }] : []);
    if (host !== 'localhost') await sandbox.stop();
  }
});

test('links begin with the public address, whose name it answers to', async () => {
  const ask = await start({ publicUrl: 'https://sandbox.example.test:8443/' });
  const { servers } = JSON.parse(await ask('/openapi.json')) as { servers: { url: string }[] };
  expect(servers).toEqual([expect.objectContaining({ url: 'https://sandbox.example.test:8443' })]);
  expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});
