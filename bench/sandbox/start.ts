import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { inRounds, median, medianRatio, type Ratio } from '../support/compare';

/** Loading the sandbox may take a few times as long as loading Express alone. */
const START_GOAL = 5;
const SANDBOX = ['dist/sandbox/src/main.js', '--port', '0', '--state', 'memory', '--json'];
const BARE = ['--eval', `require('express')().listen(0, '127.0.0.1', () => console.log('ready'));`];

/** From the start of a process to its first line, which it prints once it listens; as built. */
export async function benchStart(rounds: number): Promise<Ratio> {
  const compiler = path.join(PROJECT_ROOT, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-b', 'tsconfig.build.json'], { cwd: PROJECT_ROOT });
  const figures = await inRounds(rounds, { bare: () => start(BARE), sandbox: () => start(SANDBOX) });
  for (const [name, times] of Object.entries(figures)) {
    console.log(`start, ${name}: ${Math.round(median(times))} ms`);
  }
  const value = medianRatio(figures.sandbox, figures.bare);
  return { label: 'start', reference: 'a bare Express server', goal: START_GOAL, atMost: true, value };
}

async function start(program: readonly string[]): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, program, { cwd: PROJECT_ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await Promise.race([
    once(child.stdout, 'data'),
    ended.then(() => Promise.reject(new Error(`${program.join(' ')} ended before it listened`))),
  ]);
  const ms = performance.now() - began;
  child.kill();
  await ended;
  return ms;
}
