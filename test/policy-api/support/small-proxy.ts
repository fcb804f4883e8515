import { once } from 'node:events';
import http from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** A proxy that notes what it is asked for. Tunnels lead to `target`, wherever they were to lead. */
export class SmallProxy {
  /** `CONNECT host:port`, or method and URL. */
  readonly asked: string[] = [];
  readonly authorizations: (string | undefined)[] = [];
  /** The status it refuses everything with; null: it refuses nothing. */
  refusal: number | null = null;
  /** Whether it says nothing at all. */
  silent = false;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  readonly #server = http.createServer((req, res) => this.#forward(req, res));

  constructor(target: number) {
    this.#target = target;
    this.#server.on('connect', (req, socket: Socket) => this.#tunnel(req, socket));
    this.#server.on('connection', (socket) => this.#sockets.add(socket));
  }

  static async start(target: number): Promise<SmallProxy> {
    const proxy = new SmallProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#sockets.forEach((socket) => socket.destroy());
    await once(this.#server, 'close');
  }

  #note(req: http.IncomingMessage): void {
    this.asked.push(`${req.method} ${req.url}`);
    this.authorizations.push(req.headers['proxy-authorization']);
  }

  #forward(req: http.IncomingMessage, res: http.ServerResponse): void {
    this.#note(req);
    if (this.silent) return;
    if (this.refusal !== null) return void res.writeHead(this.refusal).end('<html>refused</html>');
    const { pathname, search } = new URL(req.url ?? '');
    const { method, headers } = req;
    const onward = { port: this.#target, host: '127.0.0.1', path: pathname + search, method, headers };
    req.pipe(
      http.request(onward, (answer) => answer.pipe(res.writeHead(answer.statusCode ?? 502, answer.headers))),
    );
  }

  #tunnel(req: http.IncomingMessage, socket: Socket): void {
    this.#note(req);
    socket.on('error', () => undefined);
    if (this.silent) return;
    if (this.refusal !== null) return void socket.end(`HTTP/1.1 ${this.refusal} Refused\r\n\r\n`);
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    const onward = connect(this.#target, '127.0.0.1').on('error', () => socket.destroy());
    onward.pipe(socket).pipe(onward);
  }
}
