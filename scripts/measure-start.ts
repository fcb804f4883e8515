/**
 * Checks what both programs promise: they listen soon after their start, beside a bare Express server that is started in
 * turn with them, and the app stays small after a whole walk. Needs a build. Linux only, since memory is read from /proc.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Person } from '../test/support/browser-like';
import { START_ARGUMENTS } from '../test/support/start-arguments';
import { finishApplication, walkTo } from '../test/support/walk';

/** Against a server that does nothing, and has no local sandbox to bring along. */
const LONGEST_START = 10;
/** The local sandbox alone: under half a second where the bare server takes a tenth. */
const LONGEST_SANDBOX_START = 5;
const MOST_MEMORY_MB = 150;
const STARTS = 5;
const ROOT = path.resolve(__dirname, '..');

interface Started {
  process: ChildProcess;
  url: string;
  ms: number;
}

const APP = START_ARGUMENTS;
const SANDBOX = ['dist/sandbox/src/main.js'];
const BARE = [
  '--eval',
  `const server = require('express')().listen(0, '127.0.0.1', () => {
    console.log('Onboarding example: http://127.0.0.1:' + server.address().port);
  });`,
];

/** Starts a program on free ports with an empty data folder, and waits until it prints its address. */
function start(program: readonly string[], dataDir: string): Promise<Started> {
  const began = performance.now();
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0', SANDBOX_PORT: '0', LOG_LEVEL: 'warn' };
  const child = spawn(process.execPath, program, { cwd: ROOT, env });
  let said = '';
  return new Promise((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk));
    child.on('exit', (code) =>
      reject(new Error(`${program.join(' ')} ended with ${code} before it listened:\n${said}`)),
    );
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /^(?:Onboarding example|Local sandbox): +(http\S+)$/m.exec(said)?.[1];
      if (url) resolve({ process: child, url, ms: performance.now() - began });
    });
  });
}

function stop(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit').once('exit', (code) => resolve(code));
    child.kill('SIGTERM');
  });
}

function memoryInMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

/** Walks from nothing to coverage. */
async function walk(url: string): Promise<void> {
  const operator = new Person(url);
  const onboarding = await walkTo(operator, 'application');
  await operator.submit(`${onboarding}/application`);
  const handOver = await operator.open(operator.hrefOf('Open the application'));
  const hosted = new URL(handOver.response.headers.location as string);
  await finishApplication(new Person(hosted.origin), hosted.pathname);
  for (let tries = 0; tries < 200; tries += 1) {
    await operator.open(onboarding);
    // From tomorrow on, as the quote's first day is.
    if (/^(Active|Covered from)/.test(operator.page.$('.pa-cover .pa-tag').first().text())) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The walk did not end with coverage');
}

const median = (numbers: number[]) =>
  numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Infinity;

function sayStart(name: string, times: number[], ratios: number[], limit: number): boolean {
  const ratio = median(ratios);
  console.log(
    `Start of the ${name} to listening: ${Math.round(median(times))} ms, ${ratio.toFixed(1)} x a bare Express server, medians of ${STARTS} (limit ${limit} x)`,
  );
  return ratio < limit;
}

async function main(): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), 'start-'));
  const times: number[] = [];
  const ratios: number[] = [];
  const sandboxTimes: number[] = [];
  const sandboxRatios: number[] = [];
  let memory = 0;
  try {
    for (let round = 1; round <= STARTS; round += 1) {
      const bare = await start(BARE, folder);
      await stop(bare.process);
      const sandbox = await start(SANDBOX, path.join(folder, `sandbox-${round}`));
      await stop(sandbox.process);
      sandboxTimes.push(sandbox.ms);
      sandboxRatios.push(sandbox.ms / bare.ms);
      const app = await start(APP, path.join(folder, String(round)));
      times.push(app.ms);
      ratios.push(app.ms / bare.ms);
      try {
        if (round === STARTS) {
          await walk(app.url);
          memory = memoryInMb(app.process.pid ?? 0);
        }
      } finally {
        await stop(app.process);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const isQuick = sayStart('app', times, ratios, LONGEST_START);
  const isSandboxQuick = sayStart('local sandbox', sandboxTimes, sandboxRatios, LONGEST_SANDBOX_START);
  console.log(`Resident after a walk: ${Math.round(memory)} MB (limit ${MOST_MEMORY_MB} MB)`);
  return isQuick && isSandboxQuick && memory < MOST_MEMORY_MB;
}

main().then(
  (good) => process.exit(good ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
