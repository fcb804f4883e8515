import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';

const LOOK_EVERY_MS = 500;
/** Whoever has not stopped by then hangs, and is ended with exit code 1. */
const LIMIT_MS = 10_000;
/** Noted at once: whoever hears that this program listens may end its parent. */
const PARENT = process.ppid;

/**
 * Runs `stop` once, on a signal or after a failure that nobody caught, and ends the process. `withParent`: also once
 * the parent is gone. `npm` passes SIGTERM on to the shell that it runs a script in, and that shell ends without
 * telling the program, which would live on and hold its port. On Windows the number of the parent never changes.
 */
export function stopWhenTold(
  { logger, withParent }: { logger: Pick<Logger, 'fatal'>; withParent: boolean },
  stop: () => Promise<void>,
): void {
  const { close } = closeWithGrace({ delay: LIMIT_MS, logger: false }, async ({ err }) => {
    // A second signal would end the process in the midst of its stop.
    clearInterval(timer);
    if (err) logger.fatal({ err }, 'stopping after a failure');
    await stop();
  });
  const look = () => withParent && process.ppid !== PARENT && void close();
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
}
