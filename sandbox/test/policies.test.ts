import { eventsOf, typesOf } from './support/events';
import { DAY, MovableClock } from './support/movable-clock';
import { makeCovered, makeQuote, makeSession } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

const clock = new MovableClock();
let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox({ now: clock.now })));
afterAll(() => sandbox.close());

const post = (body: object) => sandbox.call('POST', '/policies', body);
const statusOf = async (id: string) => String((await sandbox.call('GET', `/policies/${id}`)).body.status);
const switchTo = (id: string, active: unknown) =>
  sandbox.call('PUT', `/policies/${id}`, { is_active: active });

test('a policy has every documented attribute, and the dates of its quote', async () => {
  const { quote } = await makeQuote(sandbox.call, { coverage_type: ['general'] });
  const { status, body } = await post({ quote_id: quote.id, is_active: true });
  expect(status).toBe(201);
  const file = (kind: string) =>
    `${sandbox.url}/bound-policies/sandbox/ten99policy_${kind}_${body.id}_${clock.seconds}.pdf`;
  expect(body).toEqual({
    id: expect.stringMatching(/^pl_[A-Za-z0-9]{10}$/),
    quote: quote.id,
    status: 'active',
    created: clock.seconds,
    pdf_url: file('policy'),
    certificates: { gl_coi_pdf_url: file('gl_coi'), wc_coi_pdf_url: null },
    effective_date: quote.effective_date,
    expiration_date: quote.end_date,
  });
  expect((await post({ quote: quote.id })).body.error_code).toBe('policy_already_exists');
  expect((await post({ quote: 'qt_0000000000' })).body.error_code).toBe('invalid_quote_id');
  expect((await post({})).body.message).toHaveProperty('quote');
  const later = await sandbox.call('PUT', `/quotes/${quote.id}`, { coverage_type: ['cyber', 'general'] });
  expect(later.body.error_code).toBe('cant_update_create_new_quote');
});

test.each([
  ['as whole numbers', Number],
  ['as text', String],
])('dates may be sent %s', async (_name, form) => {
  const { quote } = await makeQuote(sandbox.call);
  const from = clock.seconds + 3 * DAY;
  const dates = { effective_date: form(from), expiration_date: form(from + DAY) };
  expect((await post({ quote: quote.id, ...dates })).body).toMatchObject({
    effective_date: from,
    expiration_date: from + DAY,
  });
});

test.each([
  [
    'an expiration before the start',
    { effective_date: 2_000_000_000, expiration_date: 1_999_999_999 },
    'end_date_invalid',
  ],
  ['milliseconds', { effective_date: 2_000_000_000_000 }, 'effective_date_invalid'],
  ['an expiration in milliseconds', { expiration_date: 2_000_000_000_000 }, 'end_date_invalid'],
  ['a word', { effective_date: 'soon' }, 'invalid_input'],
])('%s is refused', async (_name, dates, code) => {
  const { quote } = await makeQuote(sandbox.call);
  const answer = await post({ quote: quote.id, ...dates });
  expect([answer.status, answer.body.error_code]).toEqual([400, code]);
});

test('a policy is active from the day it is issued, and expires by the clock, when it can be bought anew', async () => {
  const { policy, contractor, job } = await makeCovered(sandbox.call);
  const coverage_type = ['general', 'workers-comp'];
  const again = () => sandbox.call('POST', '/quotes', { contractor, job, coverage_type });
  expect(policy['effective_date']).toBeGreaterThan(clock.seconds);
  expect(await statusOf(policy.id)).toBe('active');
  expect((await again()).body.error_code).toBe('contractor_has_matching_policy');
  clock.seconds = Number(policy['expiration_date']);
  expect(await statusOf(policy.id)).toBe('expired');
  expect((await switchTo(policy.id, true)).body.error_code).toBe('bad_request');
  expect((await again()).status).toBe(201);
});

