import type { FieldError, FormFields } from './forms';

/** What was wrong with a form, and what was typed, to be shown again. */
export interface Draft {
  errors: FieldError[];
  values: Record<string, string>;
}

export const noDraft: Draft = { errors: [], values: {} };

/** Forms come back by a redirect, so that Back and Reload of the browser never repeat a POST. */
export interface Drafts {
  keep(browser: string, session: string, errors: FieldError[], fields: FormFields): void;
  /** It is shown once. */
  take(browser: string | undefined, session: string): Draft;
}

/** Forms sent and not shown again yet; the oldest make room. */
const MOST = 500;

/** In memory alone: what was typed into a form with errors is not worth keeping. */
export function createDrafts(): Drafts {
  const kept = new Map<string, Draft>();
  return {
    keep(browser, session, errors, fields) {
      const key = `${browser} ${session}`;
      kept.delete(key);
      kept.set(key, { errors, values: typed(fields) });
      const [oldest] = kept.keys();
      if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
    },
    take(browser, session) {
      const key = `${browser ?? ''} ${session}`;
      const draft = kept.get(key) ?? noDraft;
      kept.delete(key);
      return draft;
    },
  };
}

/** What was typed, to be shown again. A card number never is. */
function typed(fields: FormFields): Record<string, string> {
  const texts = Object.entries(fields).filter(
    ([name, v]) => typeof v === 'string' && !name.startsWith('card_') && name !== '_csrf',
  );
  return Object.fromEntries(texts) as Record<string, string>;
}
