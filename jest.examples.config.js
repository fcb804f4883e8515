'use strict';

/** What needs a package registry: the examples, each with its parts carried there and walked to the end; and the image. */
module.exports = {
  ...require('./jest.config'),
  testMatch: ['<rootDir>/test/examples/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 180_000,
};
