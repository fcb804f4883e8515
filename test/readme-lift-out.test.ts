import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT } from '../lib/project-root';
import { timestampedSignature } from '../src/webhooks/signature';

const readme = readFileSync(path.join(PROJECT_ROOT, 'README.md'), 'utf8');
const [, section = ''] = readme.split('### Take the webhook route into your platform');
const copyList = section.split('\n2. ')[0] ?? '';

/** The files that README tells to copy, as paths from the project's folder. */
function copiedFiles(): string[] {
  const named = [...copyList.matchAll(/`((?:src|lib)\/[\w./-]+)`/g)].map(([, target]) => target!);
  const left = [...copyList.matchAll(/`([\w-]+\.ts)`/g)].map(([, file]) => file!);
  return named
    .flatMap((target) =>
      statSync(path.join(PROJECT_ROOT, target)).isDirectory() ? filesIn(target) : [target],
    )
    .filter((file) => !left.includes(path.basename(file)));
}

function filesIn(folder: string): string[] {
  return readdirSync(path.join(PROJECT_ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(PROJECT_ROOT, path.join(entry.parentPath, entry.name)));
}

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
  return [...text.matchAll(/^(?:import |.*\bfrom )'([^']+)';$/gm)].map(([, from]) => from!);
}

describe('what README tells to copy for the webhook route', () => {
  const files = copiedFiles();

  it('holds everything its files import', () => {
    expect(files).toEqual(expect.arrayContaining(['src/webhooks/routes.ts', 'src/policy-api/client.ts']));
    const missing = files.flatMap((file) =>
      importsOf(file)
        .filter((from) => from.startsWith('.'))
        .map((from) => `${path.join(path.dirname(file), from)}.ts`)
        .filter((target) => !files.includes(target))
        .map((target) => `${file} imports ${target}`),
    );
    expect(missing).toEqual([]);
  });

  it('names the packages it needs, and no other', () => {
    const packages = new Set(
      files
        .flatMap(importsOf)
        .filter(
          (from) => !from.startsWith('.') && !from.startsWith('node:') && !builtinModules.includes(from),
        ),
    );
    const [, named = ''] = copyList.replace(/\s+/g, ' ').split('The packages are ');
    expect([...packages].sort()).toEqual(
      named
        .replace(/\.\s*$/, '')
        .split(/, | and /)
        .sort(),
    );
  });
});

describe('the server that README makes of it', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lifted-'));
  const [, program = ''] = /```ts\n([\s\S]*?)```/.exec(section) ?? [];

  beforeAll(() => {
    for (const file of copiedFiles()) cpSync(path.join(PROJECT_ROOT, file), path.join(folder, file));
    symlinkSync(path.join(PROJECT_ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    writeFileSync(path.join(folder, 'src/main.ts'), program);
    const compilerOptions = { strict: true, target: 'es2022', module: 'commonjs', ignoreDeprecations: '6.0' };
    const options = { ...compilerOptions, esModuleInterop: true, skipLibCheck: true, types: ['node'] };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('compiles', () => {
    const compiler = path.join(PROJECT_ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [compiler, '--noEmit'], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  /** Runs it on any free port, without a webhook secret unless one is given. */
  function run(secret?: string) {
    const anyPort = 'const server = app.listen(0, () => console.log(JSON.stringify(server.address())));';
    expect(program).toContain('app.listen(4000);');
    writeFileSync(path.join(folder, 'src/run.ts'), program.replace('app.listen(4000);', anyPort));
    const { TEN99POLICY_WEBHOOK_SECRET: _own, ...env } = process.env;
    return spawn(process.execPath, ['--require', require.resolve('tsx/cjs'), 'src/run.ts'], {
      cwd: folder,
      env: {
        ...env,
        TEN99POLICY_API_KEY: 't9k_test_12345678',
        ...(secret !== undefined && { TEN99POLICY_WEBHOOK_SECRET: secret }),
      },
    });
  }

  it('takes a signed delivery once, and refuses what is not signed', async () => {
    const secret = 'whsec_of_your_endpoint';
    const child = run(secret);
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const { port } = JSON.parse(String(said)) as { port: number };
    const body = JSON.stringify({ id: 'ev_1', type: 'policy.active', created: 1, data: { id: 'pl_1' } });
    const send = async (headers: Record<string, string>) => {
      const url = `http://127.0.0.1:${port}/webhooks/1099policy`;
      const answer = await fetch(url, { method: 'POST', body, headers });
      return [answer.status, await answer.json()];
    };
    const now = Math.floor(Date.now() / 1000);
    const signed = timestampedSignature.sign(body, secret, now);
    expect(await send(signed)).toEqual([200, { received: true, duplicate: false }]);
    expect(await send(signed)).toEqual([200, { received: true, duplicate: true }]);
    expect(await send({})).toMatchObject([401, { error: 'signature_missing' }]);
    expect(await send(timestampedSignature.sign(body, '', now))).toMatchObject([
      401,
      { error: 'signature_mismatch' },
    ]);
    child.kill();
    await once(child, 'exit');
  });

  it.each([undefined, '', 'fifteen letters'])('does not start with the secret %j', async (secret) => {
    const child = run(secret);
    let said = '';
    child.stderr.on('data', (chunk) => (said += String(chunk)));
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    expect(said).toContain('A webhook secret has at least 16 characters');
  });
});
