import type { Request } from 'express';
import type { Kind } from '../model/kinds';
import type { Objects, PageRequest } from '../objects';
import { invalidInput } from './errors';

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * Reads `limit` (1 to 100, default 10), `starting_after` and `ending_before` (vendor page "Pagination").
 * An id that is not known, or both cursors at once, is refused (not documented; our choice).
 */
export function readPage(req: Request, kind: Kind, objects: Objects): PageRequest {
  const { limit, starting_after: after, ending_before: before } = req.query;
  const page: PageRequest = { limit: readLimit(limit) };
  if (after !== undefined && before !== undefined) {
    throw invalidInput({ ending_before: 'Send starting_after or ending_before, not both.' });
  }
  if (after !== undefined) page.olderThan = readCursor('starting_after', text(after), kind, objects);
  if (before !== undefined) page.newerThan = readCursor('ending_before', text(before), kind, objects);
  return page;
}

function readLimit(value: unknown): number {
  if (value === undefined) return 10;
  const limit = typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : 0;
  if (limit < 1 || limit > 100) throw invalidInput({ limit: 'Must be a whole number from 1 to 100.' });
  return limit;
}

function readCursor(name: string, id: string | undefined, kind: Kind, objects: Objects): number {
  const seq = id === undefined ? undefined : objects.position(kind, id);
  if (seq === undefined) throw invalidInput({ [name]: 'Must be the id of an object of this list.' });
  return seq;
}

const isExpand = /^expand(\[\d*\])?$/;

/**
 * `expand[]=name`, once or more often; some clients number them: `expand[0]=name`. A resource that has nothing to
 * expand takes no notice.
 */
export function readExpand(req: Request, allowed: readonly string[] | undefined): readonly string[] {
  if (!allowed) return [];
  const sent = Object.entries(req.query).flatMap(([name, value]) => (isExpand.test(name) ? value : []));
  const names = sent.map(String);
  if (names.every((name) => allowed.includes(name))) return names;
  throw invalidInput({ 'expand[]': `Must be ${allowed.join(' or ')}.` });
}