test('the quote and the dates of a policy cannot be changed', async () => {
  const { policy } = await makeCovered(sandbox.call);
  const put = (body: object) => sandbox.call('PUT', `/policies/${policy.id}`, body);
  const other = {
    quote: 'qt_0000000000',
    effective_date: 1,
    expiration_date: Number(policy['expiration_date']) + DAY,
  };
  for (const [name, value] of Object.entries(other)) {
    const refused = await put({ [name]: value, is_active: false });
    expect([refused.status, Object.keys(refused.body.message)]).toEqual([400, [name]]);
  }
  const { quote, effective_date, expiration_date } = policy;
  const same = await put({
    quote,
    effective_date,
    expiration_date: String(expiration_date),
    is_active: true,
  });
  expect(same.body).toEqual(policy);
});

test('a policy is switched off and on, and each is told once', async () => {
  const { policy } = await makeCovered(sandbox.call);
  expect((await switchTo(policy.id, false)).body.status).toBe('cancelled');
  expect((await switchTo(policy.id, false)).body.status).toBe('cancelled');
  expect((await switchTo(policy.id, true)).body).toEqual(policy);
  expect((await sandbox.call('PUT', `/policies/${policy.id}`, {})).body).toEqual(policy);
  const wrong = await switchTo(policy.id, 'yes');
  expect(wrong.body.message).toHaveProperty('is_active');
  const events = await eventsOf(sandbox.call, policy.id);
  expect(events.map(({ type, data }) => [type, String(data.status), Boolean(data.is_active)])).toEqual([
    ['policy.active', 'active', true],
    ['policy.cancelled', 'cancelled', false],
    ['policy.reactivated', 'active', true],
  ]);
});

test('a policy stays switched off once its contractor or the entity of its job is deleted', async () => {
  for (const [path, code] of [
    ['contractors', 'invalid_contractor_id'],
    ['entities', 'invalid_entity_id'],
  ] as const) {
    const { policy, contractor, entity } = await makeCovered(sandbox.call);
    await sandbox.call('DELETE', `/${path}/${path === 'entities' ? entity : contractor}`);
    const answer = await switchTo(policy.id, true);
    expect([answer.status, answer.body.error_code]).toEqual([400, code]);
    expect(await statusOf(policy.id)).toBe('cancelled');
  }
});

test('a policy may be issued switched off, which is told to nobody until it is switched on', async () => {
  const { quote } = await makeQuote(sandbox.call);
  const { status, body } = await post({ quote_id: quote.id, is_active: false });
  expect([status, body.status]).toEqual([201, 'cancelled']);
  expect(await typesOf(sandbox.call, body.id)).toEqual([]);
  expect((await switchTo(body.id, true)).body.status).toBe('active');
  expect(await typesOf(sandbox.call, body.id)).toEqual(['policy.reactivated']);
});

test('no policy is issued from a quote that is not eligible', async () => {
  const { quote } = await makeQuote(sandbox.call, {}, { last_name: 'Ineligible' });
  const answer = await post({ quote: quote.id });
  expect([answer.status, answer.body.error_code]).toEqual([400, 'bad_request']);
  expect(answer.body.message).toMatch(/not eligible/);
});

test('no second policy is issued for what the contractor is covered for', async () => {
  const { contractor, job, quote } = await makeQuote(sandbox.call);
  const same = { contractor, job, coverage_type: ['general', 'workers-comp'] };
  const second = await sandbox.call('POST', '/quotes', same);
  expect((await post({ quote: quote.id })).status).toBe(201);
  const answer = await post({ quote: second.body.id });
  expect([answer.status, answer.body.error_code]).toEqual([400, 'contractor_has_matching_policy']);
});

