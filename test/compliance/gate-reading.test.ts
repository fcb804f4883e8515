import { control } from '../../sandbox/test/support/control';
import { createPolicyApi, type PolicyApi } from '../../src/policy-api/client';
import { makeCovered } from '../policy-api/support/insured';
import { startApp, until, type TestApp } from '../support/harness';

let running: TestApp;
let api: PolicyApi;
beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
  const { url, sandbox } = running.sandbox;
  api = createPolicyApi({ baseUrl: url, apiKey: sandbox.apiKey, environment: 'sandbox' });
});
afterAll(async () => {
  api.close();
  await running.stop();
});

const ask = (contractor: string, job: string, at: number) =>
  running.app.gate.ask({ contractor, job, at, coverage: [] });

/** What no event told: neither the policy nor that it ended. */
async function untold<Result>(work: () => Promise<Result>): Promise<Result> {
  await control(running.sandbox, 'PUT', '/webhook-faults', { drop_rate: 1 });
  const result = await work();
  await control(running.sandbox, 'DELETE', '/webhook-faults');
  return result;
}

describe('what the gate reads', () => {
  it('is no proof where an assignment names a policy that is gone, and that nothing was known of', async () => {
    const { contractor, next, policy } = await untold(() => makeCovered(api));
    const assigned = await api.createAssignment({ contractor, job: next }, `assign ${next}`);
    const at = assigned.effective_date! + 60;
    await control(running.sandbox, 'POST', '/clock', { advance: '25h' });
    await until(async () => (await running.app.knowledge.of(contractor))?.assignments[0]?.active === true);
    await untold(() => api.deletePolicy(policy.id));
    const { decision, state } = await ask(contractor, next, at);
    expect([decision, state]).not.toContain('covered');
    expect(decision).toBe(false);
  });

  it('is proof where an assignment is older than the newest hundred of the account, and a no says what was not read', async () => {
    const { contractor, job, next } = await makeCovered(api);
    const assigned = await api.createAssignment({ contractor, job: next }, `assign ${next}`);
    const at = assigned.effective_date! + 60;
    await control(running.sandbox, 'POST', '/clock', { advance: '25h' });
    await until(async () => (await ask(contractor, next, at)).decision);
    const other = await makeCovered(api);
    for (let made = 0; made < 101; made += 1)
      await api.createAssignment({ contractor: other.contractor, job: other.next, bind: false }, `o ${made}`);
    expect(await ask(contractor, next, at)).toMatchObject({ decision: true });
    const no = await ask(other.contractor, job, at);
    expect(no.decision).toBe(false);
    expect(no.reasons).toContain(
      'Of the assignments of the account only the newest 100 were looked through.',
    );
  });
});
