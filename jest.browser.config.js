'use strict';

/** The walk and the accessibility checks in a real browser (see test/browser). */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // Loaded once for all files, like what `SHARED` names; but by `globalSetup` too, where nothing is shared yet.
  moduleNameMapper: { '^playwright-core$': require.resolve('./test/support/jest/playwright.js') },
  globalSetup: '<rootDir>/test/browser/support/start-chromium.ts',
  globalTeardown: '<rootDir>/test/browser/support/stop-chromium.ts',
  testTimeout: 180000,
};
