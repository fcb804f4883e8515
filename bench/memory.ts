/**
 * What the app holds in memory after many deliveries: they may be felt in the database, and nowhere else. With
 * DATABASE_URL the app keeps them in that PostgreSQL database.
 */
import { paths } from '../src/paths';
import { startServer, withServers, type Child } from './support/child';
import { median, printRatios, type BenchOptions } from './support/compare';
import { nextDelivery } from './support/deliveries';
import { sendMany } from './support/load';

const SECRET = 'whsec_of_the_benchmark';
const MANY = 100_000;
const GOAL = 1.2;
/** Groups of deliveries come in all sizes: how many connections send, and which part of the deliveries. */
const SENDERS = [
  [100, 0.6],
  [37, 0.25],
  [20, 0.14],
  [1, 0.01],
] as const;
/** What waits for the garbage collector comes and goes: the middle of so many looks counts. */
const LOOKS = 5;

export async function benchMemory({ events: many = MANY }: BenchOptions): Promise<void> {
  const url = process.env.DATABASE_URL;
  const env: Record<string, string> = url ? { TEST_DATABASE_URL: url } : {};
  console.log(`Kept in ${url ? 'PostgreSQL' : 'SQLite'}`);
  const start = () => startServer('app', { secret: SECRET }, env);
  await withServers({ app: start }, async ({ app }) => {
    const few = many / 10;
    const afterFew = await residentAfter(app, few);
    await send(app, many - 2 * few);
    const afterMany = await residentAfter(app, few);
    const figure = (count: number, mb: number) =>
      console.log(`after ${count} deliveries: ${mb.toFixed(0)} MB`);
    figure(few, afterFew);
    figure(many, afterMany);
    const reference = `the resident memory after ${few} deliveries`;
    printRatios('memory', [
      { label: `after ${many} deliveries`, reference, goal: GOAL, atMost: true, value: afterMany / afterFew },
    ]);
  });
}

/** Sends so many and gives back the resident memory meanwhile, in MB. */
async function residentAfter(app: Child, amount: number): Promise<number> {
  const looks: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    await send(app, amount / LOOKS);
    looks.push((await app.ask<number>('memory')) / 2 ** 20);
  }
  return median(looks);
}

async function send(app: Child, amount: number): Promise<void> {
  for (const [connections, part] of SENDERS)
    await sendMany({
      url: app.url + paths.webhook,
      connections,
      amount: Math.max(Math.round(amount * part), connections),
      next: () => nextDelivery(SECRET),
    });
}
