/** The main pages: the list of onboardings, the form of a step, for which the API is asked, and what was made. */
import { Person } from '../test/support/browser-like';
import { walkTo } from '../test/support/walk';
import type { ApiCall } from '../src/policy-api/calls';
import type { RenderedView } from './servers/app';
import type { BarePage } from './servers/bare-page';
import { startServer, withServers, type Child } from './support/child';
import { inRounds, median, medianRatio, printRatios, type BenchOptions, type Ratio } from './support/compare';
import { figureLine, measure, warmUp } from './support/load';

const CONNECTIONS = 20;
const ONBOARDINGS = 25;
const GOAL = 0.9;
const REFERENCE = 'a bare Express server that renders the same bytes';

export async function benchPage(options: BenchOptions): Promise<void> {
  await withServers({ sandbox: () => startServer('sandbox') }, async ({ sandbox }) => {
    const apiKey = await sandbox.ask<string>('key');
    const starts = {
      app: () => startServer('app', { apiBase: `${sandbox.url}/api/v1`, apiKey }),
      bare: () => startServer('bare-page', { apiKey }),
    };
    await withServers(starts, async ({ app, bare }) => {
      const pages = await fillApp(app);
      const ratios: Ratio[] = [];
      for (const [label, path] of Object.entries(pages)) {
        await copyPage(path, app, bare, sandbox);
        ratios.push(await comparePage(label, path, { app, bare }, options));
      }
      printRatios('page', ratios);
    });
  });
}

/** Walks as many onboardings as a page of the list shows, each to another step. Gives back the pages to measure. */
async function fillApp(app: Child): Promise<Record<string, string>> {
  const steps = ['contractor', 'entity', 'quote', 'application', 'job'] as const;
  const at: Partial<Record<(typeof steps)[number], string>> = {};
  for (let index = 0; index < ONBOARDINGS; index += 1) {
    const step = steps[index % steps.length]!;
    at[step] = await walkTo(new Person(app.url), step);
  }
  return {
    'home page': '/',
    'job form': `${at.job}/job`,
    overview: at.application!,
    'contractor page': await contractorPage(app),
    board: '/compliance',
  };
}

/** What was learned of contractors is written down a moment later. */
async function contractorPage(app: Child): Promise<string> {
  for (;;) {
    const contractors = await (await fetch(`${app.url}/contractors`)).text();
    const [path] = /\/contractors\/cn_\w+/.exec(contractors) ?? [];
    if (path !== undefined) return path;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Teaches the bare server a page of the app, and lets the sandbox answer what it asks for from memory. */
async function copyPage(path: string, app: Child, bare: Child, sandbox: Child): Promise<void> {
  // The panel of API calls shows the latest twelve: from then on the page keeps its size.
  for (let times = 0; times < 12; times += 1) await (await fetch(app.url + path)).text();
  await app.ask('record');
  const ours = await (await fetch(app.url + path)).text();
  const { calls, rendered } = await app.ask<{ calls: ApiCall[]; rendered: RenderedView }>('recorded');
  await app.ask('endRecord');
  await sandbox.ask(
    'keep',
    calls.map((call) => call.path),
  );
  const page: BarePage = { ...rendered, path, fetches: calls.map(({ url }) => url) };
  await bare.ask('addPage', page);
  const copy = await (await fetch(bare.url + path)).text();
  if (withoutToken(ours) !== withoutToken(copy))
    throw new Error(`The bare server renders ${path} differently`);
  console.log(
    `${path.replace(/(ob|cn)_\w+/, ':id')}: ${ours.length} characters, ${calls.length} calls of the API`,
  );
}

const withoutToken = (html: string) => html.replace(/(name="_csrf" value=")[^"]+/g, '$1');

async function comparePage(
  label: string,
  path: string,
  { app, bare }: { app: Child; bare: Child },
  { rounds, seconds }: BenchOptions,
): Promise<Ratio> {
  const load = async (server: Child, how = measure) =>
    how(server, {
      url: server.url + path,
      connections: CONNECTIONS,
      seconds,
      headers: { Cookie: await sessionCookie(server.url), Accept: 'text/html' },
    });
  for (const server of [bare, app]) await load(server, warmUp);
  const figures = await inRounds(rounds, {
    bare: () => load(bare),
    app: () => load(app),
  });
  for (const name of ['bare', 'app'] as const) {
    const all = figures[name];
    const line = figureLine(
      `${label}, ${name}`,
      median(all.map(({ rate }) => rate)),
      median(all.map(({ cpuMicros }) => cpuMicros)),
    );
    console.log(line);
  }
  const rates = { app: figures.app.map(({ rate }) => rate), bare: figures.bare.map(({ rate }) => rate) };
  return { label, reference: REFERENCE, goal: GOAL, value: medianRatio(rates.app, rates.bare) };
}

/** Operators look at pages within a session, which the first page begins. */
async function sessionCookie(url: string): Promise<string> {
  const answer = await fetch(url);
  await answer.text();
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`No session from ${url}`);
  return cookie;
}
