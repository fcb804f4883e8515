import { isFields, textOrNull, unpack, type Fields } from './values';

export interface ErrorBody {
  code: string | null;
  message: string | null;
  fields: Record<string, string>;
}

/** Codes that were renamed, to the name they have now. Both spellings of the matching-policy code are in use. */
const RENAMED_CODES = new Map([
  ['contract_has_matching_policy', 'contractor_has_matching_policy'],
  ['invalid_job_category_id', 'invalid_job_category_code'],
  ['no_coverage_rule_found', 'no_insurance_requirement_found'],
]);
const MAX_DEPTH = 6;
const MAX_FIELDS = 50;

/**
 * The body of an error: `error_code` and `message`, where the message may be a text, an object of field to text
 * (also packed into a text), or stand inside `error`. Never throws. Page "Errors".
 */
export function normalizeErrorBody(raw: unknown): ErrorBody {
  const body = unpack(raw);
  const nothing = { code: null, message: textOf(body), fields: {} };
  if (!isFields(body)) return nothing;
  const nested = unpack(body['error']);
  const source: Fields = isFields(nested) ? { ...body, ...nested } : { message: nested, ...body };
  const code = textOrNull(source['error_code']) ?? textOrNull(source['code']);
  const message = unpack(source['message']);
  const fields = isFields(message) ? flatten(message) : {};
  return {
    code: code === null ? null : (RENAMED_CODES.get(code) ?? code),
    message: isFields(message) ? textOfFields(fields) : textOf(message),
    fields,
  };
}

function textOfFields(fields: Record<string, string>): string | null {
  const text = Object.entries(fields).map(([field, what]) => `${field}: ${what}`);
  return text.length === 0 ? null : text.join('; ');
}

/** A text, or several joined. Null for anything else. */
function textOf(value: unknown): string | null {
  if (Array.isArray(value)) {
    const texts = value.map(textOrNull).filter((text) => text !== null);
    return texts.length === 0 ? null : texts.join(' ');
  }
  return textOrNull(value);
}

function flatten(fields: Fields): Record<string, string> {
  const pairs: [string, string][] = [];
  const visit = (value: unknown, path: string, depth: number): void => {
    if (pairs.length >= MAX_FIELDS || depth > MAX_DEPTH) return;
    const text = textOf(value);
    if (text !== null) pairs.push([path, text]);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value))
        visit(inner, path ? `${path}.${key}` : key, depth + 1);
    }
  };
  visit(fields, '', 0);
  return Object.fromEntries(pairs);
}
