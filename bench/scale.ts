/**
 * Each page and job of the app, with little stored and with much: neither may cost more. That is told by the time of
 * the processor, which is the same whatever the disk does; with DATABASE_URL, which keeps both in that PostgreSQL server, by the
 * time until the answer, as the database works in processes of its own.
 */
import { paths } from '../src/paths';
import { Person } from '../test/support/browser-like';
import type { Amounts } from '../test/support/fill-store';
import { walkTo } from '../test/support/walk';
import { startServer, withServers, type Child } from './support/child';
import { inRounds, median, medianRatio, printRatios, type BenchOptions, type Ratio } from './support/compare';

const SMALL = 100;
const LARGE = 100_000;
const EVENTS_EACH = 10;
const GOAL = 1.2;
const REQUESTS = 20;

type Size = 'small' | 'large';
/** What is measured, for each app: a page by its path, or a job by the question that runs it. */
type Work = (app: Child, onboarding: string) => Promise<unknown>;

const page =
  (path: string): Work =>
  async ({ url }, onboarding) => {
    const answer = await fetch(url + path.replace(':id', onboarding));
    await answer.text();
    // No webhook endpoint is registered here, so the app never calls itself ready.
    if (!answer.ok && path !== paths.ready) throw new Error(`Status ${answer.status} from ${path}`);
  };
const job =
  (question: string): Work =>
  (app) =>
    app.ask(question);

/** What the API does not know is a no, which costs what a yes does but for the sentences. */
async function askMany({ url }: Child): Promise<void> {
  const evaluations = Array.from({ length: 10 }, (_none, index) => ({
    contractor: `cn_${index}`,
    max_age: 3600,
  }));
  const body = JSON.stringify({ evaluations });
  const answer = await fetch(`${url}${paths.gateBatch}`, { method: 'POST', body });
  if (!answer.ok) throw new Error(`Status ${answer.status} from the gate`);
  await answer.text();
}

const WORK: Readonly<Record<string, Work>> = {
  'list of onboardings': page('/'),
  'those done': page('/?show=done'),
  'those refused': page('/?show=refused'),
  'a page far back': page('/?show=waiting&before=1700000000050.ob_x'),
  events: page('/events'),
  'events of a type': page('/events?type=policy.active'),
  'events of no type': page('/events?type=none'),
  'events far back': page('/events?before=50'),
  'events of a type far back': page('/events?type=policy.active&before=500'),
  'events of an onboarding': page('/events?onboarding=ob_7'),
  'events of a contractor': page('/events?contractor=cn_7'),
  contractors: page('/contractors'),
  'contractors of a state': page('/contractors?state=covered'),
  'contractors found by a word': page('/contractors?search=maya7'),
  'contractors found by many': page('/contractors?search=okafor+maya'),
  'contractors far on': page(`/contractors?after=${encodeURIComponent('["maya okafor 5","cn_5"]')}`),
  'one contractor': page('/contractors/cn_7'),
  'one event': page('/events/7'),
  'one onboarding': page('/onboardings/:id'),
  'the board': page('/compliance'),
  'the board, of a state': page('/compliance?state=covered'),
  'the board, searched': page('/compliance?q=nobody'),
  'the gate': page('/api/coverage?contractor=cn_7&job=jb_1&max_age=3600'),
  'the gate, many questions': (app) => askMany(app),
  ready: page(paths.ready),
  'clearing away': job('tidy'),
  'catching up': job('catchUp'),
  start: job('open'),
};

export async function benchScale({ rounds, onboardings = LARGE }: BenchOptions): Promise<void> {
  const server = process.env.DATABASE_URL;
  const env: Record<string, string> = server ? { TEST_DATABASE_URL: server } : {};
  console.log(`Kept in ${server ? 'PostgreSQL' : 'SQLite'}`);
  await withServers({ sandbox: () => startServer('sandbox') }, async ({ sandbox }) => {
    const apiKey = await sandbox.ask<string>('key');
    const start = () => startServer('app', { apiBase: `${sandbox.url}/api/v1`, apiKey }, env);
    await withServers({ small: start, large: start }, async (apps) => {
      const walked = {
        small: await fill(apps.small, SMALL),
        large: await fill(apps.large, onboardings),
      };
      const ratios: Ratio[] = [];
      for (const [label, work] of Object.entries(WORK)) {
        const cost = (size: Size) =>
          costOf(apps[size], () => work(apps[size], walked[size]), Boolean(server));
        for (const size of ['small', 'large'] as const) await cost(size);
        const costs = await inRounds(rounds, { small: () => cost('small'), large: () => cost('large') });
        const times = `${median(costs.small).toFixed(2)} ms and ${median(costs.large).toFixed(2)} ms`;
        console.log(`  ${label.padEnd(28)} ${times}`);
        const reference = `the same with ${SMALL} onboardings`;
        ratios.push({
          label,
          reference,
          goal: GOAL,
          atMost: true,
          value: medianRatio(costs.large, costs.small),
        });
      }
      printRatios('scale', ratios);
    });
  });
}

/** Fills an app and walks one onboarding through it. Gives back its id. */
async function fill(app: Child, onboardings: number): Promise<string> {
  const amounts: Amounts = { onboardings, events: onboardings * EVENTS_EACH };
  const began = performance.now();
  await app.ask('fill', amounts);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${onboardings} onboardings and ${amounts.events} events: filled in ${seconds} s`);
  const path = await walkTo(new Person(app.url), 'application');
  return path.split('/').pop() ?? '';
}

/** Milliseconds for each: of the app's processor, or by the clock. */
async function costOf(app: Child, work: () => Promise<unknown>, byClock: boolean): Promise<number> {
  const cpu = () => app.ask<number>('cpu');
  const [began, before] = [performance.now(), await cpu()];
  for (let times = 0; times < REQUESTS; times += 1) await work();
  return byClock ? (performance.now() - began) / REQUESTS : ((await cpu()) - before) / 1000 / REQUESTS;
}
