import { Person } from '../../test/support/browser-like';
import { control } from './support/control';
import { eventsOf, typesOf } from './support/events';
import { makeBasics, makeCovered, makeSession, type Made } from './support/objects';
import { runReceiver, runSandbox, until, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await runSandbox({ returnHosts: ['app.example.com'] });
});
afterAll(() => sandbox.close());

const RETURN = 'https://app.example.com/billing?tab=card';
const later = (advance: string) => control(sandbox, 'POST', '/clock', { advance });
const create = (contractor: string, return_url = RETURN) =>
  sandbox.call('POST', '/payment/sessions', { contractor, return_url });
const cancel = (id: string) => sandbox.call('POST', `/payment/sessions/${id}/cancel`);

async function open(contractor?: string): Promise<Made & { url: string }> {
  const { status, body } = await create(contractor ?? (await makeBasics(sandbox.call)).contractor);
  expect(status).toBe(201);
  return body as Made & { url: string };
}

/** The form of the page, filled in; gives back where its answer leads. */
async function fill(url: string, fields: Record<string, string>) {
  const person = new Person(sandbox.url);
  await person.open(new URL(url).pathname);
  const { response } = await person.submit(/^\/payment\/setup\//, fields);
  return { person, left: response.headers['location'] };
}

describe('creating', () => {
  it('answers with the page, for thirty minutes and this once', async () => {
    const { contractor } = await makeBasics(sandbox.call);
    const { body } = await create(contractor);
    const { id, created } = body as Made & { created: number };
    expect(body).toEqual({
      id: expect.stringMatching(/^hps_/),
      contractor_id: contractor,
      status: 'pending',
      processor: 'checkout',
      return_url: RETURN,
      url: expect.stringMatching(new RegExp(`^${sandbox.url}/payment/setup/test_\\w{32}$`)),
      created,
      expires_at: created + 1800,
      completed_at: null,
      cancelled_at: null,
    });
    expect((await cancel(id)).body).not.toHaveProperty('url');
    expect((await sandbox.call('GET', `/payment/sessions/${id}`)).status).toBe(404);
    expect((await sandbox.call('GET', '/payment/sessions')).status).toBe(404);
  });

  it.each([
    ['https://app.example.com/x', 201],
    ['https://app.example.com:8443/x', 201],
    ['http://127.0.0.1:3000/back', 201],
    ['https://localhost/back', 201],
    ['http://app.example.com/x', 400],
    ['https://evil.example/', 400],
    ['https://app.example.com.evil.example/', 400],
    ['https://sub.app.example.com/', 400],
    ['https://joe:secret@app.example.com/', 400],
    ['https://@app.example.com/', 400],
    ['https://app.example.com/joe@home', 201],
    ['https://app.example.com/#part', 400],
    ['javascript:alert(1)', 400],
    ['/relative', 400],
    ['https:localhost', 400],
    ['https:/\\localhost', 400],
    ['https://localhost\\.evil.example', 400],
    ['https://local\nhost/', 400],
    [' https://localhost/', 400],
  ])('leads back to %s: %i', async (url, status) => {
    const { contractor } = await makeBasics(sandbox.call);
    const answer = await create(contractor, url);
    expect([answer.status, answer.body.error_code]).toEqual([
      status,
      status === 201 ? undefined : 'invalid_return_url',
    ]);
  });

  it('leads nowhere when nothing is on the list, and says what to do', async () => {
    const alone = await runSandbox();
    const { contractor } = await makeBasics(alone.call);
    await control(alone, 'PUT', '/organisation', { return_hosts: [] });
    const { body } = await alone.call('POST', '/payment/sessions', {
      contractor,
      return_url: 'http://localhost:1/',
    });
    expect(body.error_code).toBe('invalid_return_url');
    expect(body.message).toMatch(/of which there are none.*Add localhost:1 to return_hosts/);
    await control(alone, 'PUT', '/organisation', { return_hosts: ['localhost:2'] });
    const url = (port: number) => ({ contractor, return_url: `http://localhost:${port}/` });
    expect((await alone.call('POST', '/payment/sessions', url(1))).status).toBe(400);
    expect((await alone.call('POST', '/payment/sessions', url(2))).status).toBe(201);
    await alone.close();
  });

  it('is refused for a contractor of nobody here, and without its fields', async () => {
    expect((await create('cn_0000000000')).body.error_code).toBe('resource_not_found');
    const { body } = await sandbox.call('POST', '/payment/sessions', {});
    expect(Object.keys(body.message as object).sort()).toEqual(['contractor', 'return_url']);
  });
});

describe('ending', () => {
  it('is the platform’s while it is pending, and final', async () => {
    const { id, url } = await open();
    const { body } = await cancel(id);
    expect(body).toMatchObject({ status: 'cancelled', cancelled_at: expect.any(Number), completed_at: null });
    expect((await cancel(id)).body.error_code).toBe('session_not_pending');
    expect((await cancel('hps_none')).status).toBe(404);
    const person = new Person(sandbox.url);
    await person.open(new URL(url).pathname);
    expect(person.text).toContain('No card was saved');
    expect(await typesOf(sandbox.call, id)).toEqual(['payment.session.cancelled']);
  });

  it('comes after thirty minutes, and is marked a little later', async () => {
    const { id, url } = await open();
    await later('31m');
    expect((await cancel(id)).body.error_code).toBe('session_expired');
    const person = new Person(sandbox.url);
    await person.open(new URL(url).pathname);
    expect(person.text).toContain('This page has expired');
    expect(person.page.$('a.pa-button').attr('href')).toBe(`${RETURN}&hps_id=${id}&status=expired`);
    expect(await typesOf(sandbox.call, id)).toEqual([]);
    await later('5m');
    expect((await cancel(id)).body.error_code).toBe('session_not_pending');
    const [event] = await eventsOf(sandbox.call, id);
    expect(event).toMatchObject({ type: 'payment.session.expired', data: { id, status: 'expired' } });
    expect(event?.data).not.toHaveProperty('url');
  });

  it('is told to an endpoint that asked for it', async () => {
    const receiver = await runReceiver();
    const endpoint = { url: `${receiver.url}/hook`, events: ['payment.session.completed'] };
    expect((await sandbox.call('POST', '/webhook_endpoints', endpoint)).status).toBe(201);
    const { id } = await open();
    const { body } = await control(sandbox, 'POST', `/payment-sessions/${id}/complete`);
    expect(body).toMatchObject({ state: 'completed', payment_session: { id } });
    await until(() => receiver.deliveries.length > 0);
    expect(receiver.deliveries[0]?.event.data).toMatchObject({
      object: 'payment_session',
      id,
      status: 'completed',
    });
    await receiver.close();
  });

  it('comes with the end of its contractor', async () => {
    const { id, contractor_id: contractor } = await open();
    await sandbox.call('DELETE', `/contractors/${contractor}`);
    expect(await typesOf(sandbox.call, id)).toEqual(['payment.session.cancelled']);
  });
});

describe('the page', () => {
  it('saves a card, and leads back with what became of it', async () => {
    const { id, url } = await open();
    const { left } = await fill(url, { act: 'save' });
    expect(left).toBe(`${RETURN}&hps_id=${id}&status=completed`);
    const [event] = await eventsOf(sandbox.call, id);
    expect(event).toMatchObject({
      type: 'payment.session.completed',
      data: { completed_at: expect.any(Number) },
    });
    const again = new Person(sandbox.url);
    await again.open(new URL(url).pathname);
    expect(again.text).toContain('Your card is saved');
    expect(again.page.$('form').length).toBe(0);
  });

  it('can be given up', async () => {
    const { id, url } = await open();
    expect((await fill(url, { act: 'cancel' })).left).toBe(`${RETURN}&hps_id=${id}&status=cancelled`);
  });

  it.each([
    ['4000 0000 0000 0002', 'The card was declined'],
    ['4111 1111 1111 1111', 'Use the test card'],
    ['', 'Use the test card'],
  ])('refuses the card %s, and shows it no more', async (card_number, text) => {
    const { id, url } = await open();
    const { person, left } = await fill(url, { act: 'save', card_number });
    expect(left).toBeUndefined();
    expect(person.text).toContain(text);
    expect(person.page.$('#card_number').val()).toBe('');
    expect(await typesOf(sandbox.call, id)).toEqual([]);
  });

  it('is no page for others’ forms, nor at another address', async () => {
    const { id, url } = await open();
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams({ act: 'save' }) });
    expect(answer.status).toBe(403);
    expect((await fetch(`${url}x`)).status).toBe(404);
    expect(await typesOf(sandbox.call, id)).toEqual([]);
  });
});

