import type { FormFields } from '../form-fields';
import type { FieldError } from './forms';

/** What was wrong with a form, and what was typed, to be shown again. */
export interface Draft {
  errors: FieldError[];
  values: Record<string, string>;
}

export const noDraft: Draft = { errors: [], values: {} };

/** The draft of a form with errors. A card number is never shown again. */
export function draftOf(errors: FieldError[], fields: FormFields): Draft {
  const texts = Object.entries(fields).filter(([name]) => !name.startsWith('card_') && name !== '_csrf');
  return { errors, values: Object.fromEntries(texts) };
}
