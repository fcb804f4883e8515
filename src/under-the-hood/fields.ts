import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readShortened } from './cut';
import type { Operation } from './operations';

type Meanings = Readonly<Record<string, string>>;
type Side = 'sent' | 'answered';
export type AllFields = Readonly<Record<string, Readonly<Record<Side, Meanings>>>>;

export interface Field {
  /** As `address.line1`. */
  name: string;
  value: string;
  meaning: string;
}

/** What each field of the API means (see scripts/api-fields.ts), read when it is first asked for. */
export function fieldsIn(folder: string): () => AllFields {
  let read: AllFields | undefined;
  return () =>
    (read ??= JSON.parse(
      readFileSync(path.join(folder, 'views/under-the-hood/fields.json'), 'utf8'),
    ) as AllFields);
}

/** The fields of a body that the OpenAPI document explains, in the order in which they were sent; a list by its first. */
export function explain(all: AllFields, operation: Operation, side: Side, text: string | null): Field[] {
  const meanings = all[`${operation.method} ${operation.template}`]?.[side];
  const body = text === null ? null : readShortened(text);
  if (!meanings || body === null) return [];
  return valuesOf(Array.isArray(body) ? body[0] : body).flatMap(([name, value]) => {
    const meaning = Object.hasOwn(meanings, name) ? meanings[name] : undefined;
    return meaning === undefined ? [] : [{ name, value, meaning }];
  });
}

function valuesOf(value: unknown, at = ''): [name: string, value: string][] {
  const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isPlain) return at === '' ? [] : [[at, typeof value === 'string' ? value : JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, inner]) =>
    valuesOf(inner, at === '' ? name : `${at}.${name}`),
  );
}
