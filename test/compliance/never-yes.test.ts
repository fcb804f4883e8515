import { control } from '../../sandbox/test/support/control';
import { startApp, type TestApp } from '../support/harness';
import { seeded } from '../support/seeded';
import { History } from './support/history';
import { insuredBy } from './support/insured';

/** More histories than the usual ones: `GATE_SEEDS=1000 npx jest test/compliance/never-yes.test.ts`. */
const more = Number(process.env['GATE_SEEDS'] ?? 0);
const SEEDS = more > 0 ? more : 2;
const STEPS = more > 0 ? 12 : 6;
const DAY = 86_400;

let running: TestApp;
beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
});
afterAll(() => running.stop());

interface Question {
  contractor: string;
  job: string;
  at: number;
}

async function ask(question: Question): Promise<{ decision: boolean; covered: boolean; reasons: string[] }> {
  const query = new URLSearchParams({ ...question, at: String(question.at) });
  for (;;) {
    const answer = await fetch(`${running.url}/api/coverage?${query.toString()}`);
    if (answer.status === 200) return (await answer.json()) as Awaited<ReturnType<typeof ask>>;
    // Asked so often within a minute that none is answered: the next minute is waited for.
    expect(answer.status).toBe(429);
    await new Promise((resolve) => setTimeout(resolve, Number(answer.headers.get('retry-after')) * 1000));
  }
}

test(
  'the gate never says yes to whom the sandbox does not insure then',
  async () => {
    let yes = 0;
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      await control(running.sandbox, 'DELETE', '/api-faults');
      await control(running.sandbox, 'DELETE', '/webhook-faults');
      const draw = seeded(seed);
      const history = await History.begin(running, draw);
      const { contractor, jobs } = history.people;
      const steps: string[] = [];
      for (let count = 0; count < STEPS; count += 1) {
        steps.push(await history.step());
        const now = await history.now();
        for (const job of [
          history.pick(jobs.slice(0, 2)) ?? '',
          history.pick([...jobs, 'jb_nobody']) ?? '',
        ]) {
          const at = now + Math.floor((draw() - 0.2) * 20 * DAY);
          const { decision, covered, reasons } = await ask({ contractor, job, at });
          const by = await insuredBy(running.sandbox, { contractor, job, at });
          const said = { seed, steps, job, at, decision, covered, reasons, by };
          if (decision || covered) expect(said).toMatchObject({ decision: true, covered: true });
          if (decision) expect({ ...said, insured: by.length > 0 }).toMatchObject({ insured: true });
          if (decision) yes += 1;
        }
      }
    }
    expect(yes).toBeGreaterThan(0);
  },
  more > 0 ? 0x7fffffff : 90_000,
);
