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

test(
  'the gate never says yes to whom the sandbox does not insure then',
  async () => {
    let yes = 0;
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      // What was before is gone, so that the thousandth history takes no longer than the first.
      for (const path of ['/api-faults', '/webhook-faults']) await control(running.sandbox, 'DELETE', path);
      await control(running.sandbox, 'POST', '/reset');
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
          const { decision, covered, reasons } = await running.app.gate.ask({
            contractor,
            job,
            at,
            coverage: [],
          });
          const by = await insuredBy(running.sandbox, { contractor, job, at });
          const said = { seed, steps, job, at, decision, covered, reasons, by };
          if (decision || covered) expect(said).toMatchObject({ decision: true, covered: true });
          // The whole of it, so that a failure tells how it came about.
          if (decision)
            expect({ ...said, by: by.slice(0, 1) }).toEqual({ ...said, by: [expect.any(String)] });
          if (decision) yes += 1;
        }
      }
    }
    expect(yes).toBeGreaterThan(0);
  },
  more > 0 ? 0x7fffffff : 90_000,
);