test('no policy is issued for coverage that is not sold where the contractor lives and works now', async () => {
  const working = await makeQuote(sandbox.call);
  await sandbox.call('PUT', `/jobs/${working.job}`, { address: { region: 'OH' } });
  const inOhio = await post({ quote: working.quote.id });
  expect([inOhio.status, inOhio.body.error_code]).toEqual([400, 'bad_request']);
  expect(inOhio.body.message).toMatch(/not available in OH/);
  const living = await makeQuote(sandbox.call, { coverage_type: ['general'] });
  await sandbox.call('PUT', `/contractors/${living.contractor}`, { address: { region: 'HI' } });
  expect((await post({ quote: living.quote.id })).body.message).toMatch(/Hawaii/);
});

test('a policy lasts a year at most, and may have begun before', async () => {
  const { quote } = await makeQuote(sandbox.call, {
    effective_date: clock.seconds + DAY,
    end_date: clock.seconds + 365 * DAY,
  });
  const from = clock.seconds - 30 * DAY;
  const tooLong = await post({ quote: quote.id, effective_date: from, expiration_date: from + 367 * DAY });
  expect([tooLong.status, tooLong.body.error_code]).toEqual([400, 'end_date_invalid']);
  const { body } = await post({ quote: quote.id, effective_date: from });
  const aYearLater = new Date(from * 1000);
  aYearLater.setUTCFullYear(aYearLater.getUTCFullYear() + 1);
  expect(body).toMatchObject({ effective_date: from, expiration_date: aYearLater.getTime() / 1000 });
});

test('dates that are left out are those of the quote, or follow the next day once they have passed', async () => {
  const midnight = (seconds: number) => Math.floor(seconds / DAY) * DAY;
  clock.seconds = midnight(clock.seconds) + 1.5 * DAY;
  const [from, end] = [clock.seconds + DAY, clock.seconds + 2 * DAY];
  const quotes: string[] = [];
  for (let left = 3; left > 0; left -= 1) {
    quotes.push((await makeQuote(sandbox.call, { effective_date: from, end_date: end })).quote.id);
  }
  const datesAt = async (now: number) => {
    clock.seconds = now;
    const { effective_date, expiration_date } = (await post({ quote: quotes.pop() })).body;
    return [effective_date, expiration_date] as number[];
  };
  expect(await datesAt(from - 1)).toEqual([from, end]);
  expect(await datesAt(from)).toEqual([midnight(from) + DAY, end]);
  const next = midnight(end) + DAY;
  expect(await datesAt(end - 1)).toEqual([next, next + 30 * DAY]);
});

test('the dates of a policy are within what a date can be', async () => {
  const { quote } = await makeQuote(sandbox.call);
  const refusal = async (effective_date: number, expiration_date?: number) => {
    const { body } = await post({ quote: quote.id, effective_date, expiration_date });
    return [String(body.error_code), String(body.message)];
  };
  const [from, latest] = [clock.seconds + DAY, 253_402_300_799];
  const wrongStart = 'The effective date must be in seconds since 1970-01-01 UTC.';
  expect(await refusal(latest + 1, latest + 2)).toEqual(['effective_date_invalid', wrongStart]);
  const wrongEnd = 'The expiration date must be in seconds since 1970-01-01 UTC.';
  expect(await refusal(latest, latest + 1)).toEqual(['end_date_invalid', wrongEnd]);
  expect(await refusal(from, from)).toEqual([
    ...['end_date_invalid', 'The expiration date must be after the effective date.'],
  ]);
  const aYear = Date.UTC(2027, 2, 1) / 1000 - Date.UTC(2026, 2, 1) / 1000;
  expect(await refusal(latest - 2 * aYear, latest - aYear + DAY)).toEqual([
    ...['end_date_invalid', 'The expiration date must be at most one year after the effective date.'],
  ]);
  const { body } = await post({ quote: quote.id, effective_date: latest - 1, expiration_date: latest });
  expect(body).toMatchObject({ effective_date: latest - 1, expiration_date: latest });
  const later = await makeQuote(sandbox.call);
  const start = { effective_date: later.quote['end_date'] as number };
  expect((await post({ quote: later.quote.id, ...start })).body).toMatchObject({
    expiration_date: start.effective_date + 30 * DAY,
  });
  const first = await makeQuote(sandbox.call);
  const before = await post({ quote: first.quote.id, effective_date: -1 });
  expect(before.body).toEqual({ error_code: 'effective_date_invalid', message: wrongStart });
  const epoch = { effective_date: 0, expiration_date: aYear };
  expect((await post({ quote: first.quote.id, ...epoch })).body).toMatchObject(epoch);
});

