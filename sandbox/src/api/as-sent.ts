import { isUtf8 } from 'node:buffer';
import type { Request, RequestHandler } from 'express';
import { badRequest, invalidInput } from './errors';
import { partName, uploadsOf } from './multipart';

/** What a request says is kept as it was sent, or refused with a reason; it is never changed in silence. */

/** The parsers would put U+FFFD in the place of what is not UTF-8. */
export const verifyText = (_req: unknown, _res: unknown, body: Buffer, encoding: string): void => {
  if (encoding !== 'utf-8' || !isUtf8(body)) throw badRequest('The request body must be UTF-8.');
};

/** `JSON.parse` would make another number of one that a double cannot hold: of 9007199254740993 …992, of 1e400 null. */
export const verifyJson = (req: unknown, res: unknown, body: Buffer, encoding: string): void => {
  verifyText(req, res, body, encoding);
  for (const [token] of body.toString().matchAll(tokens)) {
    if (token.startsWith('"') || isExact(token)) continue;
    const shown = token.length > 40 ? `${token.slice(0, 40)}…` : token;
    throw badRequest(`The number ${shown} is too large or too exact to be kept as it is. Send it as text.`);
  }
};

/** Texts, which are skipped, and numbers. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;

/** More digits than the largest number has. */
const LONGEST = 400;

function isExact(number: string): boolean {
  if (/^-?\d{1,15}$/.test(number)) return true;
  const wanted = number.length <= LONGEST ? decimal(number) : null;
  return wanted === undefined || wanted === decimal(String(Number(number)));
}

/** One text for all ways to write a number; undefined for what is none, which the parser refuses. */
function decimal(number: string): string | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(number) ?? [];
  if (sign === undefined) return undefined;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

/** No documented body is deep; one that is would exhaust the stack. */
const DEEPEST = 50;
/** Enough to see what is wrong. */
const MOST_PROBLEMS = 20;

/** Refuses texts that a database or a receiver of webhooks could not take, with each field named. */
export const refuseBrokenText: RequestHandler = (req, _res, next) => {
  const problems = brokenTexts(fileNames(req), brokenTexts(req.body));
  const whole = problems.get('');
  if (whole !== undefined) throw badRequest(`The name of a field is wrong: ${whole}`);
  if (problems.size > 0) throw invalidInput(Object.fromEntries(problems));
  next();
};

const fileNames = (req: Request) =>
  Object.fromEntries(uploadsOf(req).map(({ filename }, index, files) => [partName(files, index), filename]));

/** The texts inside that are no text, by where they stand. */
export function brokenTexts(value: unknown, found = new Map<string, string>()): Map<string, string> {
  look(value, [], found);
  return found;
}

function look(value: unknown, path: readonly string[], problems: Map<string, string>): void {
  if (path.length > DEEPEST) throw badRequest('The request body is nested too deeply.');
  const isBroken = (text: string): boolean => {
    const part = brokenPartOf(text);
    if (part !== undefined && problems.size < MOST_PROBLEMS) {
      problems.set(path.join('.'), `It must not have ${part} in it.`);
    }
    return part !== undefined;
  };
  if (typeof value === 'string') isBroken(value);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (!isBroken(name)) look(inner, [...path, name], problems);
  }
}

function brokenPartOf(text: string): string | undefined {
  if (text.includes('\0')) return 'the character U+0000';
  return text.isWellFormed() ? undefined : 'half of a character (a lone surrogate)';
}
