/** Work that waits; what still waits when the sandbox stops is never done, as its database is closed then. */
export interface Delays {
  add(milliseconds: number, work: () => void): void;
  stop(): void;
}

export function createDelays(): Delays {
  const timers = new Set<NodeJS.Timeout>();
  return {
    add(milliseconds, work) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        work();
      }, milliseconds);
      timers.add(timer);
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