test('media coverage has an event of its own', async () => {
  const { policy } = await makeCovered(sandbox.call, {}, {}, { coverage_type: ['general', 'media'] });
  expect(await typesOf(sandbox.call, policy.id)).toEqual(['policy.active', 'policy.active.media']);
});

test('a policy that is switched off is listed as before, and its end is told once', async () => {
  const { policy, quote, job } = await makeCovered(sandbox.call);
  expect((await sandbox.call('DELETE', `/jobs/${job}`)).body.error_code).toBe('job_is_used');
  await switchTo(policy.id, false);
  const listed = (await sandbox.call('GET', `/policies?quote=${quote.id}`)).body as { id: string }[];
  expect(listed.map(({ id }) => id)).toEqual([policy.id]);
  await sandbox.call('DELETE', `/policies/${policy.id}`);
  expect(await typesOf(sandbox.call, policy.id)).toEqual(['policy.active', 'policy.cancelled']);
});

test('a deleted policy is gone, and its coverage has ended', async () => {
  const { policy, contractor, quote } = await makeCovered(sandbox.call);
  const answer = await sandbox.call('DELETE', `/policies/${policy.id}`);
  expect(answer.body).toEqual({
    id: policy.id,
    object: 'policy',
    deleted: true,
    deleted_at: clock.seconds,
  });
  expect(await typesOf(sandbox.call, policy.id)).toEqual(['policy.active', 'policy.cancelled']);
  expect((await sandbox.call('DELETE', `/policies/${policy.id}`)).body.error_code).toBe('resource_not_found');
  expect((await sandbox.call('GET', `/policies?quote=${quote.id}`)).body).toEqual([]);
  expect((await sandbox.call('GET', `/contractors/${contractor}/policies`)).body).toEqual([]);
});

test('policies are listed by quote and by contractor, in pages', async () => {
  const { policy, contractor, entity, job, quote } = await makeCovered(sandbox.call);
  const more = await sandbox.call('POST', '/quotes', { contractor, job, coverage_type: ['professional'] });
  const second = await post({ quote: more.body.id });
  expect((await sandbox.call('GET', `/policies?quote=${quote.id}`)).body).toEqual([policy]);
  const list = (query: string) => sandbox.call('GET', `/contractors/${contractor}/policies${query}`);
  expect((await list('')).body).toEqual([second.body, policy]);
  expect((await list(`?limit=1&starting_after=${second.body.id}`)).body).toEqual([policy]);
  expect((await sandbox.call('GET', '/contractors/cn_0000000000/policies')).status).toBe(404);
  await sandbox.call('DELETE', `/entities/${entity}`);
  expect(await Promise.all([policy.id, second.body.id].map(statusOf))).toEqual(['cancelled', 'cancelled']);
});

test('deleting a contractor cancels policies and ends open applications', async () => {
  const { policy, contractor } = await makeCovered(sandbox.call);
  const open = await makeSession(sandbox.call);
  await sandbox.call('DELETE', `/contractors/${contractor}`);
  await sandbox.call('DELETE', `/contractors/${open.contractor}`);
  expect(await statusOf(policy.id)).toBe('cancelled');
  expect((await sandbox.call('GET', `/apply/sessions/${open.session.id}`)).body.expired).toBe(true);
  const { job } = open;
  const quote = await sandbox.call('POST', '/quotes', { contractor, job, coverage_type: ['general'] });
  expect(quote.body.error_code).toBe('invalid_contractor_id');
});
