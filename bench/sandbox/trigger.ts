import type { BareRoute } from '../servers/bare-api';
import type { Child } from '../support/child';
import { medianRatio, type BenchOptions, type Ratio } from '../support/compare';
import { newContractor } from '../support/contractors';
import type { Figure } from '../support/load';
import { BARE, compare, growth } from './figures';

/** So many applications are completed in each round, one after the other. */
const TRIGGERS = 40;

type Servers = Record<'empty' | 'full' | 'bare', Child>;

/** `POST /_sandbox/applications/{session}/complete`, which makes a policy with all that belongs to it. */
export async function benchTrigger(
  { empty, full, bare }: Servers,
  keys: Record<'empty' | 'full', string>,
  many: string,
  { rounds }: BenchOptions,
): Promise<Ratio> {
  const complete = async (server: Child, key: string) => {
    const sessions = await openSessions(server.url, key);
    return trigger(server, (index) => `/_sandbox/applications/${sessions[index]}/complete`);
  };
  const [session] = await openSessions(full.url, keys.full);
  const body = await (await post(`${full.url}/_sandbox/applications/${session}/complete`, {})).text();
  await bare.ask('addRoute', { method: 'post', path: '/trigger', status: 200, body } satisfies BareRoute);
  // Its code is compiled for speed by then.
  for (const server of [empty, full]) await complete(server, server === empty ? keys.empty : keys.full);
  const { rates, costs } = await compare('trigger', rounds, {
    bare: () => trigger(bare, () => '/trigger'),
    '0 stored': async () => {
      await empty.ask('keepOnly', 0);
      return complete(empty, keys.empty);
    },
    [`${many} stored`]: () => complete(full, keys.full),
  });
  const value = medianRatio(rates(`${many} stored`), rates('bare'));
  // How long the disk takes to keep it all is the disk's affair.
  console.log(`trigger with ${many}: ${value.toFixed(2)} x ${BARE} and keeps nothing (no goal)`);
  return growth(`trigger with ${many}`, costs(`${many} stored`), costs('0 stored'), 0);
}

async function trigger(server: Child, pathOf: (index: number) => string): Promise<Figure> {
  const times: number[] = [];
  const cpuBefore = await server.ask<number>('cpu');
  for (let index = 0; index < TRIGGERS; index += 1) {
    const began = performance.now();
    await (await post(server.url + pathOf(index), {})).text();
    times.push(performance.now() - began);
  }
  const cpu = (await server.ask<number>('cpu')) - cpuBefore;
  const sum = times.reduce((total, ms) => total + ms, 0);
  const p99 = Math.max(...times);
  return { rate: (1000 * TRIGGERS) / sum, cpuMicros: cpu / TRIGGERS, p99, answers: TRIGGERS };
}

async function post(url: string, fields: object, key = ''): Promise<Response> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(fields) });
  if (!answer.ok) throw new Error(`POST ${url} is answered ${answer.status}: ${await answer.text()}`);
  return answer;
}

/** Sessions of as many contractors. */
async function openSessions(url: string, key: string): Promise<string[]> {
  const create = async (path: string, fields: object) =>
    ((await (await post(`${url}/api/v1${path}`, fields, key)).json()) as { id: string }).id;
  const headers = { Authorization: `Bearer ${key}` };
  const codes = await (await fetch(`${url}/api/v1/category_codes`, { headers })).json();
  const [{ category_code: category }] = codes as [{ category_code: string }];
  const entity = await create('/entities', { name: 'Apple, Inc' });
  const work = { name: 'Technician', description: 'Install cable.', wage: 15000, wage_type: 'flatfee' };
  const job = await create('/jobs', { ...work, entity, category_code: category, years_experience: 10 });
  const sessions: string[] = [];
  for (let index = 0; index < TRIGGERS; index += 1) {
    const contractor = await create('/contractors', newContractor());
    const quote = await create('/quotes', { contractor, job, coverage_type: ['general'] });
    sessions.push(await create('/apply/sessions', { quote }));
  }
  return sessions;
}
