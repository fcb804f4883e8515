import type { Request } from 'express';
import type { Notice } from './notice';

declare module 'express-serve-static-core' {
  interface Request {
    /**
     * Set where a page shows a form again that was not sent, with what was typed into it (`body`): what the page then
     * says at its top.
     */
    unsent?: Notice;
  }
}

/** What is never shown again, wherever a form comes back. */
export const NEVER_SHOWN: readonly string[] = ['tax_identification', 'password', 'card_number', 'cvc'];

/** The fields of a form that may be shown again. */
export function keptFields(body: unknown): Record<string, string | string[]> {
  const fields = Object.entries((body ?? {}) as Record<string, string | string[]>);
  return Object.fromEntries(fields.filter(([name]) => name !== '_csrf' && !NEVER_SHOWN.includes(name)));
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
