import type { Answer, Call } from './running-sandbox';

let emails = 0;

export const address = (region: string) => ({
  line1: '1 Kearny St',
  locality: 'San Francisco',
  region,
  postalcode: 94104,
});

export const contractorFields = () => ({
  email: `joe.${(emails += 1)}@example.com`,
  first_name: 'Joe',
  last_name: 'Parker',
  phone: '415-474-9088',
  address: address('CA'),
});

export const jobFields = (entity: string) => ({
  name: 'Field technician',
  description: 'Install fiber optic cable from back to the front of the store.',
  entity,
  category_code: 'jc_MTqpkbkp6G',
  wage: 15000,
  wage_type: 'flatfee',
  address: address('CA'),
});

/** An object the API answered. */
export interface Made {
  id: string;
  [attribute: string]: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

function made(answer: Answer): Made {
  if (answer.status !== 201) throw new Error(`not created: ${JSON.stringify(answer.body)}`);
  return answer.body as Made;
}

/** Contractor, entity, job: what a quote needs. */
export async function makeBasics(call: Call, contractor: object = {}, job: object = {}) {
  const person = made(await call('POST', '/contractors', { ...contractorFields(), ...contractor }));
  const entity = made(await call('POST', '/entities', { name: 'Apple, Inc' }));
  const work = made(await call('POST', '/jobs', { ...jobFields(entity.id), ...job }));
  return { contractor: person.id, entity: entity.id, job: work.id };
}

export async function makeQuote(call: Call, fields: object = {}, contractor: object = {}, job: object = {}) {
  const basics = await makeBasics(call, contractor, job);
  const { entity, ...needed } = basics;
  const quote = made(
    await call('POST', '/quotes', { ...needed, coverage_type: ['general', 'workers-comp'], ...fields }),
  );
  return { ...basics, entity, quote };
}

export async function makeSession(
  call: Call,
  fields: object = {},
  contractor: object = {},
  job: object = {},
) {
  const all = await makeQuote(call, {}, contractor, job);
  const body = {
    quote: all.quote.id,
    success_url: 'https://example.com/ok',
    cancel_url: 'https://example.com/no',
  };
  const session = made(await call('POST', '/apply/sessions', { ...body, ...fields }));
  return { ...all, session };
}

/** A contractor with an active policy for a job, and a further job of the same kind. */
export async function makeCovered(call: Call, contractor: object = {}, job: object = {}, quote: object = {}) {
  const all = await makeQuote(call, quote, contractor, job);
  const policy = made(await call('POST', '/policies', { quote: all.quote.id }));
  const next = made(await call('POST', '/jobs', { ...jobFields(all.entity), ...job }));
  return { ...all, policy, nextJob: next.id };
}
