import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createPolicyApi, type PolicyApi, type PolicyApiOptions } from '../../../src/policy-api/client';

export interface Received {
  method: string;
  url: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

type Answer = (req: http.IncomingMessage, res: http.ServerResponse, socket: Socket) => void;

export const TEST_KEY = 't9sk_test_0f8b1c7e-6d1f-4a55-9d1c-7b1f6f2a1c11';

/** A real HTTP server that gives the answers it was told, in order; the last one again and again. */
export class FakeApi {
  readonly received: Received[] = [];
  readonly waits: number[] = [];
  readonly #answers: Answer[] = [];
  readonly #clients: PolicyApi[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server = http.createServer((req, res) => void this.#serve(req, res));
  connections = 0;

  static async start(): Promise<FakeApi> {
    const fake = new FakeApi();
    fake.#server.on('connection', (socket) => {
      fake.connections += 1;
      fake.#sockets.add(socket);
      socket.on('close', () => fake.#sockets.delete(socket));
    });
    fake.#server.listen(0, '127.0.0.1');
    await once(fake.#server, 'listening');
    return fake;
  }

  async stop(): Promise<void> {
    this.#clients.forEach((client) => client.close());
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get openConnections(): number {
    return this.#sockets.size;
  }

  /** A client of this server that does not wait between attempts, but notes how long it would have. */
  client(options: Partial<PolicyApiOptions> = {}): PolicyApi {
    const client = createPolicyApi({
      baseUrl: `${this.origin}/api/v1`,
      apiKey: TEST_KEY,
      environment: 'sandbox',
      random: () => 0.5,
      wait: (ms) => {
        this.waits.push(ms);
        return Promise.resolve();
      },
      ...options,
    });
    this.#clients.push(client);
    return client;
  }

  json(status: number, body: unknown, headers: http.OutgoingHttpHeaders = {}): this {
    return this.text(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  text(status: number, body: string, headers: http.OutgoingHttpHeaders = {}): this {
    return this.answer((_req, res) => res.writeHead(status, headers).end(body));
  }

  answer(answer: Answer): this {
    this.#answers.push(answer);
    return this;
  }

  async #serve(req: http.IncomingMessage, res: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    this.received.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers, body });
    const answer = this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0];
    answer?.(req, res, req.socket);
  }
}
