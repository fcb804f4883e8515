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
