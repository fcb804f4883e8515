/** What is to be shown once, at the next visit of a page: a form comes back by a redirect, never as the answer to a POST. */
export interface ShownOnce<T> {
  keep(browser: string, page: string, value: T): void;
  take(browser: string | undefined, page: string): T | undefined;
}

/** Kept and not shown yet; the oldest make room. */
const MOST = 500;

/** In memory alone: what was typed into a form with errors is not worth keeping. */
export function createShownOnce<T>(): ShownOnce<T> {
  const kept = new Map<string, T>();
  return {
    keep(browser, page, value) {
      const key = `${browser} ${page}`;
      kept.delete(key);
      kept.set(key, value);
      const [oldest] = kept.keys();
      if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
    },
    take(browser, page) {
      const key = `${browser ?? ''} ${page}`;
      const value = kept.get(key);
      kept.delete(key);
      return value;
    },
  };
}
