'use strict';

/** Each benchmark runs for a moment, to show that it still works. Its figures mean nothing then. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/bench/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 240_000,
  // Each is a process of its own.
  maxConcurrency: 3,
};
