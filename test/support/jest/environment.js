'use strict';

const { createRequire } = require('node:module');
const { TestEnvironment } = require('jest-environment-node');

const kept = new Map();

/**
 * Node as it is, with what test files of a worker share, since making it anew takes longer than the tests of most
 * files: the packages that the configuration names (see shared-package.js), and what they keep by a key.
 */
module.exports = class extends TestEnvironment {
  constructor(...args) {
    super(...args);
    this.global.sharedPackage = (file) => createRequire(file)(file);
    this.global.keptByWorker = kept;
  }
};
