import { Person } from '../../test/support/browser-like';
import { triggerTypes } from '../src/acts/trigger';
import { eventTypes } from '../src/openapi/event-types';
import { control } from './support/control';
import { makeCovered, makeQuote, makeSession, type Made } from './support/objects';
import { runReceiver, runSandbox, until, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await runSandbox();
});
afterAll(() => sandbox.close());

const trigger = (type: string, object?: string) =>
  control(sandbox, 'POST', '/trigger', { type, ...(object !== undefined && { object }) });
const read = async (where: string) => (await sandbox.call('GET', where)).body as Made;
const told = ({ body }: Awaited<ReturnType<typeof trigger>>) =>
  (body.events as { type: string }[]).map(({ type }) => type);
const counted = async () => (await read('/events?limit=1')) as unknown as [Made];

it('can have every event told', () => {
  expect([...triggerTypes].sort()).toEqual([...eventTypes].sort());
});

it.each(eventTypes.map((type) => [type]))('%s, of a new object', async (type) => {
  const { status, body } = await trigger(type);
  expect(status).toBe(200);
  const { events, object } = body as { object: string; events: { id: string; type: string }[] };
  const event = events.find((one) => one.type === type);
  // It is an event like any other, and what it tells of is there.
  expect(await read(`/events/${event?.id ?? ''}`)).toMatchObject({ type, data: expect.any(Object) });
  expect(object).toMatch(/^\w+_/);
});

it('tells a receiver of all that came of it', async () => {
  const receiver = await runReceiver();
  await sandbox.call('POST', '/webhook_endpoints', { url: `${receiver.url}/hook` });
  const { session } = await makeSession(sandbox.call);
  const answer = await trigger('policy.active', session.id);
  expect(told(answer)).toEqual(['application.started', 'application.complete', 'policy.active']);
  expect(answer.body.object).toBe(session.id);
  await until(() => receiver.deliveries.some(({ event }) => event.type === 'policy.active'));
  const { data } = receiver.deliveries.find(({ event }) => event.type === 'policy.active')?.event ?? {};
  expect(await read(`/policies/${data.id}`)).toMatchObject({ status: 'active', quote: session['quote'] });
  await receiver.close();
});

it('takes the object that is meant, of each kind that can come there', async () => {
  const { quote } = await makeQuote(sandbox.call);
  expect(told(await trigger('application.created', quote.id))).toEqual(['application.created']);
  expect(told(await trigger('policy.active', quote.id))).toEqual(['policy.active']);
  const slow = await makeSession(sandbox.call, {}, { last_name: 'Slow-Issuance' });
  expect(told(await trigger('application.complete', slow.session.id)).at(-1)).toBe('application.complete');
  expect(told(await trigger('policy.active', slow.session.id))).toEqual(['policy.active']);
  const { policy } = await makeCovered(sandbox.call);
  expect(told(await trigger('policy.reactivated', policy.id))).toEqual([
    'policy.cancelled',
    'policy.reactivated',
  ]);
});

it.each([
  ['not.an.event', undefined, 400, /Must be one of: application\.created/],
  ['policy.active', 'cn_0000000000', 400, /Must be the id of one of: session, quote/],
  ['assignment.active', 'toString', 400, /Must be the id of one of: assignment/],
  ['category_code.added', 'jc_0000000000', 400, /code of a job category/],
  ['category_code.added', 'jc_MTqpkbkp6G', 409, /did not come to category_code\.added/],
])('refuses %s to %s, and nothing has happened', async (type, object, status, text) => {
  const [before] = await counted();
  const answer = await trigger(type, object);
  expect([answer.status, JSON.stringify(answer.body.message)]).toEqual([status, expect.stringMatching(text)]);
  expect((await counted())[0]).toEqual(before);
});

it('tells of what is so at once where the organisation withholds premiums', async () => {
  await control(sandbox, 'PUT', '/organisation', { withhold_premium: true });
  expect(told(await trigger('assignment.active'))).toEqual(['policy.active', 'assignment.active']);
  expect((await trigger('invoice.charge_card_failed')).status).toBe(409);
  await control(sandbox, 'DELETE', '/organisation');
});

it('undoes all of it when it does not come to the event', async () => {
  // Without media in its quote it can be completed, but media never becomes active.
  const { session } = await makeSession(sandbox.call);
  expect((await trigger('policy.active.media', session.id)).status).toBe(409);
  expect(await read(`/apply/sessions/${session.id}`)).toMatchObject({ step: 'verify_info' });
  // A review that is refused by test data all the same: an act goes before it.
  const ended = await makeSession(sandbox.call, {}, { last_name: 'Card-Declined' });
  expect((await trigger('application.complete', ended.session.id)).status).toBe(409);
});

it('is a form on the page of events', async () => {
  const { session } = await makeSession(sandbox.call);
  const person = new Person(sandbox.url);
  await person.open('/events');
  await person.submit('/events', { type: 'application.started', object: session.id });
  expect(person.text).toContain('It has happened, and was told by: application.started');
  await person.submit('/events', { type: 'application.started', object: 'cn_none' });
  expect(person.page.$('#object-error').text()).toContain('Must be the id of one of: session');
  expect(person.page.$('#object').attr('value')).toBe('cn_none');
  await person.submit('/events', { type: 'policy.cancelled', object: '' });
  expect(person.text).toContain('policy.active');
  expect(person.page.$('.notice a, [role=status] a').text()).toContain('policy.cancelled');
});
