import type { Request } from 'express';
import { cleanText } from '../../lib/text';

/** A form of the sandbox's own pages: the clean text of each field that was sent once. */
export type FormFields = Readonly<Record<string, string>>;

export function fieldsOf(req: Request): FormFields {
  const sent = Object.entries((req.body ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    sent.flatMap(([name, value]) => (typeof value === 'string' ? [[name, cleanText(value)]] : [])),
  );
}
