import { complete } from '../../sandbox/test/support/applicant';
import { makeParties } from '../policy-api/support/insured';
import { until } from '../support/harness';
import { Example } from './support/example';

const DAY = 86_400;

describe('fastify-shifts', () => {
  let example: Example;
  let url: string;
  afterAll(() => example.end());
  beforeAll(async () => {
    example = await Example.make('fastify-shifts');
    const { sandbox } = example;
    const host = new URL(sandbox.url).host;
    const { apiKey } = sandbox.sandbox;
    url = await example.start('server.ts', {
      API_BASE: `${sandbox.url}/api/v1`,
      API_KEY: apiKey,
      HOSTS: host,
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

  it('says what the API says when it cannot do what is asked', async () => {
    expect(await post('/applications', { worker: 'cn_unknown', job: 'jb_unknown' })).toMatchObject([
      502,
      { error: expect.stringMatching(/^invalid_/) as string },
    ]);
  });
});
