'use strict';

/**
 * Runs the README's command in the current folder, where `npm ci` has run, without a network; looks at the app from
 * outside, plays the demo until somebody is covered, and stops it. Exits with 0 when all was as it should be.
 */
const { spawn } = require('node:child_process');
const { mkdtempSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

const COMMAND = 'npm start';
const SECONDS_TO_COVERED = 60;
const SECONDS_TO_LOAD = 120;
const CONNECTIONS = path.join(mkdtempSync(path.join(tmpdir(), 'start-')), 'connections');
writeFileSync(CONNECTIONS, '');
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// A process group of its own, so that all of it can be ended whatever happens.
const began = Date.now();
const started = spawn('bash', ['-c', COMMAND], {
  detached: true,
  stdio: ['ignore', 'pipe', 'pipe'],
  env: { ...process.env, CONNECTIONS, NODE_OPTIONS: `--require "${path.join(__dirname, 'offline.js')}"` },
});
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

/** A visitor: opens pages, presses buttons, and keeps cookies. */
function visitor(url) {
  const cookies = new Map();
  const open = async (where, form) => {
    const answer = await fetch(url + where, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
        origin: url,
        connection: 'close',
      },
      body: form,
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set);
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    // Where to is a path, or one at this address.
    if (location) return open(location.replace(url, ''));
    return { where, text: await answer.text() };
  };
  const press = ({ where, text }, action, more = {}) => {
    const form = text.split('<form').find((one) => one.includes(`action="${action}"`));
    if (!form) throw new Error(`${where} has no button for ${action}:\n${text}`);
    const hidden = form.split('</form>')[0].matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g);
    const fields = [...hidden].map(([, name, value]) => [name, value]);
    return open(action, new URLSearchParams([...fields, ...Object.entries(more)]));
  };
  return { open, press };
}

/** What the home page offers: one press makes all that is needed, and at the next the contractor signs and pays. */
async function pressTwice(url) {
  const { open, press } = visitor(url);
  const page = await press(await press(await open('/'), '/demo/covered'), '/demo/next');
  const covered = await until(
    async () => /Covered (from|as of)/.exec((await open(page.where)).text.split('<main')[1]),
    SECONDS_TO_COVERED,
  );
  if (!covered) throw new Error(`${page.where} does not say that they are covered.`);
  const seconds = (Date.now() - began) / 1000;
  console.log(
    `From the start of "${COMMAND}" to a covered contractor, in two presses: ${seconds.toFixed(1)} s`,
  );
  if (seconds > SECONDS_TO_COVERED) throw new Error(`That is more than ${SECONDS_TO_COVERED} s.`);
}

/** How long the demo set takes to load, and a scenario to be prepared beside all of it: printed, and no limit. */
async function loadAll(url) {
  const { open, press } = visitor(url);
  const secondsOf = async (work) => {
    const start = Date.now();
    await work();
    return ((Date.now() - start) / 1000).toFixed(1);
  };
  const loading = await secondsOf(async () => {
    // There is something to lose, so it is asked about.
    await press(await press(await open('/demo'), '/demo/load'), '/demo/reset', { to: 'demo' });
    const isLoaded = async () => {
      // As often as a browser looks: each look takes time from what it waits for.
      await wait(1000);
      return !(await open('/demo')).text.includes('Loading the demo set');
    };
    if (!(await until(isLoaded, SECONDS_TO_LOAD)))
      throw new Error(`The demo set is not there after ${SECONDS_TO_LOAD} s.`);
  });
  const { text } = await open('/contractors');
  if (!text.includes('/contractors/cn_') || said.includes('could not be loaded to its end'))
    throw new Error('The demo set could not be loaded to its end.');
  console.log(`To load the demo set: ${loading} s`);
  const card = await open('/demo/returning');
  const preparing = await secondsOf(async () => {
    const { where, text: shown } = await press(card, '/demo/returning');
    if (!shown.includes('pa-scene__seen')) throw new Error(`${where} does not say what is being played.`);
  });
  console.log(`To prepare /demo/returning beside it: ${preparing} s`);
}

/** All of this worked without a network; that each process was watched is seen by the calls to the sandbox. */
function wasOffline() {
  const hosts = [...new Set(readFileSync(CONNECTIONS, 'utf8').split('\n').filter(Boolean))];
  const elsewhere = hosts.filter((host) => !/^(localhost|127\.0\.0\.1|::1)$/.test(host));
  if (hosts.length === 0 || elsewhere.length > 0)
    throw new Error(`It connected to ${elsewhere.join(', ') || 'nobody, not even the sandbox'}.`);
  console.log(`It connected to nobody but ${hosts.join(', ')}.`);
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
        return group === started.pid && words[0] === 'node' && words.includes('dist/src/server.js');
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
  await pressTwice(url);
  await loadAll(url);
  wasOffline();
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
