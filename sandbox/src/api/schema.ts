import { z } from 'zod';
import { coverageTypes } from '../model/parties';
import { isState } from '../insurance/states';
import type { RequestBody } from './body';
import { badRequest, invalidInput } from './errors';

export const missing = 'This field is required.';

/** Booleans as languages write them into forms, in any case: Python has True, others 1. */
const truths = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

const or = (text: string) => ({
  error: (issue: { input?: unknown }) => (issue.input === undefined ? missing : text),
});

/** The types of field the API documents. In a form numbers and booleans arrive as text. */
function fieldTypes(form: boolean) {
  const numeric = (value: unknown) =>
    typeof value === 'string' && /^-?\d{1,16}$/.test(value.trim()) ? Number(value) : value;
  const truth = (value: unknown) =>
    typeof value === 'string' ? (truths.get(value.toLowerCase()) ?? value) : value;
  const blankIsNull = (value: unknown) => (value === '' ? null : value);
  const number = (min: number, max = Number.MAX_SAFE_INTEGER) => {
    const text = `Must be a whole number of at least ${min}${max < Number.MAX_SAFE_INTEGER ? ` and at most ${max}` : ''}.`;
    return z.int(or(text)).min(min, text).max(max, text);
  };
  const text = () => z.string(or('Must be text.')).regex(/\S/, missing);
  const optionalText = () => z.preprocess(blankIsNull, z.string('Must be text.').nullable()).optional();
  return {
    text,
    optionalText,
    integer: (min: number, max?: number) =>
      form ? z.preprocess(numeric, number(min, max)) : number(min, max),
    /** A whole number that is documented as a number and seen in examples as text. */
    looseInteger: (min: number, max?: number) => z.preprocess(numeric, number(min, max)),
    /** Epoch seconds, UTC: a number, in some of the vendor's schemas and examples as text. */
    date: () => {
      const seconds = z.int(or('Must be a date in whole seconds since 1970-01-01 UTC.'));
      return z
        .preprocess((value) => numeric(form ? blankIsNull(value) : value), seconds.nullable())
        .optional();
    },
    /** Must be sent; what it may be is checked elsewhere, with a code of its own. */
    present: () =>
      z.unknown().refine((value) => value !== undefined && value !== null && value !== '', missing),
    /** Null, and in a form an empty value, count as not sent. */
    flag: () => {
      const unset = (value: unknown) => (value === null || (form && value === '') ? undefined : value);
      return z.preprocess(
        (value) => (form ? truth(unset(value)) : unset(value)),
        z.boolean('Must be true or false.').optional(),
      );
    },
    oneOf: <Value extends string>(values: readonly Value[]) =>
      z.enum(values, or(`Must be one of: ${values.join(', ')}.`)),
    url: () =>
      text()
        .refine(hasNoPassword, passwordText)
        .refine(isWebUrl, 'Must be a web address that starts with http:// or https://.'),
    optionalUrl: () =>
      optionalText()
        .refine((v) => !v || hasNoPassword(v), passwordText)
        .refine((v) => !v || isWebUrl(v), 'Must be a web address (http or https).'),
    email: () => text().regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'Must be an email address.'),
    state: () => text().refine(isState, 'Must be the two-letter code of a US state.'),
    address: (regionRequired: boolean) => addressType(regionRequired, optionalText, text),
    metadata: () => z.preprocess(blankIsNull, metadataType.nullable()).optional(),
    coverage: () =>
      z.preprocess(coverageNames, z.array(coverageType, or('Must be a list of coverage types.'))),
  };
}
export type FieldTypes = ReturnType<typeof fieldTypes>;

function addressType(
  regionRequired: boolean,
  optionalText: FieldTypes['optionalText'],
  text: FieldTypes['text'],
) {
  const stateText = 'Must be the two-letter code of a US state.';
  const region = regionRequired
    ? text().refine(isState, stateText)
    : optionalText().refine((value) => !value || isState(value), stateText);
  const postalcode = z.preprocess(
    (value) => (value === '' ? null : value),
    z.custom<string | number | null>(
      (value) => value === null || typeof value === 'string' || Number.isInteger(value),
      'Must be a postal code, as text or as a whole number.',
    ),
  );
  return z
    .object(
      {
        line1: optionalText(),
        line2: optionalText(),
        locality: optionalText(),
        region,
        postalcode: postalcode.optional(),
        country: optionalText(),
      },
      'Must be an address object.',
    )
    .nullable()
    .optional();
}

const metadataType = z.record(
  z.string(),
  z.custom<string | number | boolean | null>(
    (value) => value === null || ['string', 'number', 'boolean'].includes(typeof value),
    'Must be text, a number, true or false.',
  ),
  'Must be an object of keys and values.',
);

const coverageType = z.enum(coverageTypes, `Must be one of: ${coverageTypes.join(', ')}.`);

/** Names that older versions of the documentation used. */
const olderCoverageNames: Record<string, string> = {
  workers_comp: 'workers-comp',
  general_liability: 'general',
  professional_liability: 'professional',
};

/** Today a list; older answers and requests had one name, or `{ coverage_type: [...] }`. */
function coverageNames(value: unknown): unknown {
  if (value === null || value === '') return [];
  const inner =
    typeof value === 'object' && value !== null && 'coverage_type' in value ? value.coverage_type : value;
  const list: unknown = typeof inner === 'string' ? [inner] : inner;
  if (!Array.isArray(list)) return list;
  const names = list.map((name: unknown) =>
    typeof name === 'string' ? (olderCoverageNames[name] ?? name) : name,
  );
  return [...new Set(names)];
}

const passwordText = 'Must have no user name and password in it: they are not taken.';

function hasNoPassword(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return !url?.username && !url?.password;
}

export function isWebUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && !url.username && !url.password;
}

/**
 * Describes the body of a request once and reads it in both encodings. Fields that are not described are ignored.
 * The reader throws ApiError `invalid_input` with each wrong field named.
 */
export function bodyReader<S extends z.ZodType>(describe: (types: FieldTypes) => S) {
  // When they are first needed: all of them together would take longer than the rest of a start.
  const readers: { json?: S; form?: S } = {};
  const readerOf = (form: boolean) => (readers[form ? 'form' : 'json'] ??= describe(fieldTypes(form)));
  return (body: RequestBody): z.output<S> => {
    const result = readerOf(body.form).safeParse(body.fields);
    if (result.success) return result.data;
    const fields = new Map<string, string>();
    for (const issue of result.error.issues) {
      const name = issue.path.join('.');
      if (!fields.has(name)) fields.set(name, issue.message);
    }
    if (fields.has('')) throw badRequest(fields.get('') ?? '');
    throw invalidInput(Object.fromEntries(fields));
  };
}
