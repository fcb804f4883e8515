import { fetchQuote } from '../../src/quote/fetch-quote';
import { startOfTomorrow } from '../../src/quote/terms';
import { apiErrorOf } from '../policy-api/support/errors';
import { makeParties } from '../policy-api/support/insured';
import { startBrokenApi, type BrokenApi } from './support/broken-api';

const DAY = 86_400;
const now = Date.now() / 1000;
const tomorrow = startOfTomorrow(now);

let broken: BrokenApi;
let work: { contractor: string; job: string };
let input: typeof work & { coverage_type: string[] };
let key: string;
let keys = 0;
beforeAll(async () => void (broken = await startBrokenApi()));
beforeEach(async () => {
  const { contractor, job } = await makeParties(broken.api);
  work = { contractor, job };
  input = { ...work, coverage_type: ['general', 'workers-comp'] };
  key = `key-${(keys += 1)}`;
});
afterEach(() => broken.mend());
afterAll(() => broken.stop());

const quotesOfJob = async () =>
  (await broken.api.listQuotes({ limit: 100 })).filter(({ job }) => job === work.job);

it('fetches a quote, and the same one with the same key', async () => {
  const { quote, replaced } = await fetchQuote(broken.api, input, { key });
  expect(quote).toMatchObject({ ...input, eligible: true, effective_date: tomorrow });
  expect(replaced).toBe(false);
  expect(await fetchQuote(broken.api, input, { key })).toMatchObject({ quote: { id: quote.id } });
  expect(await quotesOfJob()).toHaveLength(1);
});

it.each([
  ['a lost answer', () => Promise.resolve(broken.proxy.fail('POST /quotes', { kind: 'lost' }))],
  ['a failure of the API', () => broken.failAfter('createQuote')],
])('gives the same quote with the same key after %s', async (_name, spoil) => {
  await spoil();
  const first = await fetchQuote(broken.api, input, { key, repeat: false }).then(
    ({ quote }) => quote.id,
    () => 'unclear',
  );
  expect(first).toBe('unclear');
  await broken.mend();
  const { quote } = await fetchQuote(broken.api, input, { key });
  expect((await quotesOfJob()).map(({ id }) => id)).toEqual([quote.id]);
  const again = await fetchQuote(broken.api, input, { key: `${key}-new`, repeat: true });
  expect(again.quote.id).toBe(quote.id);
  expect(await quotesOfJob()).toHaveLength(1);
});

it('finds what was made in the same call where the caller says nothing of calls before', async () => {
  await broken.failAfter('createQuote');
  const { quote } = await fetchQuote(broken.api, input, { key });
  expect((await quotesOfJob()).map(({ id }) => id)).toEqual([quote.id]);
});

it('throws what the API said where nothing was made', async () => {
  const body = { error_code: 'general_error', message: 'Something broke' };
  broken.proxy.fail('POST /quotes', { kind: 'answer', status: 500, body });
  expect(await apiErrorOf(fetchQuote(broken.api, input, { key }))).toMatchObject({
    status: 500,
    code: 'general_error',
  });
  broken.proxy.clear();
  const refused = fetchQuote(broken.api, { ...input, job: 'jb_unknown' }, { key: `${key}-2` });
  expect((await apiErrorOf(refused)).code).toBe('invalid_job_id');
  expect(await quotesOfJob()).toEqual([]);
});

it('does not take another quote for its own', async () => {
  const other = await fetchQuote(broken.api, input, { key });
  await broken.failAfter('createQuote');
  const others = () => Promise.resolve(new Set([other.quote.id]));
  const { quote } = await fetchQuote(broken.api, input, { key: `${key}-2`, others });
  expect(quote.id).not.toBe(other.quote.id);
  await broken.failAfter('createQuote');
  const later = { ...input, effective_date: tomorrow + DAY, end_date: tomorrow + DAY };
  const third = await fetchQuote(broken.api, later, { key: `${key}-3` });
  expect(third.quote).toMatchObject({ effective_date: tomorrow + DAY, end_date: tomorrow + 2 * DAY });
  expect(await quotesOfJob()).toHaveLength(3);
});

