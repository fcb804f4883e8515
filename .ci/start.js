'use strict';

/**
 * Runs the README's command in the current folder, where `npm ci` has run, looks at the app from outside, and stops it.
 * Exits with 0 when all was as it should be.
 */
const { spawn } = require('node:child_process');
const { readdirSync, readFileSync } = require('node:fs');

const COMMAND = 'npm start';
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// A process group of its own, so that all of it can be ended whatever happens.
const started = spawn('bash', ['-c', COMMAND], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
let said = '';
for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk) => (said += chunk));
const ended = new Promise((resolve) => started.on('exit', (code, signal) => resolve(code ?? signal)));
let running = true;
void ended.then(() => (running = false));
process.on('exit', killAll);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

function killAll() {
  try {
    process.kill(-started.pid, 'SIGKILL');
  } catch {
    // All of it has ended already.
  }
}

async function until(condition, seconds) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await condition();
    if (answer || Date.now() > end || !running) return answer;
    await wait(100);
  }
}

async function look(url, path, status, words) {
  const answer = await fetch(`${url}${path}`);
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`${path} answered ${answer.status}, not ${status}: ${text}`);
  if (!text.includes(words)) throw new Error(`${path} does not say: ${words}`);
  console.log(`${path} answered ${status}`);
}

/** The process of the app among those that the command started. */
function serverPid() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const group = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return group === started.pid && words[0] === 'node' && words[1] === 'dist/src/server.js';
      } catch {
        return false; // It has ended meanwhile.
      }
    });
}

async function main() {
  const url = await until(() => /^Onboarding example: (http\S+)$/m.exec(said)?.[1], 600);
  if (!url) throw new Error(`It printed no address. Its output ends with:\n${said.slice(-3000)}`);
  console.log(`It printed its address: ${url}`);
  await look(url, '/', 200, 'Onboardings');
  await look(url, '/events', 200, 'No events yet');
  await look(url, '/assets/shared/base.css', 200, 'color-scheme');
  await look(url, '/nothing-here', 404, 'Page not found');
  await look(url, '/health/live', 200, 'ok');
  await until(async () => (await fetch(`${url}/health/ready`)).ok, 30);
  await look(url, '/health/ready', 200, '"status":"ok"');
  const pid = serverPid();
  if (!pid) throw new Error('The process of the app was not found.');
  process.kill(Number(pid), 'SIGTERM');
  const code = await Promise.race([ended, wait(30_000).then(() => 'no exit code within 30 s')]);
  if (code !== 0) throw new Error(`It ended with ${code} after SIGTERM:\n${said.slice(-3000)}`);
  console.log('It stopped after SIGTERM with exit code 0.');
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
