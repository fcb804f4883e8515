import type { Caller } from './caller';
import { isPart, operationOf } from './contract';
import { pathOf } from './reads';
import type { Run } from './run';

type Ids = Readonly<Record<string, string>>;

interface Step {
  operation: string;
  /** Whose id stands in the path. */
  of?: string;
  body?: (ids: Ids, stamp: string) => object;
  /** What the new object is called from then on. */
  makes?: string;
  /** 201 or 200 by default. */
  wanted?: readonly number[];
}

/** What the walk makes is marked, so that people know where it came from. */
const MARK = { made_by: 'drift-check' };
const ADDRESS = { line1: '1 Kearny St', locality: 'San Francisco', region: 'CA', postalcode: '94104' };

const person = (_ids: Ids, stamp: string) => ({
  email: `drift-${stamp}@example.com`,
  first_name: 'Drift',
  last_name: 'Check',
  address: ADDRESS,
  custom_metadata: MARK,
});

/** From a contractor to a session, with refusals on the way; in the end what can be taken away is. */
const FORTH: readonly Step[] = [
  { operation: 'createContractor', makes: 'contractor', body: person },
  { operation: 'createContractor', wanted: [400], body: person },
  { operation: 'createContractor', wanted: [400], body: () => ({ custom_metadata: MARK }) },
  {
    operation: 'updateContractor',
    of: 'contractor',
    body: () => ({ company_name: 'Drift Check Co.', custom_metadata: { ...MARK, changed: 'yes' } }),
  },
  {
    operation: 'createEntity',
    makes: 'entity',
    body: () => ({
      name: 'Drift Check, Inc',
      address: ADDRESS,
      coverage_limit: { aggregate_limit: 200000000, occurrence_limit: 100000000 },
      required_coverage: ['general', 'workers-comp'],
    }),
  },
  { operation: 'updateEntity', of: 'entity', body: () => ({ name: 'Drift Check' }) },
  {
    operation: 'createJob',
    makes: 'job',
    body: ({ entity, category }) => ({
      name: 'Drift check',
      description: 'Holds the API against its description.',
      entity,
      category_code: category,
      wage: 15000,
      wage_type: 'flatfee',
      years_experience: 5,
      custom_metadata: MARK,
    }),
  },
  {
    operation: 'createQuote',
    makes: 'quote',
    body: ({ contractor, job }) => ({ contractor, job, coverage_type: ['general'] }),
  },
  { operation: 'createQuote', wanted: [400], body: () => ({ coverage_type: ['general'] }) },
  {
    operation: 'createApplicationSession',
    makes: 'session',
    body: ({ quote }) => ({
      quote,
      success_url: 'https://example.com/success',
      cancel_url: 'https://example.com/cancel',
    }),
  },
  {
    operation: 'updateApplicationSession',
    of: 'session',
    body: () => ({ success_url: 'https://example.com/done' }),
  },
];

const BACK: readonly Step[] = [
  { operation: 'expireApplicationSession', of: 'session' },
  { operation: 'deleteJob', of: 'job', wanted: [200, 400] },
  { operation: 'deleteEntity', of: 'entity', wanted: [200, 400] },
  { operation: 'deleteContractor', of: 'contractor', wanted: [200, 400] },
];

/** Makes the walk, and gives back what tidies up after it. */
export async function walkForth(run: Run, caller: Caller): Promise<() => Promise<void>> {
  const stamp = crypto.randomUUID().slice(0, 8);
  const ids: Record<string, string> = { category: await firstCategory(run, caller) };
  const take = async ({ operation: name, of, body, makes, wanted = [200, 201] }: Step) => {
    const operation = operationOf(name);
    const id = of === undefined ? '' : ids[of];
    if (id === undefined) return run.leaveOut(operation, 'The walk did not come so far.');
    const sent = body?.(ids, stamp);
    const answer = await run.look(
      operation,
      () => caller.call(operation.method, pathOf(operation, id), sent),
      wanted.filter((status) => operation.responses[status]),
    );
    if (makes && isPart(answer?.body) && typeof answer.body['id'] === 'string')
      ids[makes] = answer.body['id'];
  };
  for (const step of FORTH) await take(step);
  return async () => {
    for (const step of BACK) await take(step);
  };
}

/** The list has those that are approved alone. */
async function firstCategory(run: Run, caller: Caller): Promise<string> {
  const list = operationOf('listCategoryCodes');
  const answer = await run.look(list, () => caller.call('GET', list.path), [200]);
  const [first] = (Array.isArray(answer?.body) ? answer.body : []) as unknown[];
  const code = isPart(first) ? first['category_code'] : undefined;
  return typeof code === 'string' ? code : '';
}
