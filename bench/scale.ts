/**
 * Each page and job of the app, with little stored and with much: neither may cost more. That is told by the time of
 * the processor, which is the same whatever the disk does; with DATABASE_URL, which keeps both in that PostgreSQL server, by the
 * time until the answer, as the database works in processes of its own. Each is asked for as after a change: nothing
 * that was answered before is given again.
 */
import { Person } from '../test/support/browser-like';
import type { Amounts } from '../test/support/fill-store';
import { startServer, withServers, type Child } from './support/child';
import { inRounds, median, medianRatio, printRatios, type BenchOptions, type Ratio } from './support/compare';
import { applying, walkOne, WORK, type Walked, type Work } from './support/work-of-app';

const SMALL = 1000;
const LARGE = 100_000;
const EVENTS_EACH = 10;
const WAITING = 10_000;
const GOAL = 1.2;
/** How often each is asked for in a round. */
const REQUESTS = 30;

type Size = 'small' | 'large';

export async function benchScale(options: BenchOptions): Promise<void> {
  const { rounds, onboardings = LARGE, events = WAITING, only = '' } = options;
  const few = Math.min(SMALL, onboardings / 2);
  const server = process.env.DATABASE_URL;
  const env: Record<string, string> = server ? { TEST_DATABASE_URL: server } : {};
  console.log(`Kept in ${server ? 'PostgreSQL' : 'SQLite'}`);
  await withServers({ sandbox: () => startServer('sandbox') }, async ({ sandbox }) => {
    const apiKey = await sandbox.ask<string>('key');
    const start = () => startServer('app', { apiBase: `${sandbox.url}/api/v1`, apiKey }, env);
    await withServers({ small: start, large: start }, async (apps) => {
      const walked = {
        small: await fill(apps.small, few),
        large: await fill(apps.large, onboardings),
      };
      const compare = async (label: string, work: Work, times: number, inSo: number): Promise<Ratio> => {
        const cost = (size: Size) =>
          costOf(apps[size], times, (app) => work(app, walked[size]), Boolean(server));
        for (const size of ['small', 'large'] as const) await cost(size);
        const costs = await inRounds(inSo, { small: () => cost('small'), large: () => cost('large') });
        const each = `${median(costs.small).toFixed(2)} ms and ${median(costs.large).toFixed(2)} ms`;
        console.log(`  ${label.padEnd(28)} ${each}`);
        const value = medianRatio(costs.large, costs.small);
        return { label, reference: `the same with ${few} onboardings`, goal: GOAL, atMost: true, value };
      };
      const ratios: Ratio[] = [];
      for (const [label, work] of Object.entries(WORK)) {
        if (!label.includes(only)) continue;
        // With few rounds it is only to be seen that all of it works.
        const times = Math.min(REQUESTS, rounds * 3);
        ratios.push(await compare(label, work, times, rounds));
      }
      const label = `applying ${events} events`;
      if (label.includes(only)) ratios.push(await compare(label, applying(events), 1, Math.min(rounds, 3)));
      if (ratios.length === 0) throw new Error(`Nothing is called ${only}`);
      printRatios('scale', ratios);
    });
  });
}

/** Fills an app and walks one onboarding through it. */
async function fill(app: Child, onboardings: number): Promise<Walked> {
  const amounts: Amounts = { onboardings, events: onboardings * EVENTS_EACH };
  const began = performance.now();
  await app.ask('fill', amounts);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${onboardings} onboardings and ${amounts.events} events: filled in ${seconds} s`);
  return walkOne(new Person(app.url));
}

/** Milliseconds for each: of the app's processor, or by the clock. */
async function costOf(
  app: Child,
  times: number,
  work: (app: Child) => Promise<unknown>,
  byClock: boolean,
): Promise<number> {
  const cpu = () => app.ask<number>('cpu');
  const [began, before] = [performance.now(), await cpu()];
  for (let time = 0; time < times; time += 1) {
    await app.ask('forgetAnswers');
    await work(app);
  }
  return byClock ? (performance.now() - began) / times : ((await cpu()) - before) / 1000 / times;
}
