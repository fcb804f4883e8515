import { z } from 'zod';
import type { Kinds } from '../model/kinds';
import { coverageLines } from '../model/requirements';

type ComplianceKind =
  | 'certificate'
  | 'requirement'
  | 'coi_upload_session'
  | 'coi_tracker'
  | 'coi_tracker_session'
  | 'tracked_work';

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
    source: text.exactOptional(),
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
  coi_upload_session: z.strictObject({ expires_at: whole }),
  coi_tracker: z.strictObject({ name: text, job: text, requirement: maybeText, expires_at: whole }),
  coi_tracker_session: z.strictObject({ tracker: text, expires_at: whole }),
  tracked_work: z.strictObject({
    contractor: text,
    job: text,
    tracker: text,
    purchase_order_contact_name: maybeText,
    purchase_order_contact_email: maybeText,
  }),
} satisfies { [K in ComplianceKind]: z.ZodType<Kinds[K]> };
