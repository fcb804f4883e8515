'use strict';

/** The walk and the accessibility checks in a real browser (see test/browser). */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/browser/support/start-chromium.ts',
  globalTeardown: '<rootDir>/test/browser/support/stop-chromium.ts',
  testTimeout: 180000,
};
