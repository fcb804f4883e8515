import { control } from './support/control';
import { eventsOf, typesOf } from './support/events';
import { makeCovered, makeSession, type Made } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await runSandbox();
});
afterAll(() => sandbox.close());

const act = async (kind: string, id: string, name: string) => {
  const { status, body } = await control(sandbox, 'POST', `/${kind}/${id}/${name}`);
  return status === 200 ? (body as { state: string }).state : `${status} ${JSON.stringify(body.message)}`;
};

/** A contractor with a policy, and an assignment that waits for its charge. */
async function assigned(contractor: object = {}): Promise<Made> {
  const all = await makeCovered(sandbox.call, contractor);
  const { body } = await sandbox.call('POST', '/assignments', {
    contractor: all.contractor,
    job: all.nextJob,
  });
  return body as Made;
}

const read = async (where: string) => (await sandbox.call('GET', where)).body as Made;

describe('one call charges', () => {
  it('an assignment, which is active then, with its invoice paid', async () => {
    const { id, contractor } = await assigned();
    const { status, body } = await control(sandbox, 'POST', `/assignments/${id}/charge`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'active', assignment: { id, eligible: { result: true } } });
    expect((body as { events: { type: string }[] }).events.map(({ type }) => type)).toEqual([
      'invoice.charge_card_succeeded',
      'assignment.active',
    ]);
    // Nothing is left to happen a day later.
    await control(sandbox, 'POST', '/clock', { advance: '25h' });
    expect(await typesOf(sandbox.call, ({ data }) => data.contractor === contractor)).toEqual([
      'invoice.charge_card_succeeded',
      'assignment.active',
    ]);
  });

  it('an assignment in vain, which says so in its answer, and can be charged again', async () => {
    const { id } = await assigned();
    expect(await act('assignments', id, 'fail')).toBe('charge failed');
    expect((await read(`/assignments/${id}`))['eligible']).toMatchObject({
      result: false,
      message: expect.stringMatching(/^Card charge failed/),
    });
    expect(await act('assignments', id, 'charge')).toBe('active');
    expect((await read(`/assignments/${id}`))['eligible']).toEqual({
      result: true,
      message: 'Contractor is pre-approved for insurance coverage.',
    });
    expect(await act('assignments', id, 'charge')).toMatch(/^409 .*No charge is under way/);
  });

  it('an invoice, once', async () => {
    const { contractor, job } = await makeCovered(sandbox.call);
    const cycle = { paycycle_startdate: 1700000000, paycycle_enddate: 1700600000 };
    const { body } = await sandbox.call('POST', '/invoices', {
      contractor,
      job,
      gross_pay: 50_000,
      ...cycle,
    });
    const { id } = body as Made;
    expect(await act('invoices', id, 'fail')).toBe('failed');
    expect((await sandbox.call('PUT', `/invoices/${id}`, { gross_pay: 60_000 })).status).toBe(200);
    expect(await act('invoices', id, 'charge')).toBe('paid');
    expect(await act('invoices', id, 'charge')).toMatch(/^409 .*paid already/);
    expect(await typesOf(sandbox.call, id)).toEqual([
      'invoice.charge_card_failed',
      'invoice.charge_card_succeeded',
    ]);
  });

  it('no card where the premium is withheld', async () => {
    const { id } = await assigned({ withhold_premium: true });
    expect((await eventsOf(sandbox.call, id)).map(({ type }) => type)).toEqual(['assignment.active']);
    expect(await act('assignments', id, 'fail')).toMatch(/^409/);
  });

  it('switches a policy off and on', async () => {
    const { policy } = await makeCovered(sandbox.call);
    expect(await act('policies', policy.id, 'reactivate')).toMatch(/^409/);
    expect(await act('policies', policy.id, 'cancel')).toBe('cancelled');
    expect(await act('policies', policy.id, 'reactivate')).toBe('active');
    expect(await typesOf(sandbox.call, policy.id)).toEqual([
      'policy.active',
      'policy.cancelled',
      'policy.reactivated',
    ]);
  });

  it('does nothing that it does not know', async () => {
    const { policy } = await makeCovered(sandbox.call);
    expect(await act('policies', policy.id, 'toString')).toMatch(/^404 .*cancel, reactivate/);
    expect(await act('policies', 'pl_none', 'cancel')).toMatch(/^404 .*pl_none/);
    expect(await act('teapots', policy.id, 'cancel')).toMatch(/^404/);
  });
});

describe('the card of an application', () => {
  it('pays later charges, unless it is the test card that does not', async () => {
    const { session, contractor } = await makeSession(sandbox.call);
    expect(await act('applications', session.id, 'complete')).toBe('complete');
    expect(JSON.stringify(await read(`/contractors/${contractor}`))).not.toMatch(/card|\b4242\b|42424242/);
  });
});
