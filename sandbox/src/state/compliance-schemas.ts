import { z } from 'zod';
import type { Kinds } from '../model/kinds';
import { coverageLines } from '../model/requirements';

/** What an exported object holds that has to do with certificates of insurance. */

const text = z.string();
const maybeText = text.nullable();
const flag = z.boolean();
const whole = z.int();
const maybeWhole = whole.nullable();
const line = z.enum(coverageLines);

const auditResult = z.strictObject({
  id: text,
  rule_name: text,
  rule_path: text,
  message: text,
  created: whole,
  result: z.enum(['pass', 'fail']),
  manually_approved: flag,
});

const review = z
  .strictObject({
    id: text,
    created: whole,
    updated: whole,
    status: z.enum(['approved', 'flagged', 'denied']),
    audit_results: z.array(auditResult),
    parsed_certificate_json: z.record(text, z.json()),
  })
  .nullable();

const limits = z.strictObject({ each_occurrence_dollars: maybeWhole, general_aggregate_dollars: maybeWhole });

export const complianceSchemas = {
  certificate: z.strictObject({
    contractor: text,
    requirement: text.exactOptional(),
    filename: text,
    updated: whole,
    review,
    status: z.enum(['pending', 'processing', 'approved', 'flagged', 'denied', 'error']),
  }),
  requirement: z.strictObject({
    name: text,
    is_default: flag,
    entities: z.array(text),
    category_codes: z.array(text),
    rules: z.strictObject({
      minimum_limits: z.partialRecord(line, limits),
      required_coverage: z.array(line),
      policy_expiration: flag,
      additional_insured: maybeText,
      certificate_holder: maybeText,
    }),
  }),
} satisfies { [K in 'certificate' | 'requirement']: z.ZodType<Kinds[K]> };
