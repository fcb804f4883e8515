import { z } from 'zod';
import { isWebUrl } from '../api/schema';
import { steps } from '../model/coverage';
import type { Kind, Kinds } from '../model/kinds';
import { coverageTypes } from '../model/parties';
import { complianceSchemas } from './compliance-schemas';

/**
 * What an exported object of each kind holds: the types of `model.ts`, for documents that come from outside. What has
 * a default is not in documents of before.
 */

const text = z.string();
const maybeText = text.nullable();
const webUrl = text.refine(isWebUrl, 'Must be a web address (http or https).');
const flag = z.boolean();
const whole = z.int();
const texts = z.record(text, text);
const coverage = z.array(z.enum(coverageTypes));
const metadata = z.record(text, z.union([text, z.number(), flag]));

const address = z
  .strictObject({
    line1: maybeText,
    line2: maybeText,
    locality: maybeText,
    region: maybeText,
    country: maybeText,
    postalcode: z.union([text, whole]).nullable(),
  })
  .nullable();

const terms = z.strictObject({
  contractor: text,
  category_code: text,
  work_state: maybeText,
  residence_state: maybeText,
  coverage_type: coverage,
});

const assignment = z.strictObject({
  contractor: text,
  job: text,
  policy: text,
  bind: flag,
  coverage_type: coverage,
  effective_date: whole,
  end_date: whole,
  net_rate: whole,
  active: flag,
  charge_failed: flag.default(false),
  eligible: z.strictObject({ result: flag, message: text }),
  cancelled: z.strictObject({ date: whole, reason: maybeText }).nullable(),
});

const session = z.strictObject({
  quote: maybeText,
  contractor: text,
  policy: maybeText,
  success_url: webUrl.nullable(),
  cancel_url: webUrl.nullable(),
  step: z.enum(steps),
  expired: flag,
  started: flag,
  ineligible: flag,
  is_general_opt_in: flag,
  general_opt_in_work_state: maybeText,
  review: z.enum(['pending', 'approved', 'refused']).nullable(),
  answers: texts,
});

export const objectSchemas = {
  contractor: z.strictObject({
    email: text,
    phone: maybeText,
    company_name: maybeText,
    address,
    custom_metadata: metadata,
    first_name: text,
    middle_name: maybeText,
    last_name: text,
    withhold_premium: flag,
    card: z.strictObject({ last4: text, charges_fail: flag }).nullable().default(null),
  }),
  entity: z.strictObject({
    name: text,
    address,
    required_coverage: coverage,
    coverage_limit: z.strictObject({ aggregate_limit: whole, occurrence_limit: whole }).nullable(),
  }),
  job: z.strictObject({
    name: text,
    description: text,
    entity: text,
    category_code: text,
    wage: whole,
    address,
    wage_type: z.enum(['flatfee', 'hourly', 'unit', 'blended']),
    years_experience: whole.nullable(),
    withhold_premium: flag,
    custom_metadata: metadata,
  }),
  quote: z.strictObject({
    contractor: text,
    job: text,
    coverage_type: coverage,
    effective_date: whole,
    end_date: whole,
    eligible: flag,
    net_rate: whole,
    wc_net_rate: whole.nullable(),
    gl_net_rate: whole.nullable(),
    quote_json: z.record(text, z.record(text, z.json())),
    policy: maybeText,
    issuing: flag.default(false),
  }),
  session,
  policy: z.strictObject({
    quote: text,
    job: text,
    terms,
    cancelled: flag,
    effective_date: whole,
    expiration_date: whole,
  }),
  assignment,
  invoice: z.strictObject({
    contractor: text,
    job: text,
    gross_pay: whole,
    premium_due: whole,
    paycycle_startdate: whole,
    paycycle_enddate: whole,
    purchase_order_number: maybeText,
    state: z.enum(['unpaid', 'failed', 'paid', 'refunded']),
  }),
  payment_session: z.strictObject({
    contractor: text,
    return_url: webUrl,
    token: text,
    status: z.enum(['pending', 'completed', 'cancelled', 'expired']),
    expires_at: whole,
    completed_at: whole.nullable(),
    cancelled_at: whole.nullable(),
  }),
  ...complianceSchemas,
  event: z.strictObject({ type: text, data: z.record(text, z.json()) }),
  webhook_endpoint: z.strictObject({
    url: webUrl,
    description: maybeText,
    events: z.array(text).nullable(),
    secret: text,
  }),
  category_code: z.strictObject({
    name: text,
    approved: flag,
    workersComp: whole,
    general: whole,
    professional: whole,
    workersCompClass: whole,
    generalClass: whole,
  }),
} satisfies { [K in Kind]: z.ZodType<Kinds[K]> };
