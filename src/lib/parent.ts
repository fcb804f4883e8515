const LOOK_EVERY_MS = 500;

/**
 * Stops this process, as by SIGTERM, once its parent is gone. `npm` passes SIGTERM on to the shell that it runs a
 * script in, and that shell ends without telling the program: the program would live on and hold its port.
 * On Windows the number of the parent never changes, so nothing happens there.
 */
export function stopWithParent(): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  timer.unref();
}
