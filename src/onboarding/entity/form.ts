import type { Entity, EntityInput } from '../../policy-api/types/parties';
import { addressFields, addressTexts, missingInAddress, splitAddress } from '../../forms/address';
import { allUsed, checkForm, type FormRule, type FormTexts, type ObjectForm } from '../../forms/check-form';
import { isCoverageType } from '../../coverage/types';
import { asTyped, allTextsOf, optionalDollars, requiredText, type FormError } from '../../forms/form';

/** Limits are documented from 1000 cents on. The upper end is ours: it catches slips of the keyboard. */
const limit = (name: string) => optionalDollars({ min: 1000, max: 100_000_000_000_00, name });

const AGGREGATE = 'coverage_limit.aggregate_limit';
const OCCURRENCE = 'coverage_limit.occurrence_limit';
/** Boxes, of which any number may be ticked. */
export const REQUIRED = 'required_coverage';

const fields = {
  name: requiredText('Enter the legal name'),
  ...addressFields,
  [AGGREGATE]: limit('The aggregate limit'),
  [OCCURRENCE]: limit('The occurrence limit'),
};

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

/** Limits are sent in cents. */
export const entityForm: ObjectForm<Entity, EntityInput> = {
  fields: Object.keys(fields),
  rare: ['address.country'],
  read: (body, creating) => {
    const { data, errors } = checkForm(fields, body, rule);
    if (data === null) return { input: null, errors };
    const empty = creating ? undefined : null;
    const [address, others] = splitAddress(data);
    const { name, [AGGREGATE]: aggregate, [OCCURRENCE]: occurrence, ...rest } = others;
    allUsed(rest);
    return {
      errors: [],
      input: {
        name,
        address: address ?? empty,
        coverage_limit:
          aggregate === undefined || occurrence === undefined
            ? empty
            : { aggregate_limit: aggregate, occurrence_limit: occurrence },
        required_coverage: allTextsOf(body, REQUIRED).filter(isCoverageType),
      },
    };
  },
  bodyOf: (entity) => ({ ...textsOf(entity), [REQUIRED]: [...entity.required_coverage] }),
};

function textsOf(entity: Entity): FormTexts<typeof fields> {
  return {
    name: entity.name,
    ...addressTexts(entity.address),
    [AGGREGATE]: asTyped(entity.coverage_limit?.aggregate_limit),
    [OCCURRENCE]: asTyped(entity.coverage_limit?.occurrence_limit),
  };
}
