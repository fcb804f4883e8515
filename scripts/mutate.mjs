/**
 * `npm run mutate -- AREA [FILE...]`: makes small wrong changes to an area of the code, one at a time, and lists
 * those that no test notices. It takes long, so it is no part of the checks. Files of code and of tests may be named,
 * in the place of all that the area has: each test file costs a second or more for each change.
 */
import os from 'node:os';
import path from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import jestConfig from '../jest.config.js';

const TYPESCRIPT = '^.+\\.ts$';

/** In sandbox/test; those that start processes of their own run the code as it stands, so they can notice nothing. */
const ofSandbox = (...names) => names.map((name) => `sandbox/test/${name}.test.ts`);

/** What is changed in each area, and the tests that are to notice it: few enough to be run for every change. */
const areas = {
  webhooks: { code: ['src/webhooks/**/*.ts'], tests: ['test/webhooks/*.test.ts'] },
  coverage: { code: ['src/coverage/**/*.ts'], tests: ['test/coverage/*.test.ts'] },
  normalize: { code: ['src/policy-api/normalize/*.ts'], tests: ['test/policy-api/*.test.ts'] },
  form: {
    code: ['src/forms/*.ts', 'src/onboarding/journey/form-*.ts'],
    tests: ['test/forms/*.test.ts', 'test/onboarding/form*.test.ts'],
  },
  store: { code: ['src/store/**/*.ts'], tests: ['test/store/*.test.ts'] },
  insurance: {
    code: ['sandbox/src/insurance/**/*.ts'],
    tests: ofSandbox(
      ...[
        'application',
        'assignments',
        'certificates',
        'control',
        'deleted-entities',
        'insurance*',
        'invoices',
      ],
      ...['objects', 'policies', 'quotes', 'reviews'],
    ),
  },
  idempotency: { code: ['sandbox/src/api/idempotency.ts'], tests: ofSandbox('idempotency*') },
  delivery: {
    code: ['sandbox/src/delivery/**/*.ts'],
    tests: ofSandbox('deliver*', 'webhooks', 'webhook-faults'),
  },
};

async function main([name, ...files]) {
  const area = areas[name];
  if (!area) throw new Error(`Name an area: ${Object.keys(areas).join(', ')}.`);
  const isTest = (file) => file.endsWith('.test.ts');
  const chosen = (named, all) => (named.length > 0 ? named : all);
  const tests = chosen(files.filter(isTest), area.tests);
  const stryker = new Stryker({
    mutate: chosen(
      files.filter((file) => !isTest(file)),
      area.code,
    ),
    testRunner: 'jest',
    jest: {
      configFile: 'jest.config.js',
      config: {
        testMatch: tests.map((file) => `<rootDir>/${file}`),
        testEnvironment: path.join(import.meta.dirname, 'mutate-environment.cjs'),
        // Nothing shared: a file that is loaded anew learns which of its changes is tried.
        transform: { [TYPESCRIPT]: jestConfig.transform[TYPESCRIPT] },
      },
    },
    coverageAnalysis: 'perTest',
    // What runs once, as a file is loaded, would need a new process for each change.
    ignoreStatic: true,
    tempDirName: path.join(os.tmpdir(), 'mutate'),
    ignorePatterns: ['dist', 'data', 'docs', 'screenshots'],
    concurrency: 2,
    // A machine that is busy with other things must not make a change look noticed.
    timeoutMS: 60_000,
    dryRunTimeoutMinutes: 30,
    reporters: ['clear-text', 'progress-append-only'],
    clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
    thresholds: { high: 90, low: 85, break: 85 },
  });
  await stryker.runMutationTest();
}

main(process.argv.slice(2)).catch((error) => {
  process.exitCode = 1;
  console.error(error instanceof Error ? error.message : error);
});
