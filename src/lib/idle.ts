import { performance } from 'node:perf_hooks';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';

/** How often to look, in milliseconds. */
const LOOK_MS = 2;
/** However busy the process is, the work goes on after this long. */
const LONGEST_MS = 3000;

/**
 * Lets other work of the process go first: resolves when it was idle for so many milliseconds, or after three seconds.
 * `isHurried`: whether somebody waits; then after one turn of the event loop.
 */
export async function idleFor(ms: number, isHurried: () => boolean, longestMs = LONGEST_MS): Promise<void> {
  const start = performance.now();
  const before = performance.eventLoopUtilization();
  await turn();
  while (
    !isHurried() &&
    performance.eventLoopUtilization(before).idle < ms &&
    performance.now() - start < longestMs
  )
    await delay(LOOK_MS);
}
