import { createApp } from '../../src/app';
import { paths } from '../../src/paths';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { endSessions } from './support/end-sessions';

const PASSWORD = 'a long pass phrase';
const DAY = 24 * 60 * 60 * 1000;
const OPERATORS = { env: { OPERATOR_PASSWORD: PASSWORD }, unregistered: true } as const;
let running: TestApp;
beforeEach(async () => {
  running = await startApp(OPERATORS);
});
afterEach(() => running.stop());

async function signedIn(app = running): Promise<Person> {
  const person = new Person(app.url);
  await person.open('/');
  await person.submit('/sign-in', { password: PASSWORD });
  expect(person.page.path).toBe('/');
  return person;
}

const rows = (table: 'sessions' | 'sign_in_attempts') =>
  running.made.database.sql.selectFrom(table).selectAll().execute();
const isIn = async (person: Person) => (await person.open('/')).path === '/';
const cookiesOf = ({ page }: Person) => String(page.response.headers['set-cookie'] ?? '');

describe('a session', () => {
  it('is kept for those who have signed in alone', async () => {
    for (let visit = 0; visit < 300; visit += 1) await fetch(`${running.url}/sign-in`);
    expect(await rows('sessions')).toEqual([]);
    const operator = await signedIn();
    expect(await rows('sessions')).toHaveLength(1);
    await operator.submit('/sign-out');
    expect(await rows('sessions')).toEqual([]);
  });

  it('goes on while it is used, which is written once a day', async () => {
    const operator = await signedIn();
    const [first] = await rows('sessions');
    running.advance(DAY - 60_000);
    expect(await isIn(operator)).toBe(true);
    expect(await rows('sessions')).toEqual([first]);
    expect(cookiesOf(operator)).toBe('');
    for (let day = 0; day < 10; day += 1) {
      running.advance(2 * DAY);
      expect(await isIn(operator)).toBe(true);
      expect(cookiesOf(operator)).toMatch(/^onboarding-[\w.-]+=[\w-]{43}; Max-Age=604800;/);
    }
    running.advance(7 * DAY);
    expect(await isIn(operator)).toBe(false);
  });

  it('cannot be told from what the database keeps', async () => {
    const operator = await signedIn();
    const id = /=([\w-]{43})/.exec(operator.cookies)?.[1];
    expect(id).toBeDefined();
    expect(JSON.stringify(await rows('sessions'))).not.toContain(id);
  });

  it.each([
    ['the password', { operatorPassword: 'another pass phrase' }],
    ['the secret', { sessionSecret: 'another secret of the tests' }],
  ])('ends with %s', async (_name, change) => {
    const operator = await signedIn();
    const { config } = running.deps;
    running.serve(createApp({ ...running.deps, config: { ...config, ...change } }));
    expect(await isIn(operator)).toBe(false);
    running.serve(running.app);
    expect(await isIn(operator)).toBe(true);
  });
});

describe('two instances on one host', () => {
  it('leave each other’s sessions, forms and notices alone', async () => {
    const other = await startApp(OPERATORS);
    try {
      const operator = await signedIn();
      const { cookies } = operator;
      expect(cookies).toMatch(/^onboarding-/);
      const answer = await fetch(`${other.url}/sign-in`, { headers: { cookie: cookies } });
      for (const cookie of answer.headers.getSetCookie()) {
        expect(cookies).not.toContain(`${cookie.split('=')[0]}=`);
      }
      expect(answer.headers.getSetCookie()).toHaveLength(1);
    } finally {
      await other.stop();
    }
  });
});

describe('a live page', () => {
  /** What a live page follows, and whether that has ended. */
  async function follow(operator: Person): Promise<{ ended: boolean }> {
    const stream = await fetch(`${running.url}${paths.changes}?page=onboardings`, {
      headers: { cookie: operator.cookies },
    });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const state = { ended: false };
    void stream.text().then(() => (state.ended = true));
    return state;
  }

  it('ends when the operator signs out, and nobody else’s does', async () => {
    const [operator, colleague] = [await signedIn(), await signedIn()];
    const [own, other] = [await follow(operator), await follow(colleague)];
    await operator.open('/');
    await operator.submit('/sign-out');
    expect(operator.page.path).toBe('/sign-in');
    await until(() => own.ended);
    expect(other.ended).toBe(false);
  });

  it('ends soon after its session was ended elsewhere', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout', 'Date'] });
    try {
      const live = await follow(await signedIn());
      jest.advanceTimersByTime(5000);
      await running.store.ping();
      expect(live.ended).toBe(false);
      await endSessions(running);
      await until(() => {
        jest.advanceTimersByTime(5000);
        return live.ended;
      });
    } finally {
      jest.useRealTimers();
    }
  });
});
