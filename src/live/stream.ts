import type { Response } from 'express';
import type { LivePages } from './live-pages';
import type { Topic } from './topics';

export interface StreamDeps {
  livePages: LivePages;
  /** Ends all open streams when the app stops. */
  streams: Set<() => void>;
  /** How often a stream shows that it lives, in milliseconds: more often than proxies drop a silent connection. */
  beatMs: number;
}

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // Neither a proxy nor a middleware of the host may hold the bytes back to make them fewer.
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

/**
 * Server-sent events for all live pages of one browser. `changed` names a topic and its version now, whenever that is
 * not the one in `shown`: what the pages show at first, then what was told last. `alive` comes at once and with each
 * beat. Changes of this process are told at once; those of other processes on the same database within seconds.
 */
export function followChanges(shown: ReadonlyMap<Topic, string>, res: Response, deps: StreamDeps): void {
  // Who left before has closed already, and closes no more.
  if (res.closed) return;
  const send = (event: string, data: object) =>
    res.writableEnded || res.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const beat = () => send('alive', { every: deps.beatMs });

  res.set(HEADERS).flushHeaders();
  res.write('retry: 2000\n\n');
  beat();
  const leave = deps.livePages.follow(shown, (topic, version) => send('changed', { topic, version }));
  const timer = setInterval(beat, deps.beatMs);
  const end = () => {
    clearInterval(timer);
    leave();
    deps.streams.delete(end);
    res.end();
  };
  deps.streams.add(end);
  res.on('close', end);
}
