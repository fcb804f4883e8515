import type { Entity, EntityInput } from '../../policy-api/types';
import { addressFields, addressOf, addressValues, missingInAddress } from '../address';
import { checkForm, type FormRule } from '../check-form';
import { COVERAGE_TYPES } from '../../coverage/types';
import {
  asTyped,
  optionalDollars,
  listOf,
  requiredText,
  type FormBody,
  type FormError,
  type FormValues,
} from '../form';

/** Limits are documented from 1000 cents on. The upper end is ours: it catches slips of the keyboard. */
const limit = (name: string) => optionalDollars({ min: 1000, max: 100_000_000_000_00, name });

const AGGREGATE = 'coverage_limit.aggregate_limit';
const OCCURRENCE = 'coverage_limit.occurrence_limit';

const fields = {
  name: requiredText('Enter the legal name'),
  ...addressFields,
  [AGGREGATE]: limit('The aggregate limit'),
  [OCCURRENCE]: limit('The occurrence limit'),
};

export const ENTITY_FIELDS: readonly string[] = Object.keys(fields);

const rule: FormRule<typeof fields> = (read, texts) => [
  ...missingInAddress(texts, false),
  ...checkLimits(read, texts),
];

function checkLimits(read: Parameters<typeof rule>[0], texts: Parameters<typeof rule>[1]): FormError[] {
  if ((texts[AGGREGATE] === '') !== (texts[OCCURRENCE] === '')) {
    const field = texts[AGGREGATE] === '' ? AGGREGATE : OCCURRENCE;
    return [{ field, text: 'Enter both limits, or leave both out' }];
  }
  const [aggregate, occurrence] = [read[AGGREGATE], read[OCCURRENCE]];
  if (aggregate === undefined || occurrence === undefined || occurrence <= aggregate) return [];
  return [{ field: OCCURRENCE, text: 'The occurrence limit cannot be over the aggregate limit' }];
}

/** The form as the API takes it, or what is wrong with it. Limits are sent in cents. */
export function readEntityForm(
  body: FormBody,
  creating: boolean,
): { input: EntityInput; errors: [] } | { input: null; errors: FormError[] } {
  const { data, errors } = checkForm(fields, body, rule);
  const required = listOf(body, 'required_coverage').filter((type) =>
    COVERAGE_TYPES.some(({ value }) => value === type),
  );
  if (data === null) return { input: null, errors };
  const empty = creating ? undefined : null;
  const aggregate = data[AGGREGATE];
  const occurrence = data[OCCURRENCE];
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
    [AGGREGATE]: asTyped(entity.coverage_limit?.aggregate_limit),
    [OCCURRENCE]: asTyped(entity.coverage_limit?.occurrence_limit),
  };
}
