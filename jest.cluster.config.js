'use strict';

/** Two processes of the app on one PostgreSQL, behind nginx (see docs/scaling.md). */
module.exports = {
  ...require('./jest.config'),
  testMatch: ['<rootDir>/test/cluster/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
