/**
 * Deliveries that are verified and kept durably before they are answered, at 1, 20 and 100 connections. With
 * DATABASE_URL both the app and the reference keep them in that PostgreSQL database, in schemas of their own. The app
 * works out meanwhile what they mean for coverage, as far as receiving leaves it time.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { paths } from '../src/paths';
import { startServer, withServers, type Child } from './support/child';
import { inRounds, median, medianRatio, printRatios, type BenchOptions, type Ratio } from './support/compare';
import { nextDelivery } from './support/deliveries';
import { figureLine, measure, warmUp, type Figure, type Load } from './support/load';

const SECRET = 'whsec_of_the_benchmark';
const CONNECTIONS = [1, 20, 100];
const LOOK_MS = 100;

/** Of Express that stores nothing. */
const GOAL = process.env.DATABASE_URL ? 0.85 : 0.9;
const REFERENCES = [
  { name: 'single', label: 'bare node:http, one transaction each', goal: 1 },
  { name: 'none', label: 'Express that verifies and stores nothing', goal: GOAL },
] as const;

type Servers = Record<'app' | 'single' | 'none', Child>;
type Figures = Record<keyof Servers, Figure[]>;

export async function benchWebhooks(options: BenchOptions): Promise<void> {
  const url = process.env.DATABASE_URL;
  const env: Record<string, string> = url ? { TEST_DATABASE_URL: url } : {};
  console.log(`Kept in ${url ? 'PostgreSQL' : 'SQLite'}`);
  const starts = {
    app: () => startServer('app', { secret: SECRET }, env),
    single: () => startServer('bare-webhook', { secret: SECRET }, env),
    none: () => startServer('express-webhook', { secret: SECRET }),
  };
  await withServers(starts, async (servers) => {
    const acknowledged = { app: 0, single: 0, none: 0 };
    const left = { events: 0, micros: 0 };
    const load = async (name: keyof Servers, connections: number, how = measure) => {
      const figure = await how(servers[name], deliveries(servers[name], connections, options.seconds));
      acknowledged[name] += figure.answers;
      // What the app has left is done before the others are measured.
      if (name === 'app') await applyLeft(servers.app, left);
      return figure;
    };
    for (const name of ['app', 'single', 'none'] as const) await load(name, 20, warmUp);
    const ratios: Ratio[] = [];
    for (const connections of CONNECTIONS) {
      const figures = await inRounds(options.rounds, {
        single: () => load('single', connections),
        app: () => load('app', connections),
        none: () => load('none', connections),
      });
      ratios.push(...compare(connections, figures));
    }
    for (const name of ['app', 'single'] as const) await checkKept(servers[name], acknowledged[name]);
    const meanwhile = 1 - left.events / (await servers.app.ask<number>('countEvents'));
    const each = (left.micros / left.events).toFixed(0);
    console.log(
      `Applied meanwhile: ${(meanwhile * 100).toFixed(0)} %, the others at ${each} µs of processor each`,
    );
    printRatios('webhooks', ratios);
  });
}

const deliveries = (server: Child, connections: number, seconds: number): Load => ({
  url: server.url + paths.webhook,
  connections,
  seconds,
  next: () => nextDelivery(SECRET),
});

function compare(connections: number, figures: Figures): Ratio[] {
  const at = `${connections} ${connections === 1 ? 'connection' : 'connections'}`;
  const rates = (name: keyof Servers) => figures[name].map(({ rate }) => rate);
  for (const name of ['app', 'single', 'none'] as const) {
    const label = REFERENCES.find((reference) => reference.name === name)?.label ?? 'the app';
    const cpu = median(figures[name].map(({ cpuMicros }) => cpuMicros));
    console.log(figureLine(`${at}, ${label}`, median(rates(name)), cpu));
  }
  return REFERENCES.flatMap(({ name, label, goal }) => {
    const value = medianRatio(rates('app'), rates(name));
    const ratio = { label: at, reference: label, goal, value };
    if (connections > 1) return [ratio];
    // Alone, a delivery has no other to share its transaction with.
    console.log(`${at}: ${value.toFixed(2)} x ${label} (no goal)`);
    return [];
  });
}

/** Speed is worth nothing when an acknowledged event is missing. */
async function checkKept(server: Child, acknowledged: number): Promise<void> {
  const kept = await server.ask<number>('countEvents');
  if (kept < acknowledged) throw new Error(`Only ${kept} of ${acknowledged} acknowledged events were kept`);
}

/** What they mean for coverage is worked out meanwhile, as far as receiving leaves it time, and the rest afterwards. */
async function applyLeft(app: Child, left: { events: number; micros: number }): Promise<void> {
  const before = await app.ask<number>('cpu');
  left.events += await app.ask<number>('countWaiting');
  while ((await app.ask<number>('countWaiting')) > 0) await delay(LOOK_MS);
  left.micros += (await app.ask<number>('cpu')) - before;
}
