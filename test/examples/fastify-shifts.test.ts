import { complete } from '../../sandbox/test/support/applicant';
import { control } from '../../sandbox/test/support/control';
import { makeCovered, makeParties } from '../policy-api/support/insured';
import { until } from '../support/harness';
import { Example, freePort } from './support/example';

const DAY = 86_400;

describe('fastify-shifts', () => {
  let example: Example;
  let url: string;
  afterAll(() => example.end());
  beforeAll(async () => {
    example = await Example.make('fastify-shifts');
    const { sandbox, api } = example;
    const port = String(await freePort());
    const receiver = { url: `http://127.0.0.1:${port}/webhooks/insurance` };
    const endpoint = await api.createWebhookEndpoint(receiver, 'endpoint');
    const host = new URL(sandbox.url).host;
    const { apiKey } = sandbox.sandbox;
    url = await example.start('server.ts', {
      API_BASE: `${sandbox.url}/api/v1`,
      API_KEY: apiKey,
      HOSTS: host,
      PORT: port,
      WEBHOOK_SECRET: endpoint.secret ?? '',
    });
  });

  const post = async (where: string, body: object) => {
    const answer = await fetch(url + where, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return [answer.status, await answer.json()] as [number, Record<string, unknown>];
  };

  it('has under a hundred lines of its own, and compiles strictly with what it took', () => {
    expect(example.linesOf('server.ts')).toBeLessThan(100);
    expect(example.npm('run', 'types', '--silent')).toBe('');
  });

  it('lets a shift start only when its worker is covered then', async () => {
    const { contractor: worker, job } = await makeParties(example.api);
    const now = Math.floor(Date.now() / 1000);
    const at = now + 3 * DAY;
    expect(await post('/shifts', { worker, job, at })).toMatchObject([
      409,
      { covered: false, state: 'not_started', missing: ['general', 'workers-comp'] },
    ]);
    const [, application] = await post('/applications', { worker, job });
    expect((await post('/applications', { worker, job }))[1]).toEqual(application);
    expect(await post('/shifts', { worker, job, at })).toMatchObject([409, { state: 'applying' }]);
    await complete(application['url'] as string);
    await until(async () => (await post('/shifts', { worker, job, at }))[0] === 201);
    expect(await post('/shifts', { worker, job, at: now + 365 * 10 * DAY })).toMatchObject([
      409,
      {
        state: 'expired',
        reasons: expect.arrayContaining([expect.stringMatching(/^The policy pl_\w+ expired on /)]),
      },
    ]);
  });

  it('finds an assignment that is older than the newest hundred of the account, once it is active', async () => {
    const { sandbox, api } = example;
    const { contractor: worker, next: job } = await makeCovered(api);
    const assigned = await api.createAssignment({ contractor: worker, job }, `assign ${job}`);
    const other = await makeCovered(api);
    for (let made = 0; made < 101; made += 1)
      await api.createAssignment(
        { contractor: other.contractor, job: other.next, bind: false },
        `other ${made}`,
      );
    expect((await api.listAssignments({ limit: 100 })).map(({ id }) => id)).not.toContain(assigned.id);
    const shift = { worker, job, at: assigned.effective_date };
    expect(await post('/shifts', shift)).toMatchObject([409, { state: 'awaiting_charge' }]);
    await control(sandbox, 'POST', '/clock', { advance: '25h' });
    await until(async () => (await post('/shifts', shift))[0] === 201);
    expect(await post('/shifts', { ...shift, worker: other.contractor })).toMatchObject([
      409,
      { covered: false },
    ]);
  });

  it('lets no shift start, and says why, while the API fails midway or does not know the worker', async () => {
    const { sandbox, api } = example;
    const { contractor: worker, job, policy } = await makeCovered(api);
    const shift = { worker, job, at: policy.effective_date };
    expect((await post('/shifts', shift))[0]).toBe(201);
    // Policies were read by then.
    const faults = [{ fault: 'error', status: 403, operation: 'GET /quotes/{quote}' }];
    expect((await control(sandbox, 'PUT', '/api-faults', faults)).status).toBe(200);
    expect(await post('/shifts', shift)).toMatchObject([
      409,
      {
        decision: false,
        covered: false,
        state: 'unknown',
        reasons: expect.arrayContaining([
          expect.stringMatching(/^The API could not be asked \(.+\)\.$/),
        ]) as string[],
      },
    ]);
    await control(sandbox, 'DELETE', '/api-faults');
    expect((await post('/shifts', shift))[0]).toBe(201);
    expect(await post('/shifts', { ...shift, worker: 'cn_unknown' })).toMatchObject([
      409,
      { covered: false, reasons: ['The API knows no contractor cn_unknown.'] },
    ]);
  });

  it('says what the API says when it cannot do what is asked', async () => {
    expect(await post('/applications', { worker: 'cn_unknown', job: 'jb_unknown' })).toMatchObject([
      502,
      { error: expect.stringMatching(/^invalid_/) as string },
    ]);
  });
});
