import type { SandboxContext } from '../../context';
import { endCoverageOf } from '../../insurance/cascade';
import type { Stored } from '../../model/kinds';
import type { Contractor } from '../../model/parties';
import { asksFor } from '../../scenarios';
import { z } from 'zod';
import { ApiError } from '../errors';
import type { Resource } from '../resource';
import { bodyReader, type FieldTypes } from '../schema';
import { mergeAddress, mergeMetadata, withoutUndefined } from './parts';

// `tax_identification` is write-only in the API; the sandbox has no use for it and never keeps it.
const described = (types: FieldTypes) =>
  z.object({
    email: types.email(),
    first_name: types.text(),
    last_name: types.text(),
    phone: types.optionalText(),
    middle_name: types.optionalText(),
    company_name: types.optionalText(),
    // Digits alone may come as a number.
    tax_identification: types.optionalText().or(z.number()),
    address: types.address(false),
    withhold_premium: types.flag(),
    custom_metadata: types.metadata(),
  });
const readNew = bodyReader(described);
const readChange = bodyReader((types) => described(types).partial());

/** Contractors (vendor pages "… /api/v1/contractors"). */
export const contractors = {
  kind: 'contractor',
  path: '/contractors',
  objectName: 'contractor',
  filters: { email: 'contractor.email' },
  deletable: true,
  view(_context, { id, created, data }) {
    const { card: _internal, ...documented } = data;
    return { id, created, ...documented };
  },
  create(context, body) {
    const { tax_identification: _neverKept, ...sent } = readNew(body);
    refuseTakenEmail(context, sent.email);
    const contractor: Contractor = {
      email: sent.email,
      phone: sent.phone ?? null,
      first_name: sent.first_name,
      middle_name: sent.middle_name ?? null,
      last_name: sent.last_name,
      company_name: sent.company_name ?? null,
      address: mergeAddress(null, sent.address),
      custom_metadata: mergeMetadata({}, sent.custom_metadata),
      withhold_premium: sent.withhold_premium ?? false,
      card: null,
    };
    return context.objects.insert('contractor', context.ids.short('cn'), context.clock.seconds(), contractor);
  },
  update(context, contractor, body) {
    refuseBlocked(contractor);
    const { tax_identification: _neverKept, ...sent } = readChange(body);
    const { data } = contractor;
    if (sent.email !== undefined && sent.email !== data.email) refuseTakenEmail(context, sent.email);
    return context.objects.update('contractor', contractor, {
      ...data,
      ...withoutUndefined(sent),
      address: mergeAddress(data.address, sent.address),
      custom_metadata: mergeMetadata(data.custom_metadata, sent.custom_metadata),
    });
  },
  /** "Also cancels at once every active policy of the contractor." */
  beforeDelete(context, contractor) {
    refuseBlocked(contractor);
    endCoverageOf(context, contractor.id);
  },
} satisfies Resource<'contractor'>;

function refuseTakenEmail(context: SandboxContext, email: string): void {
  if (!context.objects.has({ name: 'contractor.email', value: email })) return;
  throw new ApiError(400, 'duplicate_email', 'A contractor with this email already exists in your account.');
}

/** What blocks a contractor is not documented; here test data does. */
function refuseBlocked({ data }: Stored<Contractor>): void {
  if (!asksFor(data, 'blocked')) return;
  const text = 'The contractor is blocked and cannot be changed now (test data).';
  throw new ApiError(400, 'contractor_blocked_for_writes', text);
}
