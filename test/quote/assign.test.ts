import { assign } from '../../src/quote/assign';
import { startOfTomorrow } from '../../src/quote/terms';
import { apiErrorOf } from '../policy-api/support/errors';
import { makeCovered, makeParties } from '../policy-api/support/insured';
import { startBrokenApi, type BrokenApi } from './support/broken-api';

let broken: BrokenApi;
let work: { contractor: string; job: string };
let key: string;
let keys = 0;
beforeAll(async () => void (broken = await startBrokenApi()));
beforeEach(async () => {
  const { contractor, next } = await makeCovered(broken.api);
  work = { contractor, job: next };
  key = `key-${(keys += 1)}`;
});
afterEach(() => broken.mend());
afterAll(() => broken.stop());

const assignments = async () =>
  (await broken.api.listAssignments({ limit: 100 })).filter(({ job }) => job === work.job);

it('reports a job, once for each key', async () => {
  const first = await assign(broken.api, work, { bind: true, key });
  expect(first).toMatchObject({ ...work, bind: true, eligible: { result: true } });
  expect((await assign(broken.api, work, { bind: true, key })).id).toBe(first.id);
  expect(await assignments()).toHaveLength(1);
});

it.each([
  ['a lost answer', () => Promise.resolve(broken.proxy.fail('POST /assignments', { kind: 'lost' }))],
  ['a failure of the API', () => broken.failAfter('createAssignment')],
])('charges nobody twice after %s', async (_name, spoil) => {
  await spoil();
  await apiErrorOf(assign(broken.api, work, { bind: true, key, repeat: false }));
  await broken.mend();
  const { id } = await assign(broken.api, work, { bind: true, key });
  expect((await assignments()).map((one) => one.id)).toEqual([id]);
});

it('takes neither a check, nor a cancelled one, nor other days for the one that it made', async () => {
  const day = startOfTomorrow(Date.now() / 1000);
  const dated = { ...work, effective_date: day, end_date: day };
  const check = await assign(broken.api, dated, { bind: false, key });
  await broken.failAfter('createAssignment');
  const bound = await assign(broken.api, dated, { bind: true, key: `${key}-2` });
  expect(bound.id).not.toBe(check.id);
  expect(bound.end_date).toBe(day + 86_400);
  await broken.failAfter('createAssignment');
  const other = await assign(
    broken.api,
    { ...dated, end_date: day + 3 * 86_400 },
    { bind: true, key: `${key}-3` },
  );
  expect(other.id).not.toBe(bound.id);
  await broken.api.cancelAssignment({ job_id: work.job }, `${key}-cancel`);
  await broken.api.cancelAssignment({ job_id: work.job }, `${key}-cancel-2`);
  await broken.failAfter('createAssignment');
  const again = await assign(broken.api, dated, { bind: true, key: `${key}-4` });
  expect([check.id, bound.id, other.id]).not.toContain(again.id);
  await broken.failAfter('createAssignment');
  const cyber = await assign(
    broken.api,
    { ...dated, coverage_type: ['cyber'] },
    { bind: true, key: `${key}-5` },
  );
  expect(cyber).toMatchObject({ eligible: { result: false }, coverage_type: ['cyber'] });
  expect(await assignments()).toHaveLength(5);
});

it('throws where there is no policy, and makes nothing', async () => {
  const { contractor, job } = await makeParties(broken.api);
  const error = await apiErrorOf(assign(broken.api, { contractor, job }, { bind: true, key }));
  expect(error).toMatchObject({ kind: 'answer', status: 400 });
});
