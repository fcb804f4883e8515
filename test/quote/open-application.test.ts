import { ApplicationUrlError } from '../../src/quote/application-url';
import { endApplication, openApplication } from '../../src/quote/open-application';
import { apiErrorOf } from '../policy-api/support/errors';
import { makeParties } from '../policy-api/support/insured';
import { startBrokenApi, type BrokenApi } from './support/broken-api';

let broken: BrokenApi;
let quote: string;
let options: Omit<Parameters<typeof openApplication>[2], 'key'>;
let key: string;
let keys = 0;
beforeAll(async () => void (broken = await startBrokenApi()));
beforeEach(async () => {
  key = `key-${(keys += 1)}`;
  quote = await aQuote(key);
  options = {
    returnTo: { success: `https://example.com/${key}/ok`, cancel: `https://example.com/${key}/no` },
    allowedHosts: [new URL(broken.sandbox.url).host],
  };
});
afterEach(() => broken.mend());
afterAll(() => broken.stop());

async function aQuote(quoteKey: string): Promise<string> {
  const { contractor, job } = await makeParties(broken.api);
  const input = { contractor, job, coverage_type: ['general'] };
  return (await broken.api.createQuote(input, `${quoteKey}-quote`)).id;
}
const open = (more: Partial<Parameters<typeof openApplication>[2]> = {}) =>
  openApplication(broken.api, quote, { ...options, key, ...more });
const sessionsOfQuote = async () =>
  (await broken.api.listApplicationSessions({ limit: 100 })).filter((session) => session.quote === quote);

it('opens an application for the quote, and the same one with the same key', async () => {
  const { id, url } = await open();
  expect(await broken.api.getApplicationSession(id)).toMatchObject({
    quote,
    url,
    success_url: options.returnTo.success,
    cancel_url: options.returnTo.cancel,
  });
  expect(await open()).toMatchObject({ id, url });
  expect(await sessionsOfQuote()).toHaveLength(1);
});

it.each([
  ['a lost answer', () => Promise.resolve(broken.proxy.fail('POST /apply/sessions', { kind: 'lost' }))],
  ['a failure of the API', () => broken.failAfter('createApplicationSession')],
])('gives the same application with the same key after %s', async (_name, spoil) => {
  await spoil();
  await apiErrorOf(open({ repeat: false }));
  await broken.mend();
  const { id } = await open();
  expect((await sessionsOfQuote()).map((session) => session.id)).toEqual([id]);
});

describe('with a previous session', () => {
  it('goes on with it where it is open, with no call but one to read it', async () => {
    const first = await open();
    const from = broken.proxy.calls.length;
    expect(await open({ key: `${key}-2`, previous: first.id })).toEqual(first);
    expect(await open({ key: `${key}-2`, previous: first.session })).toEqual(first);
    expect(broken.proxy.calls.slice(from).map(({ method }) => method)).toEqual(['GET']);
  });

  it('tells it where to send the contractor now', async () => {
    const first = await open();
    const returnTo = { ...options.returnTo, success: 'https://example.com/moved' };
    const again = await open({ returnTo, previous: first.id });
    expect(again).toMatchObject({ id: first.id, session: { success_url: 'https://example.com/moved' } });
  });

  it('replaces it once where it has expired, whatever the key and the number of calls', async () => {
    const first = await open();
    await broken.api.expireApplicationSession(first.id, `${key}-expire`);
    const opened = await Promise.all([open({ previous: first.id }), open({ previous: first.id })]);
    const [id] = opened.map((session) => session.id);
    expect(id).not.toBe(first.id);
    expect(opened.map((session) => session.id)).toEqual([id, id]);
    expect(await open({ previous: id! })).toMatchObject({ id });
    expect(await sessionsOfQuote()).toHaveLength(2);
  });

  it('replaces it where the API does not know it', async () => {
    const { id } = await open({ previous: 'ias_unknown' });
    expect((await sessionsOfQuote()).map((session) => session.id)).toEqual([id]);
  });

  it('ends it where it is for another quote', async () => {
    const first = await open();
    quote = await aQuote(`${key}-other`);
    const second = await open({ previous: first.id });
    expect(second.id).not.toBe(first.id);
    expect(second.session.quote).toBe(quote);
    expect((await broken.api.getApplicationSession(first.id)).expired).toBe(true);
  });

  it('gives a complete one back as it is', async () => {
    const first = await open();
    const previous = {
      ...first.session,
      step: 'application_complete',
      success_url: 'https://example.com/old',
    };
    expect((await open({ previous })).session).toBe(previous);
  });
});

describe('the address', () => {
  it.each([
    ['another host', 'https://apply.example.com/x', 'apply.example.com'],
    ['http', 'http://apply.1099policy.com/x', 'apply.1099policy.com'],
    ['a user name', 'https://me@apply.1099policy.com/x', 'apply.1099policy.com'],
    ['no address', 'apply', 'no valid address'],
    ['a script', 'javascript:alert(1)', 'javascript:alert(1)'],
  ])('is refused with %s', async (_name, url, host) => {
    const answer = { id: 'ias_1', quote, url, step: 'verify_info', expired: false };
    broken.proxy.fail('POST /apply/sessions', { kind: 'answer', status: 201, body: answer });
    const error: unknown = await open({ allowedHosts: ['apply.1099policy.com'] }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ApplicationUrlError);
    expect(error).toMatchObject({ host });
    expect(error).not.toHaveProperty('method');
  });

  it('is refused with the wrong port, also on this machine', async () => {
    await expect(open({ allowedHosts: ['127.0.0.1:1', '127.0.0.1'] })).rejects.toBeInstanceOf(
      ApplicationUrlError,
    );
  });
});

describe('ending an application', () => {
  it('kills its link, and says whether it is dead', async () => {
    const { id } = await open();
    broken.proxy.fail('POST /apply/sessions', { kind: 'reset' });
    expect(await endApplication(broken.api, id)).toBe(false);
    broken.proxy.clear();
    expect(await endApplication(broken.api, id)).toBe(true);
    expect((await broken.api.getApplicationSession(id)).expired).toBe(true);
    expect(await endApplication(broken.api, id)).toBe(true);
    expect(await endApplication(broken.api, 'ias_unknown')).toBe(true);
  });
});