describe('with a previous quote', () => {
  it('updates it, and tells whether it is another offer then', async () => {
    const { quote: first } = await fetchQuote(broken.api, input, { key });
    const same = await fetchQuote(broken.api, input, { key: `${key}-2`, previous: first });
    expect(same).toMatchObject({ quote: { id: first.id }, replaced: false, created: false });
    const other = { ...work, coverage_type: ['general'], end_date: tomorrow + DAY };
    const changed = await fetchQuote(broken.api, other, { key: `${key}-3`, previous: first });
    expect(changed).toMatchObject({
      quote: { id: first.id, coverage_type: ['general'], end_date: tomorrow + DAY },
      replaced: true,
    });
    const byId = await fetchQuote(broken.api, other, { key: `${key}-4`, previous: first.id });
    expect(byId).toMatchObject({ quote: { id: first.id }, replaced: true });
    const undated = await fetchQuote(broken.api, input, { key: `${key}-5`, previous: changed.quote });
    expect(undated.quote).toMatchObject({ effective_date: tomorrow, end_date: tomorrow + 30 * DAY });
    expect(await quotesOfJob()).toHaveLength(1);
  });

  it('never gives the previous one back as new, where it can be updated no more', async () => {
    const { quote: first } = await fetchQuote(broken.api, input, { key });
    const fixed = { error_code: 'cant_update_create_new_quote', message: 'Create a new quote' };
    broken.proxy.fail(`PUT /quotes/${first.id}`, { kind: 'answer', status: 400, body: fixed });
    const body = { error_code: 'general_error', message: 'Something broke' };
    broken.proxy.fail('POST /quotes', { kind: 'answer', status: 500, body });
    const again = () => fetchQuote(broken.api, input, { key: `${key}-2`, previous: first });
    expect((await apiErrorOf(again())).code).toBe('general_error');
    broken.proxy.clear();
    broken.proxy.fail(`PUT /quotes/${first.id}`, { kind: 'answer', status: 400, body: fixed });
    const { quote, created } = await again();
    expect([created, quote.id === first.id]).toEqual([true, false]);
  });

  it('sees another price for the same', async () => {
    const { quote: first } = await fetchQuote(broken.api, input, { key });
    for (const change of [
      { net_rate: 1 },
      { eligible: false },
      { effective_date: null },
      { coverage_type: [] },
    ]) {
      const previous = { ...first, ...change };
      expect((await fetchQuote(broken.api, input, { key, previous })).replaced).toBe(true);
    }
    const turned = { ...first, coverage_type: [...first.coverage_type].reverse() };
    expect((await fetchQuote(broken.api, input, { key, previous: turned })).replaced).toBe(false);
  });

  it('makes a new one where a policy was issued from it, or it is not known any more', async () => {
    const { quote: first } = await fetchQuote(broken.api, input, { key });
    const policy = await broken.api.createPolicy({ quote: first.id }, `${key}-policy`);
    await broken.api.deletePolicy(policy.id);
    const second = await fetchQuote(broken.api, input, { key: `${key}-2`, previous: first });
    expect(second).toMatchObject({ replaced: true, created: true });
    expect(second.quote.id).not.toBe(first.id);
    const third = await fetchQuote(broken.api, input, { key: `${key}-3`, previous: 'qt_unknown' });
    expect(third).toMatchObject({ replaced: true, created: true });
    expect((await fetchQuote(broken.api, input, { key: `${key}-3`, previous: 'qt_unknown' })).quote.id).toBe(
      third.quote.id,
    );
  });

  it('stops where the API cannot be asked, and makes none', async () => {
    const { quote: previous } = await fetchQuote(broken.api, input, { key });
    broken.proxy.fail('PUT /quotes', { kind: 'reset' });
    const error = await apiErrorOf(fetchQuote(broken.api, input, { key: `${key}-2`, previous }));
    expect(error).toMatchObject({ kind: 'network', method: 'PUT' });
    expect(await quotesOfJob()).toHaveLength(1);
  });
});
