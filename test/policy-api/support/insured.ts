import type { PolicyApi } from '../../../src/policy-api/client';

let made = 0;
const address = (region: string) => ({ line1: '1 Kearny St', locality: 'City', region, postalcode: '94104' });
const key = (what: string) => `${what}-${(made += 1)}`;

export const aContractor = () => ({
  email: `joe.${key('p')}@example.com`,
  first_name: 'Joe',
  last_name: 'Parker',
  phone: '415-474-9088',
  address: address('CA'),
});

/** A contractor, and a job: what a quote needs. */
export async function makeParties(api: PolicyApi) {
  const contractor = await api.createContractor(aContractor(), key('contractor'));
  const entity = await api.createEntity({ name: 'Apple, Inc' }, key('entity'));
  return { contractor: contractor.id, job: (await makeJob(api, entity.id)).id, entity: entity.id };
}

export function makeJob(api: PolicyApi, entity: string) {
  const input = {
    name: 'Field technician',
    description: 'Installs cable.',
    entity,
    wage_type: 'flatfee',
    category_code: 'jc_MTqpkbkp6G',
    wage: 15_000,
    address: address('CA'),
  };
  return api.createJob(input, key('job'));
}

/** A contractor with a policy, and a later job that it can cover. */
export async function makeCovered(api: PolicyApi) {
  const { entity, ...work } = await makeParties(api);
  const coverage_type = ['general', 'workers-comp'];
  const quote = await api.createQuote({ ...work, coverage_type }, key('quote'));
  const policy = await api.createPolicy({ quote: quote.id }, key('policy'));
  return { ...work, entity, quote, policy, next: (await makeJob(api, entity)).id };
}
