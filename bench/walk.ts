/**
 * The app's own time for each step: what a step takes at the app (the form's POST and the page that follows), less
 * what the API calls it makes take when a bare script makes them, in the same order, at the same sandbox.
 */
import { load, type CheerioAPI } from 'cheerio';
import { CONTRACTOR, ENTITY, firstCategory, JOB, uniqueEmail } from '../test/support/walk';
import type { Person } from '../test/support/browser-like';
import type { ApiCall } from '../src/policy-api/calls';
import { startServer, withServers, type Child } from './support/child';
import { inRounds, median, medianRatio, type BenchOptions } from './support/compare';
import { HttpClient } from './support/http-client';
import { Replay } from './support/replay';

const STEPS = ['contractor', 'entity', 'job', 'quote', 'application'] as const;
type Step = (typeof STEPS)[number];
/** Milliseconds for each step. */
type Times = Record<Step, number>;

const GOAL_MS = 4;
/** Each walk leaves a job, and so does each replay. Over a hundred, the app has to ask for a second page of jobs. */
const WARM_UP = 20;
const MAX_ROUNDS = 28;

export async function benchWalk({ rounds }: BenchOptions): Promise<void> {
  await withServers({ sandbox: () => startServer('sandbox') }, async ({ sandbox }) => {
    const apiKey = await sandbox.ask<string>('key');
    const start = () => startServer('app', { apiBase: `${sandbox.url}/api/v1`, apiKey });
    await withServers({ app: start }, async ({ app }) => {
      if (rounds > MAX_ROUNDS)
        throw new Error(`At most ${MAX_ROUNDS} rounds: then the lists of the API grow`);
      const calls = await record(app);
      const bare = async () => {
        const replay = new Replay(apiKey);
        return timeEach((step) => replay.run(calls[step]));
      };
      // Both are warm before they are measured.
      for (let times = 0; times < Math.min(rounds, WARM_UP); times += 1) {
        await walk(app.url);
        await bare();
      }
      const figures = await inRounds(rounds, { app: () => walk(app.url), bare });
      checkSameCalls(calls, await record(app));
      report(calls, figures);
    });
  });
}

/** The script is no reference when the app made other calls in the end than in the beginning. */
function checkSameCalls(before: Record<Step, ApiCall[]>, after: Record<Step, ApiCall[]>): void {
  const other = STEPS.find((step) => before[step].length !== after[step].length);
  if (other) throw new Error(`The step ${other} made other calls at the end than at the start`);
}

/** Walks once and notes the calls of each step. */
async function record(app: Child): Promise<Record<Step, ApiCall[]>> {
  const calls = {} as Record<Step, ApiCall[]>;
  await app.ask('record');
  await walk(app.url, async (step) => {
    calls[step] = (await app.ask<{ calls: ApiCall[] }>('recorded')).calls;
  });
  await app.ask('endRecord');
  return calls;
}

/** Walks through all steps as a browser would; only requests are timed. `done` is called after each step. */
async function walk(
  url: string,
  done: (step: Step) => Promise<void> = () => Promise.resolve(),
): Promise<Times> {
  const client = new HttpClient(url);
  let page = await client.get('/');
  page = await client.post('/onboardings', formOf(load(page.html), '/onboardings', {}));
  const base = page.path.replace(/\/contractor$/, '');
  const times = {} as Times;
  for (const step of STEPS) {
    if (!page.path.startsWith(`${base}/${step}`)) page = await client.get(`${base}/${step}`);
    // What the page itself asked of the API belongs to no step.
    await done(step);
    const $ = load(page.html);
    const form = formOf($, `${base}/${step}`, fieldsOf(step, $));
    const start = performance.now();
    page = await client.post(`${base}/${step}`, form);
    times[step] = performance.now() - start;
    if (page.status !== 200) throw new Error(`The step ${step} answered ${page.status}`);
    await done(step);
  }
  return times;
}

function fieldsOf(step: Step, $: CheerioAPI): Record<string, string | string[]> {
  switch (step) {
    case 'contractor':
      return { ...CONTRACTOR, ...uniqueEmail() };
    case 'entity':
      return ENTITY;
    case 'job':
      return { ...JOB, category_code: firstCategory({ page: { $ } } as Person) };
    case 'quote':
    case 'application':
      return {};
  }
}

/** The body of a form as it stands on the page, with some fields filled in. */
function formOf($: CheerioAPI, action: string, fields: Record<string, string | string[]>): string {
  const form = $(`form[action="${action}"]`);
  if (form.length === 0) throw new Error(`There is no form ${action}: ${$('main').text()}`);
  const params = new URLSearchParams(
    form.serializeArray().map(({ name, value }): [string, string] => [name, value]),
  );
  for (const [name, value] of Object.entries(fields)) {
    params.delete(name);
    for (const item of [value].flat()) params.append(name, item);
  }
  return params.toString();
}

async function timeEach(work: (step: Step) => Promise<void>): Promise<Times> {
  const times = {} as Times;
  for (const step of STEPS) {
    const start = performance.now();
    await work(step);
    times[step] = performance.now() - start;
  }
  return times;
}

function report(calls: Record<Step, ApiCall[]>, figures: Record<'app' | 'bare', Times[]>): void {
  const ms = (value: number) => `${value.toFixed(1).padStart(6)} ms`;
  for (const step of STEPS) {
    const app = figures.app.map((times) => times[step]);
    const bare = figures.bare.map((times) => times[step]);
    const own = median(app.map((time, round) => time - (bare[round] ?? NaN)));
    console.log(
      `  ${step.padEnd(12)} app ${ms(median(app))}, bare script ${ms(median(bare))} (${calls[step].length} calls),` +
        ` the app's own ${ms(own)} (goal ${GOAL_MS} ms or less)`,
    );
  }
  const whole = (all: Times[]) => all.map((times) => STEPS.reduce((sum, step) => sum + times[step], 0));
  console.log(
    `walk: ${medianRatio(whole(figures.app), whole(figures.bare)).toFixed(2)} x a bare script making the same API calls`,
  );
}
