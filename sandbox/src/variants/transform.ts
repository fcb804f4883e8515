import { pythonLiteral } from './literal';
import type { Variants } from './schema';

type Fields = Record<string, unknown>;
/** Gives back an object of an answer in another form; `listed` when it stands in a list. */
type Change = (fields: Fields, listed: boolean) => Fields;

/** An answer of the API, or an event that is delivered, in the variants that are on. */
export function inVariants(answer: unknown, variants: Variants): unknown {
  const changes = changesOf(variants);
  const whole = Array.isArray(answer)
    ? answer.map((one) => changed(one, changes, true))
    : changed(answer, changes, false);
  const plain = variants.null_text ? withNullText(whole) : whole;
  return variants.stringified_json === 'off' ? plain : withText(plain, variants.stringified_json);
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Dates of quotes become text before the other dates do, so that both forms are seen when both are on. */
function changesOf(variants: Variants): Change[] {
  return [
    ...(variants.coverage_type_object ? [coverageInObject] : []),
    ...(variants.quote_dates_text ? [quoteDatesAsText] : []),
    ...(variants.policy_is_active ? [activeForStatus] : []),
    ...(variants.old_session_fields ? [sessionOfOldGuide] : []),
    ...(variants.old_error_codes ? [codeBeforeRenaming] : []),
    ...(variants.no_error_code ? [withoutCode] : []),
    ...(variants.iso_dates ? [isoDates] : []),
  ];
}

function changed(value: unknown, changes: readonly Change[], listed: boolean): unknown {
  if (!isFields(value)) return value;
  // The resource an event tells of has the form it has by itself.
  const whole = isEvent(value) ? { ...value, data: changed(value['data'], changes, false) } : value;
  return changes.reduce((fields, change) => change(fields, listed), whole);
}

/** The ids of the sandbox say what an object is, wherever it stands. */
const isA = (prefix: string, { id }: Fields): boolean =>
  typeof id === 'string' && id.startsWith(`${prefix}_`);
const isEvent = (fields: Fields): boolean => isA('ev', fields) && isFields(fields['data']);

const coverageInObject: Change = (fields, listed) =>
  isA('qt', fields) && !listed
    ? { ...fields, coverage_type: { coverage_type: fields['coverage_type'] } }
    : fields;

const quoteDatesAsText: Change = (fields) =>
  isA('qt', fields)
    ? { ...fields, effective_date: String(fields['effective_date']), end_date: String(fields['end_date']) }
    : fields;

const activeForStatus: Change = (fields) => {
  if (!isA('pl', fields) || !('status' in fields)) return fields;
  const { status, ...rest } = fields;
  return { ...rest, is_active: status === 'active' };
};

const sessionOfOldGuide: Change = (fields) => {
  if (!isA('ias', fields) || !('quote' in fields)) return fields;
  const { quote, ...rest } = fields;
  return { ...rest, quotes: quote, policies: '' };
};

const oldCodes: Readonly<Record<string, string>> = {
  contractor_has_matching_policy: 'contract_has_matching_policy',
  invalid_job_category_code: 'invalid_job_category_id',
  no_insurance_requirement_found: 'no_coverage_rule_found',
};

const codeBeforeRenaming: Change = (fields) => {
  const { error_code: code } = fields;
  return typeof code === 'string' ? { ...fields, error_code: oldCodes[code] ?? code } : fields;
};

const withoutCode: Change = ({ error_code: _code, ...rest }) => rest;

const dateField = /^(created|updated|deleted_at|\w*date)$/;

/** The date of an event itself is a number in all samples. */
const isoDates: Change = (fields) => (isEvent(fields) ? fields : (withIsoDates(fields) as Fields));

/** The same instants as text without zone, e.g. `2023-11-01T00:00:00`; they are in UTC. */
function withIsoDates(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withIsoDates(item));
  if (isFields(value)) return mapFields(value, withIsoDates);
  if (!Number.isInteger(value) || !dateField.test(field)) return value;
  return new Date((value as number) * 1000).toISOString().slice(0, 19);
}

function withNullText(value: unknown): unknown {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.map(withNullText);
  return isFields(value) ? mapFields(value, withNullText) : value;
}

const packed = new Set(['quote_json', 'address', 'coverage_limit']);

function withText(value: unknown, form: 'json' | 'python'): unknown {
  const text = form === 'json' ? JSON.stringify : pythonLiteral;
  if (Array.isArray(value)) return value.map((one) => withText(one, form));
  if (!isFields(value)) return value;
  return mapFields(value, (inner, field) =>
    packed.has(field) && isFields(inner) ? text(inner) : withText(inner, form),
  );
}

const mapFields = (fields: Fields, change: (value: unknown, field: string) => unknown): Fields =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, change(value, field)]));
