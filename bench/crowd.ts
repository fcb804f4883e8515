/**
 * A crowd: 200 browsers open the list of onboardings and the board over and over, each with a live page beside it,
 * while webhooks come in. What one browser in a hundred waits for a page, and one webhook in a hundred for its answer,
 * is held against what is bearable. With DATABASE_URL everything is in that PostgreSQL database.
 */
import { Agent, request, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { paths } from '../src/paths';
import { startServer, withServers, type Child } from './support/child';
import { printRatios, type BenchOptions } from './support/compare';
import { nextDelivery } from './support/deliveries';

const SECRET = 'whsec_of_the_benchmark';
const BROWSERS = 200;
const WEBHOOK_EVERY_MS = 20;
/** What may be waited for, in milliseconds. */
const BEARABLE = { page: 3000, webhook: 50 };
const PAGES = [paths.home, paths.compliance];

interface Heard {
  times: number[];
  refused: number;
  failures: string[];
}

export async function benchCrowd({ seconds, onboardings = 2000 }: BenchOptions): Promise<void> {
  const url = process.env.DATABASE_URL;
  const env: Record<string, string> = url ? { TEST_DATABASE_URL: url } : {};
  console.log(`Kept in ${url ? 'PostgreSQL' : 'SQLite'}`);
  const start = () => startServer('app', { secret: SECRET }, env);
  await withServers({ app: start }, async ({ app }) => {
    await app.ask('fill', { onboardings, events: onboardings * 10 });
    const streams = new Agent({ keepAlive: true });
    for (let browser = 0; browser < BROWSERS; browser += 1) follow(app, streams);
    // Until the code is compiled for speed.
    await crowd(app, seconds / 6);
    const { pages, webhooks } = await crowd(app, seconds);
    streams.destroy();
    for (const [name, { times, refused, failures }] of Object.entries({ pages, webhooks })) {
      console.log(
        `${name}: ${times.length} answered, ${refused} refused early, half within ${at(times, 0.5)} ms, 99 of 100 within ${at(times, 0.99)} ms`,
      );
      if (failures.length > 0)
        throw new Error(`${failures.length} ${name} failed, the first: ${failures[0]}`);
    }
    const ratio = (label: string, { times }: Heard, bearable: number) => ({
      label,
      reference: `${bearable} ms, at 99 of 100`,
      goal: 1,
      atMost: true,
      value: at(times, 0.99) / bearable,
    });
    printRatios('crowd', [
      ratio('pages', pages, BEARABLE.page),
      ratio('webhooks', webhooks, BEARABLE.webhook),
    ]);
  });
}

async function crowd(app: Child, seconds: number): Promise<{ pages: Heard; webhooks: Heard }> {
  const pages: Heard = { times: [], refused: 0, failures: [] };
  const webhooks: Heard = { times: [], refused: 0, failures: [] };
  const end = performance.now() + seconds * 1000;
  const browsers = Array.from({ length: BROWSERS }, (_, number) => browse(app, number, end, pages));
  await Promise.all([...browsers, send(app, end, webhooks)]);
  return { pages, webhooks };
}

const at = (times: readonly number[], part: number): number =>
  Math.round([...times].sort((a, b) => a - b)[Math.floor(times.length * part)] ?? 0);

/** A live page, which is there all the while. */
function follow({ url }: Child, agent: Agent): void {
  request(`${url}${paths.changes}?page=onboardings@`, { agent }, (answer) => answer.resume())
    .on('error', () => undefined)
    .end();
}

async function browse({ url }: Child, number: number, end: number, heard: Heard): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let turn = number; performance.now() < end; turn += 1) {
    const began = performance.now();
    const answer = await ask(url + PAGES[turn % PAGES.length]!, agent);
    const after = answer.headers['retry-after'];
    if (answer.statusCode === 200) heard.times.push(performance.now() - began);
    else if (answer.statusCode === 503 && after !== undefined) {
      heard.refused += 1;
      await delay(Number(after) * 1000);
    } else heard.failures.push(`status ${answer.statusCode}`);
  }
  agent.destroy();
}

async function send({ url }: Child, end: number, heard: Heard): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  const under: Promise<void>[] = [];
  while (performance.now() < end) {
    const began = performance.now();
    const { method, headers, body } = nextDelivery(SECRET);
    under.push(
      ask(url + paths.webhook, agent, { method, headers }, body).then(({ statusCode }) => {
        if (statusCode === 200) heard.times.push(performance.now() - began);
        else heard.failures.push(`status ${statusCode}`);
      }),
    );
    await delay(WEBHOOK_EVERY_MS);
  }
  await Promise.all(under);
  agent.destroy();
}

function ask(url: string, agent: Agent, options: object = {}, body = ''): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { agent, ...options }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer));
    })
      .once('error', reject)
      .end(body);
  });
}
