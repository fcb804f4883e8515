/** Jobs and category codes. See `common.ts`. */
import type { CategoryCode, Job } from '../types/work';
import { normalizeAddress } from './common';
import {
  AnswerShapeError,
  booleanOr,
  epochOrNull,
  fieldsOrNull,
  metadata,
  name,
  numberOrNull,
  referenceOrNull,
  textOrNull,
  withId,
} from './values';

/** "Retrieve a job". @throws AnswerShapeError without an id */
export function normalizeJob(raw: unknown): Job {
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

/** @throws AnswerShapeError without a category_code */
export function normalizeCategoryCode(raw: unknown): CategoryCode {
  const fields = fieldsOrNull(raw);
  const code = textOrNull(fields?.['category_code']);
  if (!fields || !code) throw new AnswerShapeError('category code', 'category_code');
  return { ...fields, category_code: code, name: textOrNull(fields['name']) ?? code };
}
