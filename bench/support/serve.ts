import type { RequestListener } from 'node:http';
import { listen } from '../../lib/listen';
import type { ChildMessage } from './child';

export interface Served {
  handle: RequestListener;
  /** Answers to what the benchmark asks between its measurements. */
  questions?: Record<string, (value: unknown) => unknown>;
  stop(): Promise<void>;
}

/** The main function of a file in bench/servers: listens on a free port until the benchmark lets go. */
export function serve<Options>(start: (options: Options, url: string) => Promise<Served>): void {
  const send = (message: ChildMessage) => process.connected && process.send?.(message);
  main(start, send).catch((error: unknown) => send({ failure: String(error) }));
}

async function main<Options>(
  start: (options: Options, url: string) => Promise<Served>,
  send: (message: ChildMessage) => unknown,
): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? '{}') as Options;
  let served: Served | null = null as Served | null;
  const listening = await listen((req, res) => served?.handle(req, res), 0, '127.0.0.1', 'PORT');
  const url = `http://127.0.0.1:${listening.port}`;
  served = await start(options, url);
  const { questions } = served;
  process.on('message', ({ question, value }: { question: string; value: unknown }) => {
    Promise.resolve((OWN[question] ?? questions?.[question])?.(value))
      .then((answer) => send({ answer }))
      .catch((error: unknown) => send({ failure: String(error) }));
  });
  process.once('disconnect', () => {
    listening.server.closeAllConnections();
    void listening
      .close()
      .then(() => served?.stop())
      .finally(() => process.exit());
  });
  send({ ready: url });
}

/** What every server can tell of itself: processor time in microseconds, and resident memory in bytes. */
const OWN: Record<string, (value: unknown) => unknown> = {
  cpu: () => cpuMicros(),
  memory: () => process.memoryUsage.rss(),
};

function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
