import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { createCaller, type CallerOptions } from '../../scripts/drift/caller';
import { checkDrift } from '../../scripts/drift/run';
import { runSandbox, type RunningSandbox } from '../../sandbox/test/support/running-sandbox';
import { alteringProxy, listening } from './support/altering-proxy';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await runSandbox({ unchecked: true });
});
afterAll(() => sandbox.close());

async function check(url: string, wait: NonNullable<CallerOptions['wait']> = () => Promise.resolve()) {
  const caller = createCaller({ baseUrl: url, apiKey: sandbox.apiKey, proxy: null, wait });
  return checkDrift(caller, { walk: false }).finally(() => caller.close());
}

const PROGRAM = ['--require', path.join(PROJECT_ROOT, 'bench/register.js'), 'scripts/drift.ts'];

/** Runs the program to its end, as a person would. */
async function program(env: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [...PROGRAM, ...args], {
    cwd: PROJECT_ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += String(part)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, text };
}

test('the program takes the key from the settings, writes a report, and ends with what came of it', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'drift-'));
  const proxy = await alteringProxy(sandbox.url, (_call, { headers }) => (headers['ten99policy-new'] = 'x'));
  const to = (base: string, key = sandbox.apiKey) => ({
    TEN99POLICY_API_BASE: base,
    TEN99POLICY_API_KEY: key,
  });
  const file = (name: string) => path.join(folder, name);
  const live = {
    ...to(sandbox.url, sandbox.apiKey.replace('test', 'live')),
    TEN99POLICY_ENVIRONMENT: 'production',
  };
  const [same, differs, refused, without] = await Promise.all([
    program(to(sandbox.url), '--out', file('report.json')),
    program(to(proxy.url), '--out', file('report.md')),
    program(live, '--walk'),
    program({ TEN99POLICY_API_KEY: '' }),
  ]);
  await proxy.close();
  expect(same).toMatchObject({ code: 0, text: expect.stringContaining('0 differences') });
  expect(JSON.parse(readFileSync(file('report.json'), 'utf8'))).toMatchObject({ differences: [] });
  expect(differs).toMatchObject({ code: 1, text: expect.stringContaining('header ten99policy-new') });
  expect(readFileSync(file('report.md'), 'utf8')).toContain('| `listJobs, header ten99policy-new` |');
  expect(refused).toMatchObject({ code: 2, text: expect.stringContaining('The walk makes objects') });
  expect(without).toMatchObject({ code: 2, text: expect.stringContaining('Set TEN99POLICY_API_KEY') });
  rmSync(folder, { recursive: true });
});

describe('a call that gives nothing to compare says why, and what to do', () => {
  const failing = async (status: number, body: string, headers: Record<string, string> = {}) => {
    let calls = 0;
    const server = await listening((_req, res) => {
      calls += 1;
      res.writeHead(status, headers).end(body);
    });
    const waits: number[] = [];
    const wait = (ms?: number) => Promise.resolve(void waits.push(ms ?? 0));
    const report = await check(server.url, wait).finally(() => server.close());
    return { ...report, calls, waits };
  };

  it('no network', async () => {
    const server = await listening(() => undefined);
    await server.close();
    const { failures } = await check(server.url);
    expect(failures).toEqual([
      {
        operation: 'listContractors',
        cause: 'The API could not be reached: nothing listens at that address (ECONNREFUSED).',
        fix: expect.stringContaining('TEN99POLICY_API_BASE'),
      },
    ]);
  });

  it('a key that is not taken', async () => {
    const { failures, calls } = await failing(401, '{"error_code":"invalid_api_key"}');
    expect([failures.length, calls]).toEqual([1, 1]);
    expect(failures[0]).toMatchObject({ cause: /401/, fix: /TEN99POLICY_API_KEY/ });
  });

  it('too many calls, after waiting as it is told', async () => {
    const { failures, waits } = await failing(429, '{}', { 'retry-after': '7' });
    expect(waits).toEqual([7000, 7000, 7000]);
    expect(failures).toMatchObject([
      { cause: expect.stringContaining('429'), fix: 'Run it again in 7 seconds.' },
    ]);
    expect((await failing(429, '{}', { 'retry-after': '3600' })).waits).toEqual([]);
  });

  it('an HTML page, for every call of its own', async () => {
    const { failures, differences } = await failing(502, '<html>planted</html>', {
      'content-type': 'text/html',
    });
    expect(differences).toEqual([]);
    expect(failures.length).toBeGreaterThan(10);
    expect(failures[0]).toMatchObject({ cause: expect.stringContaining('502 has an HTML page') });
    expect(JSON.stringify(failures)).not.toContain('planted');
  });
});
