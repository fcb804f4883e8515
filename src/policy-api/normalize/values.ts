import { parseLiteral } from './literal';

export type Fields = Record<string, unknown>;

/**
 * An answer lacks what we cannot do without. The client turns it into a PolicyApiError of kind `invalid_answer`.
 */
export class AnswerShapeError extends Error {
  readonly what: string;
  readonly field: string;

  constructor(what: string, field: string) {
    super(`The API’s answer is not a usable ${what}: it has no ${field}.`);
    this.what = what;
    this.field = field;

    this.name = 'AnswerShapeError';
  }
}

/** Text that spells an object or array is unpacked; everything else is given back as it is. */
export function unpack(value: unknown): unknown {
  return typeof value === 'string' ? (parseLiteral(value) ?? value) : value;
}

/** Whether a value is an object with named fields, and no list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of an object, also of one that came as text. */
export function fieldsOrNull(value: unknown): Fields | null {
  const unpacked = unpack(value);
  return isFields(unpacked) ? unpacked : null;
}

/** Whether objects and lists are nested in it over more than so many levels. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

/** Ids of the API have some twenty characters. What is much longer cannot be looked for. */
const MAX_ID_LENGTH = 300;

/** The fields of an answer that must be an object with an id. @throws AnswerShapeError */
export function withId(value: unknown, what: string): Fields & { id: string } {
  const fields = fieldsOrNull(value);
  const id = fields && textOrNull(fields['id']);
  if (!fields || !id || id.length > MAX_ID_LENGTH) throw new AnswerShapeError(what, 'id');
  return { ...fields, id };
}

/** Null, the words that documentation samples print for null, and empty text all mean "nothing". */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === 'null' || value === 'None';
}

/** A text, or a number as text. */
export function textOrNull(value: unknown): string | null {
  if (isNothing(value)) return null;
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : null;
}

/** The same, empty where there is none. */
export function text(value: unknown): string {
  return textOrNull(value) ?? '';
}

/** Names are people's own words: somebody may be called Null. */
export function name(value: unknown): string {
  return typeof value === 'string' ? value : text(value);
}

/** A number, also where it arrives as text. */
export function numberOrNull(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !/^\s*-?\d+(\.\d+)?\s*$/.test(value)) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Yes or no, also as text or as a number; null for what is neither. */
export function booleanOrNull(value: unknown): boolean | null {
  const word = textOrNull(value)?.trim().toLowerCase() ?? value;
  if (word === true || word === 'true' || word === '1' || word === 'yes') return true;
  return word === false || word === 'false' || word === '0' || word === 'no' ? false : null;
}

/** The same; `fallback` where nothing was sent, and no for what is neither. */
export function booleanOr(value: unknown, fallback: boolean): boolean {
  return isNothing(value) ? fallback : (booleanOrNull(value) ?? false);
}

/** 31 December 9999: beyond it dates cannot be shown. */
const LATEST_SECONDS = 253_402_300_799;

/**
 * Epoch seconds UTC from an epoch number, the same as text, or ISO text. ISO text without a zone is UTC: the
 * same samples exist with epoch numbers, and denote the same instants that way (page "Automating compliance"). Null for what no calendar shows.
 */
export function epochOrNull(value: unknown): number | null {
  const number = numberOrNull(value);
  if (number !== null) return Math.abs(number) <= LATEST_SECONDS ? Math.trunc(number) : null;
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return null;
  const iso = value.trim().replace(' ', 'T');
  const hasTime = iso.includes('T');
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(iso.slice(10));
  const ms = Date.parse(hasTime && !hasZone ? `${iso}Z` : iso);
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000);
}

/** The id of another object, whether it is sent as an id, as the object itself, or as a list of one. */
export function referenceOrNull(value: unknown): string | null {
  const unpacked = unpack(value);
  if (Array.isArray(unpacked)) return unpacked.length > 0 ? textOrNull(idOf(unpacked[0])) : null;
  return textOrNull(idOf(unpacked));
}

function idOf(value: unknown): unknown {
  return isFields(value) ? value['id'] : value;
}

/** A list of words, one word, or either as text; what is no word is left out. */
export function words(value: unknown): string[] {
  const unpacked = unpack(value);
  const list: unknown[] = Array.isArray(unpacked) ? unpacked : [unpacked];
  return list.map(textOrNull).filter((word) => word !== null);
}

/** Key/value pairs, all as text. */
export function metadata(value: unknown): Record<string, string> {
  const pairs = Object.entries(fieldsOrNull(value) ?? {});
  return Object.fromEntries(pairs.map(([key, one]) => [key, typeof one === 'string' ? one : jsonText(one)]));
}

function jsonText(value: unknown): string {
  return value === null ? '' : JSON.stringify(value);
}

/** @throws AnswerShapeError */
export function normalizeList<T>(normalizeOne: (raw: unknown) => T): (raw: unknown) => T[] {
  return (raw) => {
    const unpacked = unpack(raw);
    const list: unknown = isFields(unpacked) ? unpack(unpacked['data']) : unpacked;
    if (!Array.isArray(list)) throw new AnswerShapeError('list', 'array');
    return list.map((one) => normalizeOne(one));
  };
}
