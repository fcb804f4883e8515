import type { Response } from 'express';
import type { Changes } from './changes';
import { isList, versionsOf, type LiveStore, type Topic } from './topics';

export interface StreamDeps {
  store: LiveStore;
  changes: Changes;
  /** Ends all open streams when the app stops. */
  streams: Set<() => void>;
  /** How often a stream shows that it lives, in milliseconds: more often than proxies drop a silent connection. */
  beatMs: number;
}

/** How often the database is asked for changes that another process made. */
const LOOK_EVERY_MS = 3000;
/** In a flood of changes, pages are told of them together. */
const GATHER_MS = 500;

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
export function followChanges(shown: Map<Topic, string>, res: Response, deps: StreamDeps): void {
  const send = (event: string, data: object) =>
    res.writableEnded || res.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const beat = () => send('alive', { every: deps.beatMs });

  async function look(): Promise<void> {
    for (const [topic, version] of await versionsOf(shown.keys(), deps.store)) {
      if (version === shown.get(topic)) continue;
      shown.set(topic, version);
      send('changed', { topic, version });
    }
  }
  // A look that fails is made up for by the next one.
  const lookSoon = atIntervals(GATHER_MS, () => void look().catch(() => undefined));

  res.set(HEADERS).flushHeaders();
  res.write('retry: 2000\n\n');
  beat();
  lookSoon();
  const hasLists = [...shown.keys()].some(isList);
  const stopListening = deps.changes.listen((id) => {
    if (hasLists || (id !== null && shown.has(id as Topic))) lookSoon();
  });
  const timers = [setInterval(beat, deps.beatMs), setInterval(lookSoon, LOOK_EVERY_MS)];
  const end = () => {
    timers.forEach(clearInterval);
    stopListening();
    deps.streams.delete(end);
    res.end();
  };
  deps.streams.add(end);
  res.on('close', end);
}

/** Does it at once, and then not again before the interval is over, however often it is asked for meanwhile. */
function atIntervals(ms: number, act: () => void): () => void {
  let asked = false;
  let timer: NodeJS.Timeout | null = null;
  const go = () => {
    asked = false;
    act();
    timer = setTimeout(() => {
      timer = null;
      if (asked) go();
    }, ms).unref();
  };
  return () => (timer ? void (asked = true) : go());
}
