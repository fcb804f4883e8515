'use strict';

const { env } = require('node:process');
const TestEnvironment = require('../test/support/jest/environment.js');

/** The change that a test has noticed. */
let noticed;
const current = () => env.__STRYKER_ACTIVE_MUTANT__;

/** For `mutate.mjs`: once a test has noticed a change, the tests that are left have nothing to add. */
module.exports = class extends TestEnvironment {
  handleTestEvent(event, state) {
    if (current() === undefined) return;
    if (event.name === 'test_fn_failure') noticed = current();
    if (noticed !== current()) return;
    if (event.name === 'run_start') state.rootDescribeBlock.mode = 'skip';
    if (event.name === 'test_start') event.test.mode = 'skip';
  }
};
