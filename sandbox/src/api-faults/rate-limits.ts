import type { Clock } from '../clock';
import type { RateLimit } from './schema';

interface Window {
  /** Sandbox milliseconds. */
  began: number;
  calls: number;
}

/** More keys than any client uses; keeps a stream of made-up keys from filling the memory. */
const MOST_KEYS = 1000;

/**
 * Counts the calls of each key in windows of the sandbox clock. Gives back the whole seconds to wait when a call is
 * one too many, else 0. A limit that is set anew begins anew.
 */
export function createRateLimits(clock: Clock): (limit: RateLimit, key: string) => number {
  const counted = new WeakMap<RateLimit, Map<string, Window>>();
  return (limit, key) => {
    const now = clock.now();
    const windows = counted.get(limit) ?? new Map<string, Window>();
    counted.set(limit, windows);
    let window = windows.get(key);
    if (!window || now >= window.began + limit.seconds * 1000) {
      if (windows.size >= MOST_KEYS) windows.clear();
      window = { began: now, calls: 0 };
      windows.set(key, window);
    }
    if (window.calls >= limit.calls) return Math.ceil((window.began - now) / 1000 + limit.seconds);
    window.calls += 1;
    return 0;
  };
}
