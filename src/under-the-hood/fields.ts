import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readShortened } from './cut';
import type { Operation } from './operations';

type Meanings = Readonly<Record<string, string>>;
type Side = 'sent' | 'answered';
export interface AllFields {
  /** By operation, as `POST /contractors`. */
  operations: Readonly<Record<string, Readonly<Record<Side, Meanings>>>>;
  /** Of the answer of every failed call. */
  failed: Meanings;
  /** What each `error_code` means. */
  codes: Meanings;
}

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
  const meanings = all.operations[`${operation.method} ${operation.template}`]?.[side];
  return meanings ? explained(text, (name) => meaningOf(meanings, name)) : [];
}

/** The same of the answer of a call that failed: its code by what that code means. */
export function explainFailure({ failed, codes }: AllFields, text: string | null): Field[] {
  return explained(text, (name, value) => {
    const code = name === 'error_code' && Object.hasOwn(codes, value) ? codes[value] : undefined;
    return code ?? meaningOf(failed, name);
  });
}

function explained(
  text: string | null,
  meaning: (name: string, value: string) => string | undefined,
): Field[] {
  const body = text === null ? null : readShortened(text);
  return leavesOf(body).flatMap(([name, value]) => {
    const its = meaning(name, value);
    return its === undefined ? [] : [{ name, value, meaning: its }];
  });
}

/** Where the names are the caller's own, as in metadata, they mean what holds them means. */
function meaningOf(meanings: Meanings, name: string): string | undefined {
  if (Object.hasOwn(meanings, name)) return meanings[name];
  const end = name.lastIndexOf('.');
  return end < 0 ? undefined : meaningOf(meanings, name.slice(0, end));
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The values of a body by their names; of a list, those of its first. */
export function leavesOf(value: unknown, at = ''): [name: string, value: string][] {
  const first: unknown = Array.isArray(value) && isObject(value[0]) ? value[0] : value;
  if (isObject(first))
    return Object.entries(first).flatMap(([name, inner]) =>
      leavesOf(inner, at === '' ? name : `${at}.${name}`),
    );
  return at === '' ? [] : [[at, typeof value === 'string' ? value : JSON.stringify(value)]];
}
