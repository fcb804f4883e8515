import { z } from 'zod';

const flag = z.boolean('Must be true or false.').default(false);
export const literalForms = ['off', 'json', 'python'] as const;

/** Forms of answers, and rules, that were seen in the vendor's documentation and SDKs beside those of its reference. */
export const variantsSchema = z.strictObject(
  {
    stringified_json: z.enum(literalForms, `Must be one of: ${literalForms.join(', ')}.`).default('off'),
    coverage_type_object: flag,
    iso_dates: flag,
    quote_dates_text: flag,
    policy_is_active: flag,
    old_session_fields: flag,
    null_text: flag,
    old_error_codes: flag,
    no_error_code: flag,
    data_object: flag,
    certificate_error: flag,
    no_event_id: flag,
    strict_environment: flag,
  },
  'Send an object of variants.',
);
export type Variants = z.output<typeof variantsSchema>;

export const noVariants: Variants = variantsSchema.parse({});

/** The one table of variants: what each does, and where it was seen. */
export const variantTexts: Readonly<Record<keyof Variants, string>> = {
  stringified_json:
    'quote_json, address and coverage_limit are text: JSON, or a Python literal with single quotes. The SDKs put double quotes in the place of single ones and read JSON, so neither unpacks a literal with None, True or False in it, nor any text with an apostrophe.',
  coverage_type_object:
    'A quote has {"coverage_type": [...]} instead of the list; lists of quotes do not (older samples).',
  iso_dates:
    'Dates are ISO text without a zone, such as 2023-11-01T00:00:00, in UTC; the date of an event itself stays a number (older samples).',
  quote_dates_text:
    'effective_date and end_date of quotes are numbers written as text (the schema says string(int64)).',
  policy_is_active: 'A policy has is_active instead of status (webhook samples).',
  old_session_fields: 'A session has quotes instead of quote, and an empty policies (an older guide).',
  null_text: 'Null is the text "null" (samples of the reference).',
  old_error_codes:
    'Three error codes have their old names, among them contract_has_matching_policy (renamed in 2024 and 2025).',
  no_error_code: 'Errors have a message alone (only some carry a code, the reference says).',
  data_object:
    'Webhooks about certificates alone: the resource stands at data.object (guides on certificates).',
  certificate_error:
    'A certificate that cannot be read is told of by certificate.error; endpoints for all events get it (one guide lists it, another says there is no such webhook).',
  no_event_id: 'Webhooks alone: the event has no id (samples of the guides).',
  strict_environment:
    'A call with Ten99Policy-Environment: production is refused. By default its test key decides, and the answer has the header Sandbox-Warning (the reference has both).',
};
