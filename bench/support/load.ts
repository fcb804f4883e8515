import autocannon from 'autocannon';
import type { Child } from './child';

export interface Load {
  url: string;
  connections: number;
  seconds: number;
  headers?: Record<string, string>;
  /** Makes each request anew; without it each is a GET of `url`. */
  next?: () => { method: 'POST'; headers: Record<string, string>; body: string };
}

export interface Figure {
  /** Answers per second. */
  rate: number;
  /** Time the server's process spent on each, in microseconds of the processor. */
  cpuMicros: number;
  /** One answer in a hundred took longer, in milliseconds. */
  p99: number;
  answers: number;
}

/**
 * Loads a server for a while, and until it has answered once. Any answer that is no success fails the benchmark: it
 * would be no comparison.
 */
export async function measure(server: Child, load: Load): Promise<Figure> {
  const cpuBefore = await server.ask<number>('cpu');
  const start = performance.now();
  const { answers, elapsed, p99 } = await run(load, start);
  const cpu = (await server.ask<number>('cpu')) - cpuBefore;
  return { rate: answers / (elapsed / 1000), cpuMicros: cpu / answers, p99, answers };
}

/**
 * Loads a server until its code is compiled for speed, which takes an app of many parts some thousand requests more
 * than a server of ten lines: for six times as long as one measurement.
 */
export async function warmUp(server: Child, load: Load): Promise<Figure> {
  return measure(server, { ...load, seconds: load.seconds * 6 });
}

function run(load: Load, start: number): Promise<{ answers: number; elapsed: number; p99: number }> {
  const { url, connections, headers = {}, next } = load;
  let answers = 0;
  let elapsed = 0;
  let problem: string | null = null;
  return new Promise((resolve, reject) => {
    const instance = autocannon(
      {
        url,
        connections,
        headers,
        duration: 600,
        ...(next && { requests: [{ setupRequest: (request) => ({ ...request, ...next() }) }] }),
      },
      (error, result) => {
        if (error) reject(error);
        else if (problem !== null) reject(new Error(`${problem} from ${url}`));
        else if (answers === 0) reject(new Error(`No answer from ${url}`));
        else resolve({ answers, elapsed, p99: result.latency.p99 });
      },
    );
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      if (answers > 0) stop();
    }, load.seconds * 1000);
    const stop = () => {
      clearTimeout(timer);
      elapsed = performance.now() - start;
      instance.stop();
    };
    instance.on('response', (_client, status) => {
      if (elapsed > 0) return;
      answers += 1;
      if (status < 200 || status > 299) problem = `Status ${status}`;
      if (isOver || problem !== null) stop();
    });
    instance.on('reqError', (error) => {
      problem = error.message;
      stop();
    });
  });
}

/** One line with the median of some figures. */
export function figureLine(name: string, rate: number, cpuMicros: number): string {
  return `  ${name.padEnd(44)} ${rate.toFixed(0).padStart(7)} /s ${cpuMicros.toFixed(0).padStart(7)} µs of processor each`;
}

/** Sends so many requests over so many connections. Any answer that is no success fails the benchmark. */
export async function sendMany(
  load: Omit<Load, 'seconds'> & { amount: number; next: NonNullable<Load['next']> },
): Promise<void> {
  const { url, connections, amount, next } = load;
  const result = await autocannon({
    url,
    connections,
    amount,
    timeout: 60,
    requests: [{ setupRequest: (request) => ({ ...request, ...next() }) }],
  });
  if (result['2xx'] !== amount)
    throw new Error(`Only ${result['2xx']} of ${amount} answers of ${url} were a success`);
}
