import { z } from 'zod';
import type { SandboxContext } from '../../context';
import { findCategory } from '../../insurance/category-codes';
import type { Address, Job, WageType } from '../../model/parties';
import { withTodaysNames, type RequestBody } from '../body';
import { ApiError, invalidInput } from '../errors';
import type { Resource } from '../resource';
import { bodyReader, missing, type FieldTypes } from '../schema';
import { mergeAddress, mergeMetadata, withoutUndefined } from './parts';

const wageTypes = ['flatfee', 'hourly', 'unit', 'blended'] as const satisfies readonly WageType[];
/** Cents: one dollar to ten million. */
const WAGE = [100, 1_000_000_000] as const;

const described = (types: FieldTypes) =>
  z.object({
    name: types.text(),
    description: types.text(),
    entity: types.text(),
    wage: types.integer(...WAGE),
    wage_type: types.oneOf(wageTypes),
    years_experience: types.integer(0, 100).nullable().optional(),
    address: types.address(true),
    withhold_premium: types.flag(),
    custom_metadata: types.metadata(),
  });
const readAll = bodyReader((types) =>
  described(types).extend({ category_code: z.preprocess((code) => code ?? undefined, types.text()) }),
);
// The state may be there from before.
const readChange = bodyReader((types) =>
  described(types)
    .extend({ address: types.address(false) })
    .partial(),
);

const olderNames = { entity_id: 'entity' };

/** Jobs (vendor pages "… /api/v1/jobs"). */
export const jobs: Resource<'job'> = {
  kind: 'job',
  path: '/jobs',
  objectName: 'job',
  fixed: ['category_code'],
  deletable: true,
  view: (_context, { id, created, data }) => ({ id, created, ...data }),
  create(context, body) {
    const sent = readNew(withTodaysNames(body, olderNames));
    const category = approvedCategory(context, sent.category_code);
    refuseUnknownEntity(context, sent.entity);
    const job: Job = {
      name: sent.name,
      description: sent.description,
      entity: sent.entity,
      category_code: category,
      wage: sent.wage,
      wage_type: sent.wage_type,
      years_experience: sent.years_experience ?? null,
      address: mergeAddress(null, sent.address),
      withhold_premium: sent.withhold_premium ?? false,
      custom_metadata: mergeMetadata({}, sent.custom_metadata),
    };
    return context.objects.insert('job', context.ids.short('jb'), context.clock.seconds(), job);
  },
  update(context, job, body) {
    const sent = readChange(withTodaysNames(body, olderNames));
    if (isUsed(context, job.id, 'invoice')) {
      const text =
        'The job has an invoice, so it cannot be changed. Create a new job, or change the invoice.';
      throw new ApiError(400, 'invoice_exists', text);
    }
    refuseUnknownEntity(context, sent.entity ?? job.data.entity);
    return context.objects.update('job', job, {
      ...job.data,
      ...withoutUndefined(sent),
      address: withState(mergeAddress(job.data.address, sent.address)),
      custom_metadata: mergeMetadata(job.data.custom_metadata, sent.custom_metadata),
    });
  },
  beforeDelete(context, job) {
    for (const kind of ['quote', 'assignment', 'invoice', 'coi_tracker'] as const) {
      if (!isUsed(context, job.id, kind)) continue;
      throw new ApiError(400, 'job_is_used', `The job is used by ${users[kind]} and cannot be deleted.`);
    }
  },
};

/** A category code that is missing has a code of its own; with other faults it is one of the fields named. */
function readNew(body: RequestBody) {
  try {
    return readAll(body);
  } catch (error) {
    const faults = error instanceof ApiError && typeof error.detail === 'object' ? error.detail : {};
    if (Object.keys(faults).join() !== 'category_code' || faults['category_code'] !== missing) throw error;
    const text =
      'The job category code is missing. Choose one of those listed at GET /api/v1/category_codes.';
    throw new ApiError(400, 'missing_job_category_code', text);
  }
}

function withState(address: Address | null): Address | null {
  if (address?.region === null) throw invalidInput({ 'address.region': missing });
  return address;
}

const users = {
  quote: 'a quote',
  assignment: 'an assignment',
  invoice: 'an invoice',
  coi_tracker: 'a COI tracker',
} as const;

function isUsed(context: SandboxContext, job: string, kind: keyof typeof users): boolean {
  return context.objects.has({ name: `${kind}.job`, value: job });
}

function approvedCategory(context: SandboxContext, code: string): string {
  const category = findCategory(context, code);
  if (!category) {
    const text = `There is no active coverage for the job category code ${code}.`;
    throw new ApiError(400, 'invalid_job_category_code', text);
  }
  if (category.approved) return code;
  const text = `The job category code ${code} is not approved yet. It can be used once it is.`;
  throw new ApiError(400, 'job_category_not_approved', text);
}

function refuseUnknownEntity(context: SandboxContext, id: string): void {
  if (context.objects.find('entity', id)) return;
  throw new ApiError(400, 'invalid_entity_id', `There is no entity with the id ${id}.`);
}
