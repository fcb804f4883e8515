'use strict';

/** The examples: each takes its parts by `npm run lift`, installs its own packages, and is walked to the end. */
module.exports = {
  ...require('./jest.config'),
  testMatch: ['<rootDir>/test/examples/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 180_000,
};
