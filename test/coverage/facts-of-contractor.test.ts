import { control } from '../../sandbox/test/support/control';
import { coverageOf } from '../../src/coverage/coverage-of';
import { everyPage } from '../../src/coverage/every-page';
import { factsOfContractor, type FactsOptions } from '../../src/coverage/facts-of-contractor';
import { createPolicyApi, type PolicyApi } from '../../src/policy-api/client';
import { PolicyApiError } from '../../src/policy-api/errors';
import { startSandbox, until, type RunningSandbox } from '../support/harness';
import { makeCovered, makeJob } from '../policy-api/support/insured';

let sandbox: RunningSandbox;
let api: PolicyApi;
beforeAll(async () => {
  sandbox = await startSandbox();
  const { apiKey } = sandbox.sandbox;
  api = createPolicyApi({ baseUrl: sandbox.url, apiKey, environment: 'sandbox', maxRetries: 0 });
});
afterAll(async () => {
  api.close();
  await sandbox.stop();
});

/** Somebody with a policy, and an assignment that was charged. */
async function makeAssigned() {
  const { contractor, job, next, policy, entity } = await makeCovered(api).then(async (made) => ({
    ...made,
    entity: (await api.getJob(made.job)).entity!,
  }));
  const assigned = await api.createAssignment({ contractor, job: next }, `assign ${next}`);
  await control(sandbox, 'POST', '/clock', { advance: '25h' });
  await until(async () => (await activeIds()).includes(assigned.id));
  return { contractor, job, next, policy, assigned, entity };
}

const activeIds = async () =>
  (await api.listEvents({ limit: 100 }))
    .filter(({ type }) => type === 'assignment.active')
    .map(({ resource }) => String(resource['id']));

async function othersAssigned(many: number): Promise<void> {
  const { contractor, job } = await makeCovered(api);
  for (let made = 0; made < many; made += 1)
    await api.createAssignment({ contractor, job, bind: false }, `other ${contractor} ${made}`);
}

const ask = async (contractor: string, at: number, options: FactsOptions) => {
  const { facts, ...rest } = await factsOfContractor(api, contractor, options);
  return { ...rest, facts, now: coverageOf(facts, { at, job: options.job, coverage: ['general'] }) };
};

