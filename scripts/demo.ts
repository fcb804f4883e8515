/**
 * `npm run demo`: starts the app as `npm start` does, or takes the one that runs already, and presses "Load the demo set"
 * there. What is there already is not lost: then the page says so, and asks.
 */
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { load } from 'cheerio/slim';
import { originOf } from '../lib/hosts';
import { loadEnvFile, readConfig } from '../src/config';

const SECONDS = 120;

/** The address of the app. @throws Error when it does not start */
async function running(): Promise<string> {
  const config = readConfig(loadEnvFile());
  const usual = config.publicUrl ?? originOf(config.host, config.port);
  const answers = await fetch(`${usual}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );
  return answers ? usual : started();
}

function started(): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['start'], { stdio: ['inherit', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk);
      said += chunk.toString();
      const url = /^Onboarding example: (http\S+)$/m.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.on('exit', (code) => {
      process.exitCode = code ?? 1;
      reject(new Error('The app ended.'));
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  });
}

/** A browser with cookies, as far as one page needs it. */
class Visitor {
  private cookies = new Map<string, string>();
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async open(path: string, form?: Record<string, string>): Promise<ReturnType<typeof load>> {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(this.url + path, {
      redirect: 'manual',
      headers: { cookie, origin: new URL(this.url).origin },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=', 2);
      this.cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location !== null) return this.open(new URL(location, this.url).pathname);
    return load(await answer.text());
  }
}

async function main(): Promise<void> {
  const url = await running();
  const visitor = new Visitor(url);
  const began = Date.now();
  const page = await visitor.open('/demo');
  const form = page('form[action$="/demo/load"]');
  if (form.length === 0)
    throw new Error(`${url}/demo offers no demo set: it needs the local sandbox, so no API key.`);
  const fields = Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value]));
  let now = await visitor.open('/demo/load', fields);
  if (now('form[action$="/demo/reset"]').length > 0)
    return console.log(
      `There is something here already. ${url}/demo/reset asks whether the demo set takes its place.`,
    );
  while (now('form[action$="/demo/load/stop"]').length > 0 && Date.now() - began < SECONDS * 1000) {
    await pause(250);
    now = await visitor.open('/demo');
  }
  console.log(`The demo set is loaded, in ${Math.round((Date.now() - began) / 1000)} s: ${url}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
