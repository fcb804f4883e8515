/** Contractors and their login links, entities. See `common.ts`. */
import type { Contractor, CoverageLimit, Entity, LoginLink } from '../types/parties';
import { normalizeAddress, normalizeCoverage } from './common';
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

/** "Retrieve a contractor". @throws AnswerShapeError without an id */
export function normalizeContractor(raw: unknown): Contractor {
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

/** "Create a login link". Unlike the rest: ISO time, and `public_id` for the id. @throws AnswerShapeError without a URL */
export function normalizeLoginLink(raw: unknown): LoginLink {
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

/** "Retrieve an entity". @throws AnswerShapeError without an id */
export function normalizeEntity(raw: unknown): Entity {
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

function normalizeLimit(raw: unknown): CoverageLimit | null {
  const fields = fieldsOrNull(raw);
  const aggregate = numberOrNull(fields?.['aggregate_limit']);
  const occurrence = numberOrNull(fields?.['occurrence_limit']);
  if (aggregate === null || occurrence === null) return null;
  return { ...fields, aggregate_limit: aggregate, occurrence_limit: occurrence };
}
