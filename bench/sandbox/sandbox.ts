/**
 * The local sandbox: its start, and creating, listing and completing an application when it holds nothing, and when it
 * holds very many contractors, with as many calls in its journal. Nothing may cost more the more is stored; that is told
 * by processor time.
 */
import type { BareRoute } from '../servers/bare-api';
import { startServer, withServers, type Child } from '../support/child';
import { printRatios, type BenchOptions, type Ratio } from '../support/compare';
import { newContractor } from '../support/contractors';
import { measure, warmUp, type Load } from '../support/load';
import { BARE, compare, growth, ratio } from './figures';
import { benchStart } from './start';
import { benchTrigger } from './trigger';

const CONNECTIONS = 20;
const MANY = 100_000;
/** A page of a list. */
const PAGE = 10;
const PATH = '/api/v1/contractors';
/** The bare route checks no key and reads no database. */
const LIST_GOAL = 0.6;
/** Nor does it keep anything on a disk. */
const CREATE_GOAL = 0.4;

type Servers = Record<'empty' | 'full' | 'bare', Child>;

export async function benchSandbox({ contractors = MANY, ...options }: BenchOptions): Promise<void> {
  const starts = {
    empty: () => startServer('sandbox'),
    full: () => startServer('sandbox'),
    bare: () => startServer('bare-api'),
  };
  await withServers(starts, async (servers) => {
    const { empty, full } = servers;
    const keys = { empty: await empty.ask<string>('key'), full: await full.ask<string>('key') };
    await full.ask('keepOnly', contractors);
    await full.ask('keepCalls', contractors);
    const many = contractors.toLocaleString('en-US');
    const load = (server: Child, rest: Partial<Load>) => ({
      url: server.url + PATH,
      connections: CONNECTIONS,
      seconds: options.seconds,
      headers: { Authorization: `Bearer ${server === empty ? keys.empty : keys.full}` },
      ...rest,
    });
    const ratios = [
      await benchStart(options.rounds),
      ...(await benchJournal(servers, load, many, options)),
      ...(await benchList(servers, load, many, options)),
      ...(await benchCreate(servers, load, many, options)),
      await benchTrigger(servers, keys, many, options),
    ];
    printRatios('sandbox', ratios);
  });
}

type MakeLoad = (server: Child, rest: Partial<Load>) => Load;

async function benchList(
  { empty, full, bare }: Servers,
  load: MakeLoad,
  many: string,
  { rounds }: BenchOptions,
): Promise<Ratio[]> {
  const read = async (server: Child) =>
    (await fetch(server.url + PATH, { headers: load(server, {}).headers ?? {} })).text();
  const copy = async (path: string, body: string) =>
    bare.ask<void>('addRoute', { method: 'get', path, status: 200, body } satisfies BareRoute);
  await copy('/none', await read(empty));
  await copy('/page', await read(full));
  const list = (server: Child, how = measure) => how(server, load(server, {}));
  const bareList = (path: string, how = measure) => how(bare, load(bare, { url: bare.url + path }));
  const holding = async (count: number) => {
    await empty.ask('keepOnly', count);
    return list(empty);
  };
  for (const server of [empty, full]) await list(server, warmUp);
  await bareList('/page', warmUp);
  const { rates, costs } = await compare('list', rounds, {
    'bare, no object': () => bareList('/none'),
    'bare, a page': () => bareList('/page'),
    '0 stored': () => holding(0),
    [`${PAGE} stored`]: () => holding(PAGE),
    [`${many} stored`]: () => list(full),
  });
  return [
    ratio('list of 0', rates('0 stored'), rates('bare, no object'), BARE, LIST_GOAL),
    ratio(`list of ${many}`, rates(`${many} stored`), rates('bare, a page'), BARE, LIST_GOAL),
    growth(`list of ${many}`, costs(`${many} stored`), costs(`${PAGE} stored`), PAGE),
  ];
}

/** The newest calls of one operation. */
async function benchJournal(
  { empty, full }: Servers,
  load: MakeLoad,
  many: string,
  { rounds }: BenchOptions,
): Promise<Ratio[]> {
  const few = PAGE + 1;
  await empty.ask('keepCalls', few);
  const list = (server: Child, how = measure) =>
    how(server, load(server, { url: `${server.url}/_sandbox/journal?operation=createContractor` }));
  for (const server of [empty, full]) await list(server, warmUp);
  const { costs } = await compare('journal', rounds, {
    [`${few} calls`]: () => list(empty),
    [`${many} calls`]: () => list(full),
  });
  return [growth(`journal of ${many}`, costs(`${many} calls`), costs(`${few} calls`), few)];
}

async function benchCreate(
  { empty, full, bare }: Servers,
  load: MakeLoad,
  many: string,
  { rounds, seconds }: BenchOptions,
): Promise<Ratio[]> {
  const next = (server: Child) => () => ({
    method: 'POST' as const,
    headers: { ...load(server, {}).headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(newContractor()),
  });
  const { headers, body: sent } = next(full)();
  const answer = await fetch(full.url + PATH, { method: 'POST', headers, body: sent });
  const route: BareRoute = { method: 'post', path: PATH, status: 201, body: await answer.text() };
  await bare.ask('addRoute', route);
  const each = (server: Child) => load(server, { next: next(server) });
  // The disk makes these few: they are measured for longer.
  const create = (server: Child) => measure(server, { ...each(server), seconds: 2 * seconds });
  for (const server of [empty, full, bare]) await warmUp(server, each(server));
  const { rates, costs } = await compare('create', rounds, {
    bare: () => create(bare),
    '0 stored': async () => {
      await empty.ask('keepOnly', 0);
      return create(empty);
    },
    [`${many} stored`]: () => create(full),
  });
  const comparedToBare = (stored: string) =>
    ratio(`create with ${stored}`, rates(`${stored} stored`), rates('bare'), BARE, CREATE_GOAL);
  return [
    comparedToBare('0'),
    comparedToBare(many),
    growth(`create with ${many}`, costs(`${many} stored`), costs('0 stored'), 0),
  ];
}
