import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { complete } from '../../sandbox/test/support/applicant';
import { checkReceiver } from '../../scripts/webhook-check/check';
import { createPolicyApi, type PolicyApi } from '../../src/policy-api/client';
import { timestamped } from '../../src/webhooks/schemes/timestamped';
import { makeParties } from '../policy-api/support/insured';
import { startSandbox, until, type RunningSandbox } from '../support/harness';

const DAY = 86_400;
let sandbox: RunningSandbox;
let api: PolicyApi;
const children: ChildProcess[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  const baseUrl = `${sandbox.url}/api/v1`;
  api = createPolicyApi({ baseUrl, apiKey: sandbox.sandbox.apiKey, environment: 'sandbox' });
});
afterAll(async () => {
  children.forEach((child) => child.kill());
  api.close();
  await sandbox.stop();
});

const folderOf = (name: string) => path.join(PROJECT_ROOT, 'examples', name);

function npm(name: string, ...args: string[]): string {
  const { INIT_CWD: _own, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: folderOf(name), env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} in ${name}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** Installs an example's packages and carries its parts there anew. */
function make(name: string): void {
  npm(name, 'ci');
  rmSync(path.join(folderOf(name), 'insurance'), { recursive: true, force: true });
  npm(name, 'run', 'lift');
}

/** Starts an example; it says where it listens in its first line. */
async function start(name: string, program: string, env: Record<string, string>): Promise<string> {
  // Memory is tidied up all the time, so that what only seems to be held on to is gone at once.
  const eager = ['--expose-gc', '--import', 'data:text/javascript,setInterval(gc, 20).unref()'];
  const child = spawn(process.execPath, [...eager, program], {
    cwd: folderOf(name),
    env: { PATH: process.env.PATH ?? '', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return String(said).trim();
}

const linesOf = (name: string, file: string) =>
  readFileSync(path.join(folderOf(name), file), 'utf8')
    .trim()
    .split('\n').length;

describe('express4-webhook', () => {
  const name = 'express4-webhook';
  const secret = 'whsec_of_the_express_four_platform';
  let url: string;
  beforeAll(async () => {
    make(name);
    const folder = mkdtempSync(path.join(tmpdir(), 'platform-'));
    const endpoint = { WEBHOOK_SECRET: secret, DATABASE: path.join(folder, 'platform.db') };
    url = await start(name, 'server.js', {
      ...endpoint,
      PASSWORD: 'a long pass phrase',
      SESSION_SECRET: 'of the tests',
    });
  });

  it('has under a hundred lines of its own', () => {
    expect(linesOf(name, 'server.js')).toBeLessThan(100);
  });

  it('passes the twenty cases', async () => {
    const where = `${url}/webhooks/insurance`;
    const results = await checkReceiver({ url: where, secrets: [secret], scheme: timestamped() });
    expect([results.length, results.filter(({ passed }) => !passed)]).toEqual([20, []]);
  });

  it('takes the events of an application, and shows them behind its own login', async () => {
    const platform = await start(name, 'server.js', {
      WEBHOOK_SECRET: await registered(),
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

  let port: number;
  /** An endpoint for a port that is free, and its secret. */
  async function registered(): Promise<string> {
    const { createServer } = await import('node:net');
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    ({ port } = probe.address() as { port: number });
    probe.close();
    await once(probe, 'close');
    const where = { url: `http://127.0.0.1:${port}/webhooks/insurance` };
    return (await api.createWebhookEndpoint(where, 'endpoint')).secret!;
  }
});

describe('fastify-shifts', () => {
  const name = 'fastify-shifts';
  let url: string;
  beforeAll(async () => {
    make(name);
    const host = new URL(sandbox.url).host;
    const { apiKey } = sandbox.sandbox;
    url = await start(name, 'server.ts', { API_BASE: `${sandbox.url}/api/v1`, API_KEY: apiKey, HOSTS: host });
  });

  const post = async (where: string, body: object) => {
    const answer = await fetch(url + where, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return [answer.status, await answer.json()] as [number, Record<string, unknown>];
  };

  it('has under a hundred lines of its own, and compiles strictly with what it took', () => {
    expect(linesOf(name, 'server.ts')).toBeLessThan(100);
    expect(npm(name, 'run', 'types', '--silent')).toBe('');
  });

  it('lets a shift start only when its worker is covered then', async () => {
    const { contractor: worker, job } = await makeParties(api);
    const now = Math.floor(Date.now() / 1000);
    const at = now + 3 * DAY;
    expect(await post('/shifts', { worker, job, at })).toMatchObject([
      409,
      { covered: false, state: 'not_started', missing: ['general', 'workers-comp'] },
    ]);
    const [, application] = await post('/applications', { worker, job });
    expect((await post('/applications', { worker, job }))[1]).toEqual(application);
    expect(await post('/shifts', { worker, job, at })).toMatchObject([409, { state: 'applying' }]);
    await complete(application['url'] as string);
    await until(async () => (await post('/shifts', { worker, job, at }))[0] === 201);
    expect(await post('/shifts', { worker, job, at: now + 365 * 10 * DAY })).toMatchObject([
      409,
      {
        state: 'expired',
        reasons: expect.arrayContaining([expect.stringMatching(/^The policy pl_\w+ expired on /)]),
      },
    ]);
  });

  it('says what the API says when it cannot do what is asked', async () => {
    expect(await post('/applications', { worker: 'cn_unknown', job: 'jb_unknown' })).toMatchObject([
      502,
      { error: expect.stringMatching(/^invalid_/) as string },
    ]);
  });
});
