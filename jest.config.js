'use strict';

const { existsSync, statfsSync } = require('node:fs');

// Databases in memory where there is room: tests kill processes, not machines, so they need not wait for a disk.
const MEMORY = '/dev/shm';
const room = existsSync(MEMORY) ? statfsSync(MEMORY) : { bavail: 0, bsize: 0 };
if (room.bavail * room.bsize > 1e9) process.env.TMPDIR ??= MEMORY;

// Not UTC, and half an hour off the hours of others, so that a time read in the machine's own zone is noticed.
process.env.TZ ??= 'America/St_Johns';

// What test files share (see test/support/jest): the code, and packages that tests ask for by themselves.
const PACKAGES = [
  ...['@seriousme/openapi-schema-validator', 'ajv', 'cheerio', 'compression', 'csrf-sync', 'ejs'],
  ...['express', 'express-session', 'fast-check', 'fastify', 'kysely', 'pg', 'pino', 'qs'],
  ...['standardwebhooks', 'supertest', 'typescript', 'zod'],
].join('|');
const HERE = __dirname.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const SHARED = `/node_modules/(${PACKAGES})/|^${HERE}/(src|lib|sandbox/src)/`;

/** Unit and integration tests: no browser, no database server, no network. */
module.exports = {
  testEnvironment: require.resolve('./test/support/jest/environment.js'),
  testMatch: ['<rootDir>/{test,sandbox/test}/**/*.test.ts'],
  testPathIgnorePatterns: [
    ...[
      '/node_modules/',
      '<rootDir>/test/browser/',
      '<rootDir>/test/bench/',
      '<rootDir>/test/cluster/',
      '<rootDir>/test/examples/',
    ],
    // The embedded database has no server that could go away.
    ...(process.env.TEST_DATABASE_URL === undefined ? ['\\.postgres\\.test\\.ts$'] : []),
  ],
  transform: {
    [SHARED]: require.resolve('./test/support/jest/shared-module.js'),
    '^.+\\.ts$': [
      '@swc/jest',
      { sourceMaps: true, jsc: { target: 'es2022', parser: { syntax: 'typescript' } } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${PACKAGES})/)`],
  // Against tests that hang: a busy machine takes its time.
  testTimeout: 180_000,
  // Jest would use one worker on two processors; much of the time goes by waiting.
  maxWorkers: 2,
};
