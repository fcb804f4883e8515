import type { Request } from 'express';
import { NEVER_SHOWN } from '../pages/unsent-form';

/** The hidden field of each form that holds its token (see set-up-csrf.ts). */
export const CSRF_FIELD = '_csrf';

/** The fields of a form that may be shown again. */
export function keptFields(body: unknown): Record<string, string | string[]> {
  const fields = Object.entries((body ?? {}) as Record<string, string | string[]>);
  return Object.fromEntries(fields.filter(([name]) => name !== CSRF_FIELD && !NEVER_SHOWN.includes(name)));
}

/**
 * Turns the request into one for the page of the form, which is at the address the form was sent to. No handler of a
 * POST sees it any more, so nothing that was sent is carried out; what the page shows is sent by another press.
 */
export function showUnsent(req: Request, text: string): void {
  req.body = keptFields(req.body);
  req.unsent = { kind: 'warning', text };
  req.method = 'GET';
}
