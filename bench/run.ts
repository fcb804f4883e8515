/**
 * `npm run bench -- NAME [--rounds N] [--seconds N] [--contractors N] [--onboardings N] [--events N]
 * [--only WORD]`: one benchmark. It runs the reference and the app alternately,
 * so that whatever else the machine does meets both, prints each figure, and last the median ratio.
 */
import { parseArgs } from 'node:util';
import { benchCrowd } from './crowd';
import { benchMemory } from './memory';
import { benchPage } from './page';
import { benchSandbox } from './sandbox/sandbox';
import { benchScale } from './scale';
import type { BenchOptions } from './support/compare';
import { benchWalk } from './walk';
import { benchWebhooks } from './webhooks';

/** How often and how long each is measured when nothing is said: each benchmark stays under three minutes. */
const BENCHES: Record<string, { run: (options: BenchOptions) => Promise<void> } & BenchOptions> = {
  crowd: { run: benchCrowd, rounds: 1, seconds: 30 },
  memory: { run: benchMemory, rounds: 1, seconds: 0 },
  page: { run: benchPage, rounds: 7, seconds: 1.5 },
  sandbox: { run: benchSandbox, rounds: 4, seconds: 1 },
  scale: { run: benchScale, rounds: 7, seconds: 0 },
  walk: { run: benchWalk, rounds: 24, seconds: 0 },
  webhooks: { run: benchWebhooks, rounds: 5, seconds: 1.5 },
};

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      contractors: { type: 'string' },
      onboardings: { type: 'string' },
      events: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const bench = BENCHES[positionals[0] ?? ''];
  if (!bench) throw new Error(`Name a benchmark: npm run bench -- ${Object.keys(BENCHES).join('|')}`);
  await bench.run({
    rounds: Number(values.rounds ?? bench.rounds),
    seconds: Number(values.seconds ?? bench.seconds),
    ...(values.contractors !== undefined && { contractors: Number(values.contractors) }),
    ...(values.onboardings !== undefined && { onboardings: Number(values.onboardings) }),
    ...(values.events !== undefined && { events: Number(values.events) }),
    ...(values.only !== undefined && { only: values.only }),
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
