import fc from 'fast-check';
import { MovableClock } from './support/movable-clock';
import { runSandbox } from './support/running-sandbox';
import { Sequence, type Step } from './support/sequence';
import { kindsOfObject } from './support/sequence-kinds';

/** More runs than the usual ones, with a seed of their own: `SEQUENCE_RUNS=500 npx jest sandbox/test/sequences.test.ts`. */
const more = Number(process.env['SEQUENCE_RUNS'] ?? 0);
const runs = more > 0 ? { numRuns: more } : { numRuns: 8, seed: 20_260_301 };

/** What needs much before it is drawn more often. */
const paths = [
  ...Object.keys(kindsOfObject),
  '/quotes',
  '/policies',
  '/assignments',
  '/assignments',
  '/invoices',
];
const numbers = fc.array(fc.nat(10_000), { minLength: 6, maxLength: 12 });
const act = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Step['act']>('create') },
  { weight: 4, arbitrary: fc.constantFrom<Step['act']>('twins', 'update', 'delete', 'page') },
  { weight: 3, arbitrary: fc.constant<Step['act']>('happen') },
  { weight: 1, arbitrary: fc.constantFrom<Step['act']>('pay', 'sign in') },
  { weight: 1, arbitrary: fc.constantFrom<Step['act']>('end', 'wait') },
  { weight: 2, arbitrary: fc.constantFrom<Step['act']>('require', 'send') },
);
const step = fc.record({ act, path: fc.constantFrom(...paths), numbers });
/** Without these a random sequence rarely gets as far as a quote. */
const basics = [
  '/contractors',
  '/entities',
  '/jobs',
  '/quotes',
  '/apply/sessions',
  '/policies',
  '/assignments',
];
const beginning = fc.tuple(
  ...basics.map((path) =>
    fc.record({ act: fc.constant<Step['act']>('create'), path: fc.constant(path), numbers }),
  ),
);

test(
  'whatever the order of calls, what the API promises is kept',
  async () => {
    const sequence = fc.tuple(beginning, fc.array(step, { minLength: 10, maxLength: 30, size: 'max' }));
    await fc.assert(
      fc.asyncProperty(sequence, async ([first, steps]) => {
        const sandbox = await runSandbox({ now: new MovableClock().now });
        try {
          const calls = await new Sequence(sandbox).begin();
          for (const one of [...first, ...steps]) await calls.run(one);
          await calls.expectEventsInOrder();
        } finally {
          await sandbox.close();
        }
      }),
      // Long sequences are made shorter for a while only, so that a failure is told with its seed.
      more > 0 ? runs : { ...runs, interruptAfterTimeLimit: 40_000 },
    );
  },
  more > 0 ? 0x7fffffff : 60_000,
);
