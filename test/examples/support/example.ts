import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { PROJECT_ROOT } from '../../../lib/project-root';
import { createPolicyApi, type PolicyApi } from '../../../src/policy-api/client';
import { startSandbox, type RunningSandbox } from '../../support/harness';

/** One of the hosts in `examples`, made anew from the sources, with the local sandbox beside it. */
export class Example {
  private readonly children: ChildProcess[] = [];
  readonly name: string;
  readonly sandbox: RunningSandbox;
  /** A client of the sandbox. */
  readonly api: PolicyApi;

  private constructor(name: string, sandbox: RunningSandbox) {
    this.name = name;
    this.sandbox = sandbox;
    this.api = createPolicyApi({
      baseUrl: `${sandbox.url}/api/v1`,
      apiKey: sandbox.sandbox.apiKey,
      environment: 'sandbox',
    });
  }

  /** Installs its packages and carries its parts there. */
  static async make(name: string): Promise<Example> {
    const example = new Example(name, await startSandbox());
    example.npm('ci');
    rmSync(path.join(example.folder, 'insurance'), { recursive: true, force: true });
    example.npm('run', 'lift');
    return example;
  }

  get folder(): string {
    return path.join(PROJECT_ROOT, 'examples', this.name);
  }

  npm(...args: string[]): string {
    const { INIT_CWD: _own, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync('npm', args, { cwd: this.folder, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`npm ${args.join(' ')} in ${this.name}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  linesOf(file: string): number {
    return readFileSync(path.join(this.folder, file), 'utf8').trim().split('\n').length;
  }

  /** Starts it; it says where it listens in its first line. */
  async start(program: string, env: Record<string, string>): Promise<string> {
    // Memory is tidied up again and again, so that what only seems to be held on to is gone at once.
    const eager = ['--expose-gc', '--import', 'data:text/javascript,setInterval(gc, 250).unref()'];
    const child = spawn(process.execPath, [...eager, program], {
      cwd: this.folder,
      env: { PATH: process.env.PATH ?? '', PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.children.push(child);
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    return String(said).trim();
  }

  async end(): Promise<void> {
    this.children.forEach((child) => child.kill());
    this.api.close();
    await this.sandbox.stop();
  }
}

/** A port that is free. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
