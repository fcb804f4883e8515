/**
 * What the app holds in memory after many deliveries and pages: they may be felt in the database, and nowhere else. It
 * is the app as `npm start` runs it, so it has to be built (`npm run build`). With DATABASE_URL it keeps them in that
 * PostgreSQL database, which is to be an empty one.
 */
import { paths } from '../src/paths';
import { startBuilt, type BuiltApp } from './support/built-app';
import { median, printRatios, type BenchOptions } from './support/compare';
import { nextDelivery } from './support/deliveries';
import { sendMany } from './support/load';

const SECRET = 'whsec_of_the_benchmark';
const MANY = 100_000;
const GOAL = 1.2;
const MOST_MB = 160;
/** Groups of deliveries come in all sizes: how many connections send, and which part of the deliveries. */
const SENDERS = [
  [100, 0.6],
  [37, 0.25],
  [20, 0.14],
  [1, 0.01],
] as const;
/** One page for so many deliveries. */
const DELIVERIES_FOR_A_PAGE = 10;
const PAGES = [paths.home, paths.compliance, paths.contractors, paths.events];
/** What waits for the garbage collector comes and goes: the middle of so many looks counts. */
const LOOKS = 5;

export async function benchMemory({ events: many = MANY }: BenchOptions): Promise<void> {
  console.log(`Kept in ${process.env.DATABASE_URL ? 'PostgreSQL' : 'SQLite'}`);
  const app = await startBuilt({ TEN99POLICY_WEBHOOK_SECRETS: SECRET });
  try {
    const few = many / 10;
    const afterFew = await residentAfter(app, few);
    await use(app, many - 2 * few);
    const afterMany = await residentAfter(app, few);
    const after = (count: number) => `after ${count} deliveries and ${count / DELIVERIES_FOR_A_PAGE} pages`;
    console.log(`${after(few)}: ${afterFew.toFixed(0)} MB`);
    console.log(`${after(many)}: ${afterMany.toFixed(0)} MB`);
    const label = after(many);
    printRatios('memory', [
      { label, reference: `the same after ${few}`, goal: GOAL, atMost: true, value: afterMany / afterFew },
      { label, reference: `${MOST_MB} MB`, goal: 1, atMost: true, value: afterMany / MOST_MB },
    ]);
  } finally {
    await app.stop();
  }
}

/** Sends so many and gives back the resident memory meanwhile, in MB. */
async function residentAfter(app: BuiltApp, amount: number): Promise<number> {
  const looks: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    await use(app, amount / LOOKS);
    looks.push(app.residentMb());
  }
  return median(looks);
}

async function use(app: BuiltApp, amount: number): Promise<void> {
  for (const [connections, part] of SENDERS)
    await sendMany({
      url: app.url + paths.webhook,
      connections,
      amount: Math.max(Math.round(amount * part), connections),
      next: () => nextDelivery(SECRET),
    });
  const times = Math.ceil(amount / DELIVERIES_FOR_A_PAGE / PAGES.length);
  await Promise.all(PAGES.map((page) => lookAt(app.url + page, times)));
}

async function lookAt(url: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const answer = await fetch(url);
    await answer.text();
    if (!answer.ok) throw new Error(`Status ${answer.status} from ${url}`);
  }
}
