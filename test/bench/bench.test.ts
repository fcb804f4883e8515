import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.join(__dirname, '../..');
const run = promisify(execFile);

/** Runs a benchmark for a moment: its figures mean nothing then, but it has to work. */
async function lastLine(name: string): Promise<string> {
  const benchmark = ['--require', './bench/register.js', 'bench/run.ts', name];
  const short = [
    '--rounds',
    '1',
    '--seconds',
    '0.1',
    '--contractors',
    '500',
    '--onboardings',
    '200',
    '--events',
    '200',
  ];
  const { stdout } = await run(process.execPath, [...benchmark, ...short], {
    cwd: ROOT,
  });
  return stdout.trim().split('\n').at(-1) ?? '';
}

describe('the benchmarks', () => {
  it.concurrent.each(['crowd', 'memory', 'page', 'sandbox', 'scale', 'webhooks', 'walk'])(
    '%s runs and ends with its ratio',
    async (name) => {
      expect(await lastLine(name)).toMatch(new RegExp(`^${name}: \\d+\\.\\d\\d x \\w`));
    },
    600_000,
  );
});
