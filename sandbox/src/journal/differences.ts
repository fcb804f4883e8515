import { isDeepStrictEqual } from 'node:util';
import type { JournalCall } from './call';
import { redacted } from './redact';

/** What a call is to be like; what is left out may be anything. */
export interface CallPattern {
  operation?: string | null | undefined;
  method?: string | undefined;
  path?: string | undefined;
  status?: number | null | undefined;
  key?: string | undefined;
  query?: Record<string, unknown> | undefined;
  /** Attributes that its body has among others, nested ones too. */
  body?: unknown;
  /** The same of its answer. */
  answer?: unknown;
}

const show = (value: unknown): string => {
  const text = value === undefined ? 'missing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};

/** How a call differs from what was expected, in words; empty when it is like that. */
export function differences({ body, answer, query, ...equal }: CallPattern, call: JournalCall): string[] {
  const plain = Object.entries(equal).flatMap(([name, wanted]) => {
    const found = call[name as keyof typeof equal];
    return wanted === undefined || wanted === found ? [] : [`${name} is ${show(found)}, not ${show(wanted)}`];
  });
  return [
    ...plain,
    ...unlike('query', query, call.query),
    ...unlike('body', body, call.request),
    ...unlike('answer', answer, call.answer),
  ];
}

/** The journal holds nothing secret, so what is expected is compared without it too. */
const unlike = (name: string, wanted: unknown, found: unknown): string[] =>
  wanted === undefined ? [] : partly(name, redacted(wanted), found);

/** Objects may have more than is wanted; everything else has to be the same, lists in their length too. */
function partly(name: string, wanted: unknown, found: unknown): string[] {
  const isSame = isDeepStrictEqual(wanted, found);
  if (isSame) return [];
  if (!isObject(wanted) || !isObject(found) || sizeOf(wanted) !== sizeOf(found)) {
    return [`${name} is ${show(found)}, not ${show(wanted)}`];
  }
  return Object.entries(wanted).flatMap(([key, inner]) => {
    const inside = Object.hasOwn(found, key) ? (found as Record<string, unknown>)[key] : undefined;
    return partly(`${name}.${key}`, inner, inside);
  });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
/** Of a list. */
const sizeOf = (value: object): number | undefined => (Array.isArray(value) ? value.length : undefined);
