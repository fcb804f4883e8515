import { fork } from 'node:child_process';
import path from 'node:path';

/** A server in a process of its own. */
export interface Child {
  url: string;
  /** Puts a question to the process; the server's file says which there are. `cpu` is known to all. */
  ask<Answer = void>(question: string, value?: unknown): Promise<Answer>;
  stop(): Promise<void>;
}

export interface ChildMessage {
  ready?: string;
  answer?: unknown;
  failure?: string;
}

/** With BENCH_PROFILE=folder each process leaves a CPU profile there, to be opened in the browser's developer tools. */
function profiling(): string[] {
  const folder = process.env.BENCH_PROFILE;
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
}

const SERVERS = path.join(__dirname, '..', 'servers');

/** Starts `bench/servers/<name>.ts`. What it writes to the standard output (its log) is thrown away. */
export async function startServer(
  name: string,
  options: object = {},
  env: Record<string, string> = {},
): Promise<Child> {
  const child = fork(path.join(SERVERS, `${name}.ts`), [JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
    execArgv: [...process.execArgv, ...profiling()],
    env: { ...process.env, NODE_ENV: 'production', ...env },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // One question at a time: the next message is its answer.
  const answer = () =>
    new Promise<ChildMessage>((resolve, reject) => {
      const onExit = () => reject(new Error(`The server ${name} ended`));
      child.once('exit', onExit);
      child.once('message', (message: ChildMessage) => {
        child.off('exit', onExit);
        if (message.failure === undefined) resolve(message);
        else reject(new Error(`${name}: ${message.failure}`));
      });
    });
  const { ready = '' } = await answer().catch((error: unknown) => {
    child.kill();
    throw error;
  });
  return {
    url: ready,
    ask: async <Answer>(question: string, value?: unknown) => {
      const answered = answer();
      child.send({ question, value });
      return (await answered).answer as Answer;
    },
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** Starts servers, hands them to the work, and stops those that started whatever becomes of it. */
export async function withServers<Name extends string, Result>(
  starts: Readonly<Record<Name, () => Promise<Child>>>,
  work: (servers: Record<Name, Child>) => Promise<Result>,
): Promise<Result> {
  const servers: Partial<Record<Name, Child>> = {};
  try {
    for (const name of Object.keys(starts) as Name[]) servers[name] = await starts[name]();
    return await work(servers as Record<Name, Child>);
  } finally {
    for (const server of Object.values<Child | undefined>(servers)) await server?.stop();
  }
}
