import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { walkTo } from '../support/walk';

let running: TestApp;
beforeAll(async () => {
  running = await startApp({ maxRetries: 0, unregistered: true });
});
afterAll(() => running.stop());
afterEach(() => {
  running.proxy.clear();
  jest.restoreAllMocks();
});

interface Line {
  level: number;
  msg: string;
  err?: { stack: string };
  reason?: string;
}

const ERROR = 50;

/** The log lines that some work leaves. */
async function linesOf(work: () => Promise<unknown>): Promise<Line[]> {
  const before = running.log.length;
  await work();
  return running.log.slice(before).map((line) => JSON.parse(line) as Line);
}

describe('the log', () => {
  it('tells of a failure elsewhere in a line without a stack, below the level of errors', async () => {
    const person = new Person(running.url);
    const onboarding = await walkTo(person, 'entity');
    running.proxy.fail('GET /', { kind: 'reset' });
    running.advance(60_000);
    const lines = await linesOf(async () => {
      expect((await person.open(`${onboarding}/contractor`)).status).toBe(502);
      expect((await fetch(`${running.url}/health/ready`)).status).toBe(503);
    });
    expect(lines.filter(({ level, err }) => level >= ERROR || err !== undefined)).toEqual([]);
    expect(lines.find(({ msg }) => msg === 'request failed elsewhere')?.reason).toMatch(
      /GET|contractors|API/,
    );
    expect(JSON.stringify(lines)).not.toMatch(/\bat \S+ \(/);
  });

  it('tells of a failure of our own once, as an error with its stack', async () => {
    jest.spyOn(running.store.lists, 'first').mockRejectedValue(new Error('a bug of ours'));
    const lines = await linesOf(async () => expect((await fetch(running.url)).status).toBe(500));
    const withStack = lines.filter(({ err }) => err?.stack.includes('a bug of ours'));
    expect(withStack.map(({ level, msg }) => [level, msg])).toEqual([[ERROR, 'request failed']]);
  });
});