describe('the card on file', () => {
  it('pays what the one before could not', async () => {
    const { session, contractor, job, entity } = await makeSession(
      sandbox.call,
      {},
      { last_name: 'Charge-Fails' },
    );
    await control(sandbox, 'POST', `/applications/${session.id}/complete`);
    const fields = { name: 'Second site', description: 'As before.', entity, category_code: 'jc_MTqpkbkp6G' };
    const second = (
      await sandbox.call('POST', '/jobs', {
        ...fields,
        wage: 20_000,
        wage_type: 'flatfee',
        address: { region: 'CA' },
      })
    ).body as Made;
    const { id } = (await sandbox.call('POST', '/assignments', { contractor, job: second.id })).body as Made;
    const eligible = async () =>
      (await sandbox.call('GET', `/assignments/${id}`)).body.eligible as { message: string };
    await later('25h');
    expect(await eligible()).toMatchObject({
      result: false,
      message: expect.stringMatching(/^Card charge failed/),
    });
    const page = await open(contractor);
    await fill(page.url, { act: 'save' });
    expect(await eligible()).toMatchObject({ result: true });
    expect(await typesOf(sandbox.call, id)).toEqual(['assignment.active']);
    // And so the next one.
    const third = (await sandbox.call('POST', '/assignments', { contractor, job })).body as Made;
    await later('25h');
    expect(await typesOf(sandbox.call, third.id)).toEqual(['assignment.active']);
  });

  it('fails later where it is the test card for that', async () => {
    const { contractor, nextJob } = await makeCovered(sandbox.call);
    const { url } = await open(contractor);
    await fill(url, { act: 'save', card_number: '4000 0000 0000 0341' });
    const { id } = (await sandbox.call('POST', '/assignments', { contractor, job: nextJob })).body as Made;
    await later('25h');
    expect((await sandbox.call('GET', `/assignments/${id}`)).body.eligible).toMatchObject({ result: false });
    const person = new Person(sandbox.url);
    await person.open(`/objects/assignment/${id}`);
    expect(person.text).toContain('charge failed');
  });

  it('is kept by its last four digits alone', async () => {
    const { contractor } = await makeCovered(sandbox.call);
    await fill((await open(contractor)).url, { act: 'save' });
    const state = JSON.stringify((await control(sandbox, 'GET', '/export')).body);
    expect(state).toContain('"last4":"4242"');
    // Times may have these digits too.
    expect(state.replaceAll('"last4":"4242"', '')).not.toMatch(/\b4242\b|42424242/);
    expect(JSON.stringify((await sandbox.call('GET', `/contractors/${contractor}`)).body)).not.toMatch(
      /\b4242\b|42424242/,
    );
  });
});
