import type { IncomingMessage } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { listen } from '../../lib/listen';
import { readConfig } from '../../src/config';
import { HookSender } from '../../src/compliance/hook/sender';
import { tidy } from '../../src/maintenance';
import { HOST_WORDS } from '../../src/pages/site-words';
import { createStore } from '../../src/store/store';
import { control } from '../../sandbox/test/support/control';
import { dayFromNow, seconds } from '../contractors/support/days';
import { makeCovered } from '../policy-api/support/insured';
import { Person } from '../support/browser-like';
import { testDatabase } from '../support/databases';
import { startApp, until, type TestApp } from '../support/harness';
import { callSandbox } from '../support/sandbox-api';
import { CONTRACTOR, finishApplication, walkTo } from '../support/walk';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const PAGE = '/compliance/hook';
const DAY = 24 * 60 * 60_000;

interface Heard {
  id: string;
  type: string;
  data: Record<string, unknown>;
}

/** A platform that checks each call by the library of the standard, and answers as it is told to. */
async function startPlatform() {
  const heard: Heard[] = [];
  const raw: string[] = [];
  let answers: number[] = [];
  let otherwise = 204;
  const triesOf = (id: string) => heard.filter((call) => call.id === id).length;
  const listening = await listen(
    (req, res) => {
      void bodyOf(req).then((body) => {
        const [id, time] = [String(req.headers['webhook-id']), Number(req.headers['webhook-timestamp'])];
        const signature = new Webhook(SECRET).sign(id, new Date(time * 1000), body);
        if (req.headers['webhook-signature'] !== signature) return res.writeHead(401).end();
        const { type, data } = JSON.parse(body) as Heard;
        heard.push({ id, type, data });
        raw.push(body);
        const status = answers[triesOf(id) - 1] ?? otherwise;
        res.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
      });
    },
    0,
    '127.0.0.1',
    'PORT',
  );
  return {
    url: `http://127.0.0.1:${listening.port}/hooks/coverage`,
    heard,
    raw,
    triesOf,
    /** What each delivery is answered at its first tries, whichever comes first. */
    answersTries: (...statuses: number[]) => void (answers = statuses),
    alwaysAnswers: (status: number) => void (otherwise = status),
    stop: () => {
      listening.server.closeAllConnections();
      return listening.close();
    },
  };
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

let platform: Awaited<ReturnType<typeof startPlatform>>;
let running: TestApp;
let operator: Person;
beforeAll(async () => {
  platform = await startPlatform();
  running = await startApp({ env: { COVERAGE_HOOK_URL: platform.url, COVERAGE_HOOK_SECRET: SECRET } });
  operator = new Person(running.url);
});
afterAll(async () => {
  await running.stop();
  await platform.stop();
});

afterEach(() => {
  platform.answersTries();
  platform.alwaysAnswers(204);
});

const sendTest = async () => {
  await operator.open(PAGE);
  await operator.submit(`${PAGE}/test`);
};
/** The newest delivery, as the page shows it. */
async function newest(): Promise<string> {
  await operator.open(PAGE);
  const { $ } = operator.page;
  return $('tbody tr').first().text().replace(/\s+/g, ' ').trim();
}

describe('the hook', () => {
  it('says on its page that nothing was sent yet', async () => {
    await operator.open(PAGE);
    expect(operator.text).toContain('Nothing was sent yet');
    expect(operator.text).toContain(platform.url);
  });

  it('tells the platform of coverage by ids alone, signed, and of each change once', async () => {
    const path = await walkTo(operator, 'application');
    await operator.submit(`${path}/application`);
    const row = (await running.store.onboardings.find(path.split('/').pop() ?? ''))!;
    await finishApplication(new Person(running.sandbox.url), `/apply/sandbox/${row.session_id}`);
    await until(() => platform.heard.some(({ data }) => data.state === 'covered_from'));
    expect(platform.heard.at(-1)).toMatchObject({
      type: 'coverage.changed',
      data: { contractor: row.contractor_id, job: row.job_id, covered: false },
    });
    const said = platform.heard.map(({ data }) => JSON.stringify(data));
    expect(said).toEqual([...new Set(said)]);
    for (const word of [CONTRACTOR.first_name, CONTRACTOR.last_name, '@', CONTRACTOR.phone])
      expect(platform.raw.join('')).not.toContain(word);
    // The platform has it a moment before that is noted.
    const DELIVERED = /coverage\.changed covered from, not covered, .*Delivered Taken at try 1/;
    await until(async () => DELIVERED.test(await newest()));
  });

  it('is tried again with the same id, later each time, until it is taken', async () => {
    platform.answersTries(500, 503);
    const before = platform.heard.length;
    await sendTest();
    await until(() => platform.heard.length > before);
    await until(async () => (await newest()).includes('It answered with status 500. Tried once.'));
    expect(await newest()).toMatch(/Waiting .*It is tried again in \d seconds/);
    const { id } = platform.heard[before]!;
    // What of another delivery falls in between takes none of the answers meant for this one.
    const cameOf = async () => (await running.store.hookDeliveries.find(id))!;
    running.advance(6_000);
    await operator.submit(`${PAGE}/test`);
    await until(async () => (await cameOf()).failure === 'It answered with status 503.');
    running.advance(61_000);
    await sendTest();
    await until(async () => (await cameOf()).state === 'delivered');
    expect(platform.triesOf(id)).toBe(3);
  });

  it('is given up after about a day, and sent again by a button', async () => {
    platform.alwaysAnswers(500);
    const { hookDeliveries } = running.store;
    await sendTest();
    const [delivery] = await hookDeliveries.page({ limit: 1 });
    const now = async () => (await hookDeliveries.find(delivery!.id))!;
    const again = async () => (await now()).send_after !== null;
    for (let tries = 1, since = 0; tries <= 8; tries += 1) {
      await until(async () => {
        const { attempts, tried_at: tried } = await now();
        return attempts === tries && (tried ?? -1) >= since;
      });
      // The next is over once it was tried a day later.
      since = running.deps.now() + DAY;
      running.advance(DAY);
      await running.app.catchUp();
    }
    await until(async () => !(await again()));
    platform.alwaysAnswers(204);
    const row = async () => {
      await operator.open(PAGE);
      const { $ } = operator.page;
      return $('tbody tr').has(`form[action*="${delivery!.id}"]`).text().replace(/\s+/g, ' ');
    };
    expect(await row()).toMatch(/Given up .*Tried 8 times\. It is not tried any more/);
    await operator.submit(`${PAGE}/${delivery!.id}/again`);
    await until(async () => (await row()).includes('Delivered'));
  });

  it('tells of the whole that covers a contractor, not of one onboarding alone', async () => {
    const contractor = String(platform.heard.find(({ data }) => data.contractor !== null)?.data.contractor);
    const heard = () => platform.heard.filter(({ data }) => data.contractor === contractor);
    const { url, sandbox } = running.sandbox;
    const form = new FormData();
    form.append('contractor', contractor);
    form.append('certificate', new Blob(['%PDF-1.4'], { type: 'application/pdf' }), 'good.pdf');
    const headers = { Authorization: `Bearer ${sandbox.apiKey}` };
    await fetch(`${url}/api/v1/files/certificates`, { method: 'POST', headers, body: form });
    await control(running.sandbox, 'POST', '/clock', { advance: '1h' });
    await running.app.sync();
    await until(() => heard().at(-1)?.data.covered === true);
    const [policy] = await running.deps.api.listContractorPolicies(contractor);
    await callSandbox(running.sandbox, 'PUT', `/policies/${policy!.id}`, { is_active: false });
    await running.app.sync();
    const { coverageNews, hookDeliveries, events } = running.store;
    await until(async () =>
      (await events.search({ contractor, limit: 100 })).rows.some(({ type }) => type === 'policy.cancelled'),
    );
    await running.app.catchUp();
    await until(async () => (await coverageNews.nextDue()) === null);
    // What the platform refused in a test before may have hours to wait.
    running.advance(DAY);
    await until(async () => (await hookDeliveries.nextDue()) === null);
    expect(heard().at(-1)?.data).toMatchObject({ covered: true, state: 'covered' });
  });

  it('follows no redirect', async () => {
    platform.answersTries(302);
    const before = platform.heard.length;
    await sendTest();
    await until(async () => (await newest()).includes('It redirects, and that is not followed'));
    expect(platform.heard).toHaveLength(before + 1);
  });

  it('forgets deliveries after a month', async () => {
    await tidy(running.store, () => Date.now() + 400 * DAY);
    await operator.open(PAGE);
    expect(operator.text).toContain('Nothing was sent yet');
  });

  it('logs no secret', () => {
    expect(running.log.join('')).not.toContain(SECRET.slice(6));
  });
});

describe('the settings of the hook', () => {
  const problemsOf = (env: Record<string, string>): string => {
    try {
      return JSON.stringify(readConfig(env).hook);
    } catch (error) {
      return (error as Error).message;
    }
  };

  it.each([
    [{}, 'null'],
    [{ COVERAGE_HOOK_URL: 'https://a.example/h', COVERAGE_HOOK_SECRET: SECRET }, 'https://a.example/h'],
    [{ COVERAGE_HOOK_URL: 'https://a.example/h' }, 'COVERAGE_HOOK_SECRET is missing'],
    [{ COVERAGE_HOOK_SECRET: SECRET }, 'COVERAGE_HOOK_URL is missing'],
    [
      { COVERAGE_HOOK_URL: 'ftp://a.example', COVERAGE_HOOK_SECRET: SECRET },
      'COVERAGE_HOOK_URL is not a URL',
    ],
    [{ COVERAGE_HOOK_URL: 'https://u:p@a.example', COVERAGE_HOOK_SECRET: SECRET }, 'must not hold a name'],
    [
      { COVERAGE_HOOK_URL: 'https://a.example', COVERAGE_HOOK_SECRET: 'whsec_short' },
      'COVERAGE_HOOK_SECRET is not',
    ],
  ])('%j', (env, words) => {
    expect(problemsOf(env)).toContain(words);
  });
});

it('tells of a later job once its assignment was charged, and of no cover before', async () => {
  const other = await startApp({ env: { COVERAGE_HOOK_URL: platform.url, COVERAGE_HOOK_SECRET: SECRET } });
  const { contractor, next: job } = await makeCovered(other.deps.api);
  const person = new Person(other.url);
  const page = `/contractors/${contractor}/new-job`;
  await person.open(page);
  await person.submit(page, { job, effective_date: dayFromNow(5), end_date: dayFromNow(12) });
  await person.submit(/\/bind$/);
  const heard = () => platform.heard.flatMap(({ data }) => (data.job === job ? [data] : []));
  await until(() => heard().at(-1)?.state === 'awaiting_charge');
  await control(other.sandbox, 'POST', '/clock', { advance: '25h' });
  await until(() => heard().at(-1)?.state === 'covered_from');
  expect(heard().at(-1)).toMatchObject({ contractor, from: seconds(dayFromNow(5)) });
  expect(heard().filter(({ covered }) => covered)).toEqual([]);
  await control(other.sandbox, 'POST', '/clock', { advance: '5d' });
  await other.app.sync();
  await other.app.catchUp();
  await until(() => heard().at(-1)?.covered === true);
  await other.stop();
});

it('is taken over by another process after a minute, where one dies while it calls', async () => {
  const made = await testDatabase();
  let now = Date.now();
  const { hookDeliveries } = createStore(made.database, () => now);
  const looked = jest.spyOn(hookDeliveries, 'due');
  const settled = jest.spyOn(hookDeliveries, 'settle');
  const process = () =>
    new HookSender({
      hook: { url: platform.url, secret: SECRET },
      store: { hookDeliveries },
      words: HOST_WORDS,
      logger: { warn: () => undefined, error: () => undefined },
      now: () => now,
    });
  // It has called the platform, and never notes what came of it.
  settled.mockReturnValueOnce(new Promise(() => undefined));
  await process().sendTest();
  await until(() => settled.mock.calls.length === 1);
  const id = settled.mock.calls[0]![0];
  expect(platform.triesOf(id)).toBe(1);

  const other = process();
  looked.mockClear();
  now += 59_000;
  other.soon();
  await until(() => looked.mock.calls.length === 1);
  expect(await looked.mock.results[0]!.value).toEqual([]);
  now += 1_000;
  await until(() => platform.triesOf(id) === 2);
  await other.stop();
  expect(await hookDeliveries.find(id)).toMatchObject({ state: 'delivered', attempts: 2, send_after: null });
  await made.drop();
});

it('says what to set where there is nobody to call', async () => {
  const other = await startApp({ unregistered: true });
  const person = new Person(other.url);
  await person.open(PAGE);
  expect(person.text).toContain('Nobody is told');
  expect(person.text).toContain('COVERAGE_HOOK_URL');
  await other.stop();
});

it('is sent again as was asked while a try was under way that failed', async () => {
  const made = await testDatabase();
  const { hookDeliveries } = createStore(made.database, Date.now);
  await hookDeliveries.add({ id: 'msg_1', subject: 'cn_1 jb_1', body: '{}' }, 1);
  const [delivery] = await hookDeliveries.due(1, 1);
  await hookDeliveries.take(delivery!, 60_000);
  await hookDeliveries.sendAgain('msg_1', 2);
  const failed = { state: 'given_up', status: 500, failure: 'it answered 500', sendAfter: null, at: 3 };
  await hookDeliveries.settle('msg_1', 60_000, failed);
  expect(await hookDeliveries.nextDue()).toBe(2);
  await made.drop();
});
