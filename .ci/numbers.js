'use strict';

/**
 * Prints how many tests passed and failed, as "N N", from jest's JSON. With --summary it makes the same numbers from
 * the lines that jest prints at its end, for a run whose command must stay as it is written. A suite that could not
 * run counts as one failed test, and so does a test that was skipped: nothing is left out unseen.
 */
const { existsSync, readFileSync } = require('node:fs');

const [first, second] = process.argv.slice(2);

function fromSummary(text) {
  const lines = text.split('\n');
  const of = (title, word) => {
    const line = lines.filter((candidate) => candidate.startsWith(title)).at(-1) ?? '';
    return Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  };
  const failed = of('Tests:', 'failed');
  return {
    numPassedTests: of('Tests:', 'passed'),
    numFailedTests: failed,
    numPendingTests: of('Tests:', 'skipped'),
    numTodoTests: of('Tests:', 'todo'),
    // Without a failed test, a failed suite is one that did not run.
    numRuntimeErrorTestSuites: failed === 0 ? of('Test Suites:', 'failed') : 0,
  };
}

if (first === '--summary') {
  process.stdout.write(JSON.stringify(fromSummary(readFileSync(second, 'utf8'))));
} else {
  const results = existsSync(first) ? JSON.parse(readFileSync(first, 'utf8')) : {};
  const { numPassedTests = 0, numFailedTests = 0, numRuntimeErrorTestSuites = 0 } = results;
  const { numPendingTests = 0, numTodoTests = 0 } = results;
  const failed = numFailedTests + numRuntimeErrorTestSuites + numPendingTests + numTodoTests;
  process.stdout.write(`${numPassedTests} ${failed}\n`);
}
