import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OTHERS_AFTER_MS } from '../../../lib/kept-answers';
import { checkContract, type ContractCheck } from './contract-check';
import { createSandbox } from '../../src/create-sandbox';
import type { SandboxOptions } from '../../src/options';

/** After a write by another connection: the sandbox looks for those now and then. */
export const seen = (): Promise<void> => delay(OTHERS_AFTER_MS + 5);

export interface Answer {
  status: number;
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any
  headers: Headers;
}

export type Call = (
  method: string,
  path: string,
  body?: object | string,
  headers?: Record<string, string>,
) => Promise<Answer>;

export interface RunningSandbox {
  url: string;
  apiKey: string;
  dataDir: string;
  call: Call;
  /** The operations called so far, and with which statuses. */
  seen: ContractCheck['seen'];
  /** Stops it and keeps its folder, for another to open. */
  stop(): Promise<void>;
  /** Stops it; a folder that it made for itself is removed. */
  close(): Promise<void>;
}

/**
 * The sandbox on a port of its own, with a folder of its own unless one is given. Every call of its API is held
 * against the OpenAPI document; `unchecked` is for tests that have it answer wrongly on purpose.
 */
export async function runSandbox({
  unchecked,
  inMemory,
  ...options
}: Partial<SandboxOptions> & { unchecked?: true; inMemory?: true } = {}): Promise<RunningSandbox> {
  const dataDir = options.dataDir ?? mkdtempSync(path.join(os.tmpdir(), 'sandbox-test-'));
  const sandbox = createSandbox({ retryDelaysMs: [10, 10, 10], ...options, ...(!inMemory && { dataDir }) });
  const contract = checkContract(sandbox.app);
  const server = http.createServer(unchecked ? sandbox.app : contract.listener);
  // On a busy machine a test may do other things for longer than Node keeps an idle connection.
  server.keepAliveTimeout = 60_000;
  const url = await listen(server);
  sandbox.setPublicUrl(url);
  sandbox.start();
  const call: Call = async (method, where, body, headers = {}) => {
    const response = await fetch(`${url}/api/v1${where}`, {
      method,
      headers: {
        authorization: `Bearer ${sandbox.apiKey}`,
        ...(typeof body === 'object' ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const answer = { status: response.status, body: await response.json(), headers: response.headers };
    contract.assertKept();
    return answer;
  };
  const stopAll = async () => {
    await stop(server);
    await sandbox.close();
  };
  return {
    url,
    dataDir,
    call,
    apiKey: sandbox.apiKey,
    seen: contract.seen,
    stop: stopAll,
    async close() {
      await stopAll();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
      contract.assertKept();
    },
  };
}

export interface Delivery {
  body: string;
  event: any; // eslint-disable-line @typescript-eslint/no-explicit-any
  signature: string;
  contentType: string;
  headers: http.IncomingHttpHeaders;
  path: string;
}

type ReceiverAnswer = number | { status: number; body: string };

/** A webhook receiver; `answer` decides the status of each delivery (a promise that never settles: no answer). */
export async function runReceiver(
  answer: (
    delivery: Delivery,
    earlier: readonly Delivery[],
  ) => ReceiverAnswer | Promise<ReceiverAnswer> = () => 200,
) {
  const deliveries: Delivery[] = [];
  const server = http.createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const delivery = {
        body,
        event: JSON.parse(body),
        path: req.url ?? '',
        signature: String(req.headers['ten99policy-signature']),
        contentType: String(req.headers['content-type']),
        headers: req.headers,
      };
      const earlier = [...deliveries];
      deliveries.push(delivery);
      void Promise.resolve(answer(delivery, earlier)).then((given) => {
        const { status, body: text } = typeof given === 'number' ? { status: given, body: 'ok' } : given;
        res.writeHead(status, { location: '/elsewhere' }).end(text);
      });
    });
  });
  const url = await listen(server);
  return { url, deliveries, close: () => stop(server) };
}

function listen(server: http.Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

function stop(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Waits until it is true; gives up before the test's own time limit, so that no loop outlives its test. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 45_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`never became true: ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
