/** Who is insured, for whom, for what work: contractor and login link, entity, job, category code. See `../normalize.ts`. */
import type * as Api from '../types';
import { normalizeCoverage } from './coverage';
import {
  AnswerShapeError,
  booleanOr,
  epochOrNull,
  fieldsOrNull,
  metadata,
  name,
  numberOrNull,
  referenceOrNull,
  text,
  textOrNull,
  withId,
} from './values';

function normalizeAddress(raw: unknown): Api.Address | null {
  const fields = fieldsOrNull(raw);
  if (!fields) return null;
  return {
    ...fields,
    line1: text(fields['line1']),
    line2: textOrNull(fields['line2']),
    locality: text(fields['locality']),
    region: text(fields['region']),
    postalcode: postalcode(fields['postalcode']),
    country: textOrNull(fields['country']),
  };
}

/** Postal codes are also sent as numbers, which lose the leading zeros of the north-east. */
function postalcode(value: unknown): string {
  return typeof value === 'number' ? String(value).padStart(5, '0') : text(value);
}

/** "Retrieve a contractor". @throws AnswerShapeError without an id */
export function normalizeContractor(raw: unknown): Api.Contractor {
  // Write-only by the documentation; should it come back once, it goes no further.
  const { tax_identification: _dropped, ...fields } = withId(raw, 'contractor');
  return {
    ...fields,
    email: text(fields['email']),
    first_name: name(fields['first_name']),
    middle_name: textOrNull(fields['middle_name']),
    last_name: name(fields['last_name']),
    company_name: textOrNull(fields['company_name']),
    phone: textOrNull(fields['phone']),
    address: normalizeAddress(fields['address']),
    withhold_premium: booleanOr(fields['withhold_premium'], false),
    custom_metadata: metadata(fields['custom_metadata']),
    created: epochOrNull(fields['created']),
  };
}

/** "Retrieve an entity". @throws AnswerShapeError without an id */
export function normalizeEntity(raw: unknown): Api.Entity {
  const fields = withId(raw, 'entity');
  return {
    ...fields,
    name: name(fields['name']),
    address: normalizeAddress(fields['address']),
    coverage_limit: normalizeLimit(fields['coverage_limit']),
    required_coverage: normalizeCoverage(fields['required_coverage']),
    created: epochOrNull(fields['created']),
  };
}

function normalizeLimit(raw: unknown): Api.CoverageLimit | null {
  const fields = fieldsOrNull(raw);
  const aggregate = numberOrNull(fields?.['aggregate_limit']);
  const occurrence = numberOrNull(fields?.['occurrence_limit']);
  if (aggregate === null || occurrence === null) return null;
  return { ...fields, aggregate_limit: aggregate, occurrence_limit: occurrence };
}

/** "Retrieve a job". @throws AnswerShapeError without an id */
export function normalizeJob(raw: unknown): Api.Job {
  const fields = withId(raw, 'job');
  return {
    ...fields,
    name: name(fields['name']),
    description: name(fields['description']),
    entity: referenceOrNull(fields['entity']),
    category_code: textOrNull(fields['category_code']),
    wage: numberOrNull(fields['wage']),
    wage_type: textOrNull(fields['wage_type']),
    years_experience: numberOrNull(fields['years_experience']),
    address: normalizeAddress(fields['address']),
    withhold_premium: booleanOr(fields['withhold_premium'], false),
    custom_metadata: metadata(fields['custom_metadata']),
    created: epochOrNull(fields['created']),
  };
}

/** "Create a login link". Unlike the rest: ISO time, and `public_id` for the id. @throws AnswerShapeError without a URL */
export function normalizeLoginLink(raw: unknown): Api.LoginLink {
  const fields = fieldsOrNull(raw);
  const url = textOrNull(fields?.['login_url']);
  if (!fields || !url) throw new AnswerShapeError('login link', 'login_url');
  const contractor = fieldsOrNull(fields['contractor']) ?? {};
  return {
    ...fields,
    login_url: url,
    expires_at: epochOrNull(fields['expires_at']),
    contractor: textOrNull(contractor['public_id']) ?? referenceOrNull(fields['contractor']),
  };
}

/** @throws AnswerShapeError without a category_code */
export function normalizeCategoryCode(raw: unknown): Api.CategoryCode {
  const fields = fieldsOrNull(raw);
  const code = textOrNull(fields?.['category_code']);
  if (!fields || !code) throw new AnswerShapeError('category code', 'category_code');
  return { ...fields, category_code: code, name: textOrNull(fields['name']) ?? code };
}