describe('the facts of one contractor', () => {
  let made: Awaited<ReturnType<typeof makeAssigned>>;
  let at: number;
  let asked: FactsOptions;
  beforeAll(async () => {
    made = await makeAssigned();
    at = made.assigned.effective_date!;
    asked = { job: made.next, active: [made.assigned.id] };
    await othersAssigned(105);
  });

  it('hold an assignment that is older than the newest hundred of the account', async () => {
    expect((await api.listAssignments({ limit: 100 })).map(({ id }) => id)).not.toContain(made.assigned.id);
    expect(await ask(made.contractor, at, asked)).toMatchObject({
      now: { covered: true },
      complete: true,
      unread: [],
    });
    const untold = await ask(made.contractor, at, { job: made.next });
    expect([untold.now.covered, untold.now.state, untold.complete]).toEqual([false, 'awaiting_charge', true]);
  });

  it('say what was not read to its end, and hold what is known by its id nevertheless', async () => {
    const unread = ['Of the assignments of the account only the newest 100 were looked through.'];
    const bound = { accountPages: 1 };
    expect(await ask(made.contractor, at, { ...asked, ...bound })).toMatchObject({
      now: { covered: true },
      complete: false,
      unread,
    });
    const untold = await ask(made.contractor, at, { job: made.next, ...bound });
    expect(untold).toMatchObject({
      now: { covered: false, state: 'needs_assignment' },
      complete: false,
      unread,
    });
  });

  it('hold nothing of others, also where their ids are named', async () => {
    const other = await makeCovered(api);
    const { facts } = await factsOfContractor(api, other.contractor, asked);
    expect(facts).toMatchObject({ assignments: [], policies: [{ id: other.policy.id, job: other.job }] });
  });

  it('tell where an application stands, for its job alone, until it is gone', async () => {
    const { contractor, quote, job } = await makeCovered(api);
    const entity = (await api.getJob(job)).entity!;
    const { id: later } = await makeJob(api, entity);
    const offer = await api.createQuote(
      { contractor, job: later, coverage_type: ['cyber', 'general'] },
      later,
    );
    const returns = { success_url: 'https://a.example/yes', cancel_url: 'https://a.example/no' };
    const { id } = await api.createApplicationSession({ quote: offer.id, ...returns }, `session ${later}`);
    const told = async (asks: FactsOptions) => (await factsOfContractor(api, contractor, asks)).facts;
    expect(quote.job).not.toBe(later);
    expect(await told({ job: later, sessions: [id] })).toMatchObject({
      applications: ['applying'],
      quotes: [{ eligible: true }],
    });
    expect(await told({ job, sessions: [id] })).toMatchObject({ applications: [], quotes: [] });
    expect(await told({ job, sessions: ['ias_unknown'] })).toMatchObject({
      applications: ['application_gone'],
    });
  });

  it('hold a certificate with what it shows', async () => {
    const certificate = { filename: 'approved.pdf', content: Buffer.from('%PDF-1.4 x') };
    const { contractor } = await makeCovered(api);
    const { id } = await api.uploadCertificate({ contractor, certificate }, `upload ${contractor}`);
    const { facts } = await factsOfContractor(api, contractor);
    expect(facts.certificates).toMatchObject([{ id }]);
  });

  it('fail with the call that fails midway, and prove nothing then', async () => {
    const broken = new PolicyApiError({
      kind: 'network',
      message: 'No connection.',
      method: 'GET',
      path: '/assignments',
    });
    let pages = 0;
    const listAssignments: PolicyApi['listAssignments'] = (page) =>
      (pages += 1) === 2 ? Promise.reject(broken) : api.listAssignments(page);
    await expect(factsOfContractor({ ...api, listAssignments }, made.contractor, asked)).rejects.toBe(broken);
    await expect(factsOfContractor(api, 'cn_unknown')).rejects.toMatchObject({ status: 404 });
  });

  it('do not prove an assignment whose policy the API does not know any more', async () => {
    const before = await ask(made.contractor, at, asked);
    expect(before.now.covered).toBe(true);
    const unknown = new PolicyApiError({
      kind: 'answer',
      status: 404,
      message: 'Unknown.',
      method: 'GET',
      path: '/policies/x',
    });
    const without = {
      ...api,
      listContractorPolicies: () => Promise.resolve([]),
      getPolicy: () => Promise.reject(unknown),
    };
    const { facts } = await factsOfContractor(without, made.contractor, asked);
    const now = coverageOf(facts, { at, job: made.next });
    expect([now.covered, now.state]).toEqual([false, 'unclear']);
    // One that is not in the list, and can be read, counts.
    const { facts: read } = await factsOfContractor(
      { ...api, listContractorPolicies: () => Promise.resolve([]) },
      made.contractor,
      asked,
    );
    expect(coverageOf(read, { at, job: made.next }).covered).toBe(true);
  });
});

describe('a list', () => {
  const items = Array.from({ length: 250 }, (_one, at) => ({ id: `an_${at}` }));
  const turned = ({ limit, startingAfter }: { limit: number; startingAfter?: string | undefined }) => {
    const begin = items.findIndex(({ id }) => id === startingAfter) + 1;
    return Promise.resolve(items.slice(begin, begin + limit));
  };

  it('is read to its end, or to the bound, which is said', async () => {
    expect(await everyPage(turned, 3)).toEqual({ items, complete: true });
    expect(await everyPage(turned, 2)).toEqual({ items: items.slice(0, 200), complete: false });
  });

  it('is not taken for whole where it cannot be turned', async () => {
    const first = items.slice(0, 100);
    expect(await everyPage(() => Promise.resolve(first), 5)).toEqual({ items: first, complete: false });
    expect(await everyPage(() => Promise.resolve(first.slice(1)), 5)).toMatchObject({ complete: true });
  });
});
