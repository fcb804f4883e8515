import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

const FOLDER = path.resolve(__dirname, '../examples');
const WALKS = [
  { file: 'walk.py', command: 'python3', needs: 'python3' },
  { file: 'walk.sh', command: 'sh', needs: 'curl' },
];

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await runSandbox();
});
afterAll(() => sandbox.close());

async function run(command: string, file: string, env: Record<string, string> = {}) {
  const child = spawn(command, [path.join(FOLDER, file)], {
    env: { ...process.env, TEN99POLICY_API_BASE: `${sandbox.url}/api/v1`, ...env },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (part) => (said.out += String(part)));
  child.stderr.on('data', (part) => (said.err += String(part)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...said };
}

describe.each(WALKS)('$file', ({ file, command, needs }) => {
  // A machine without the tool says that these are skipped; where everything must hold, they fail.
  const isThere = spawnSync(needs, ['--version']).status === 0;
  const its = isThere || process.env['CI'] !== undefined ? it : it.skip;

  its('walks to active coverage, twice, and says each step', async () => {
    for (const key of [sandbox.apiKey, 't9k_test_another', 't9k_test_acct_walk_another']) {
      const { code, out, err } = await run(command, file, { TEN99POLICY_API_KEY: key });
      expect([code, err]).toEqual([0, '']);
      const steps = [
        '/contractors: cn_',
        '/entities: en_',
        '/category_codes: jc_',
        '/jobs: jb_',
        '/quotes: qt_',
      ];
      const lines = out.trim().split('\n');
      for (const [index, step] of steps.entries()) expect(lines[index]).toContain(step);
      expect(lines.slice(5)).toEqual([
        expect.stringMatching(/^\/apply\/sessions: ias_\w+$/),
        'The application is complete.',
        expect.stringMatching(/^\/policies: pl_\w+ is active\.$/),
      ]);
    }
  });

  its('ends with the reason when it is refused, and when nobody answers', async () => {
    const refused = await run(command, file, { TEN99POLICY_API_KEY: 't9k_live_walk' });
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/^POST http.*\/contractors is answered 401: .*invalid_api_key/);
    const alone = await run(command, file, { TEN99POLICY_API_BASE: 'http://127.0.0.1:9/api/v1' });
    expect(alone.code).toBe(1);
    expect(alone.err).toContain('is not answered');
    expect(alone.err).toContain('Is the sandbox running? npm run sandbox');
  });
});
