import { z } from 'zod';
import type { Entity, EntityInput } from '../../policy-api/types';
import { ADDRESS_FIELDS, addressFields, addressOf, addressValues, checkAddress } from '../address';
import { COVERAGE_TYPES } from '../coverage-types';
import {
  asTyped,
  checkForm,
  dollars,
  listOf,
  requiredText,
  type FormBody,
  type FormError,
  type FormValues,
} from '../form';

export const ENTITY_FIELDS = [
  'name',
  ...ADDRESS_FIELDS,
  'coverage_limit.aggregate_limit',
  'coverage_limit.occurrence_limit',
] as const;

/** Limits are documented from 1000 cents on. The upper end is ours: it catches slips of the keyboard. */
const limit = (name: string) => dollars({ min: 1000, max: 100_000_000_000_00, name });

const schema = z
  .object({
    name: requiredText('Enter the legal name'),
    ...addressFields,
    'coverage_limit.aggregate_limit': limit('The aggregate limit'),
    'coverage_limit.occurrence_limit': limit('The occurrence limit'),
  })
  .superRefine((form, context) => {
    checkAddress(form, context, false);
    const aggregate = form['coverage_limit.aggregate_limit'];
    const occurrence = form['coverage_limit.occurrence_limit'];
    if ((aggregate === undefined) !== (occurrence === undefined)) {
      const path =
        aggregate === undefined ? 'coverage_limit.aggregate_limit' : 'coverage_limit.occurrence_limit';
      context.addIssue({ code: 'custom', path: [path], message: 'Enter both limits, or leave both out' });
    } else if (aggregate !== undefined && occurrence !== undefined && occurrence > aggregate) {
      const message = 'The occurrence limit cannot be over the aggregate limit';
      context.addIssue({ code: 'custom', path: ['coverage_limit.occurrence_limit'], message });
    }
  });

/** The form as the API takes it, or what is wrong with it. Limits are sent in cents. */
export function readEntityForm(
  body: FormBody,
  creating: boolean,
): { input: EntityInput; errors: [] } | { input: null; errors: FormError[] } {
  const { data, errors } = checkForm(schema, body, ENTITY_FIELDS);
  const required = listOf(body, 'required_coverage').filter((type) =>
    COVERAGE_TYPES.some(({ value }) => value === type),
  );
  if (data === null) return { input: null, errors };
  const empty = creating ? undefined : null;
  const aggregate = data['coverage_limit.aggregate_limit'];
  const occurrence = data['coverage_limit.occurrence_limit'];
  return {
    errors: [],
    input: {
      name: data.name,
      address: addressOf(data) ?? empty,
      coverage_limit:
        aggregate === undefined || occurrence === undefined
          ? empty
          : { aggregate_limit: aggregate, occurrence_limit: occurrence },
      required_coverage: required,
    },
  };
}

/** An entity as the values of the form. */
export function entityValues(entity: Entity): FormValues {
  return {
    name: entity.name,
    ...addressValues(entity.address),
    'coverage_limit.aggregate_limit': asTyped(entity.coverage_limit?.aggregate_limit),
    'coverage_limit.occurrence_limit': asTyped(entity.coverage_limit?.occurrence_limit),
  };
}
